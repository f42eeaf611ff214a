import type { z } from 'zod';
import type { DayColour, DayDecision, PlanState } from '#shared/schema/dayDecision.ts';
import type { PacingLight } from '#shared/schema/decision.ts';
import type { Id } from '#shared/schema/id.ts';
import { AnswerProposal, type PacingProposal, type PatientPacing } from '#shared/schema/pacingApi.ts';
import { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Plan } from '#shared/schema/plan.ts';
import type { Limits } from '#shared/schema/profile.ts';
import { addDays, daysBetween, type LocalDay, localDayOf, type Moment } from '#shared/schema/time.ts';
import { type FieldErrors, formErrors } from '#web/ui/formErrors.ts';

/** The quota is looked at every seventh day after the first plan (A3). */
const REVIEW_DAYS = 7;
/** Rules that speak at every review: the schedule, and what replaces it. */
const REVIEW_RULES: ReadonlySet<string> = new Set(['A3', 'A13']);
/** A plan holds no shorter quota. */
const LEAST_QUOTA_MIN = 1;

export type AnswerKind = AnswerProposal['answer'];
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: FieldErrors };

/** What the newest review said; null before the first. */
export function lastReview({ todayDecisions, decisions }: Pick<PatientPacing, 'todayDecisions' | 'decisions'>): DayDecision | null {
  return [...todayDecisions, ...decisions].find(({ ruleIds }) => REVIEW_RULES.has(ruleIds[0])) ?? null;
}

/** Day of the next review after today; null when it cannot be told from here: no plan, suspended, or reviews older than the answer. */
export function nextReviewDay(pacing: PatientPacing, plan: Plan | null): LocalDay | null {
  const { today } = pacing;
  if (plan === null || today.state === 'suspended') return null;
  const anchor = lastReview(pacing)?.localDay ?? (plan.version === 1 ? localDayOf(plan.createdAt) : null);
  if (anchor === null) return null;
  const passed = Math.max(0, daysBetween(anchor, today.localDay));
  return addDays(anchor, (Math.floor(passed / REVIEW_DAYS) + 1) * REVIEW_DAYS);
}

/** The quota a proposal was made from: what its decision looked at; an answered one may have changed the quota since. */
export function proposedFrom({ decision, answer }: PacingProposal, quotaMinutes: number | null): number | null {
  const fact = decision?.facts.find(({ name }) => name === 'quotaMinutes')?.value;
  if (typeof fact === 'number') return fact;
  return answer === null ? quotaMinutes : null;
}

/** What a PT may answer with, minutes. */
export const quotaRange = ({ doseMinMinutes, doseMaxMinutes }: Limits): { readonly from: number; readonly to: number } => ({
  from: Math.max(LEAST_QUOTA_MIN, doseMinMinutes),
  to: doseMaxMinutes,
});

export interface AnswerForm {
  readonly answer: AnswerKind;
  readonly quotaMinutes: number | null;
  readonly reason: string;
}

/** The answer as it is sent, or what is missing by field. */
export function checkAnswer(
  { answer, quotaMinutes, reason }: AnswerForm,
  limits: Limits,
  identity: { readonly id: Id; readonly planId: Id; readonly at: Moment },
): Checked<AnswerProposal> {
  const edited = answer === 'edited';
  const errors: Record<string, string> = {};
  const range = quotaRange(limits);
  if (edited && quotaMinutes !== null) Object.assign(errors, outside('quotaMinutes', quotaMinutes, range.from, range.to));
  if (edited && quotaMinutes === null) errors.quotaMinutes = 'Fill this in.';
  const why = reason.trim();
  const parsed = AnswerProposal.safeParse({
    ...identity,
    answer,
    quotaMinutes: edited ? quotaMinutes : null,
    reason: why === '' ? null : why,
  });
  return checked(parsed, errors);
}

export interface OverrideForm {
  readonly doseMinutes: number | null;
  readonly reason: string;
}

/** The PT's own dose for the patient's day as an event of the log, or what is missing by field. An empty number is never 0. */
export function checkOverride(
  { doseMinutes, reason }: OverrideForm,
  { doseMaxMinutes }: Limits,
  identity: { readonly id: Id; readonly atUs: number; readonly localDay: LocalDay },
): Checked<PatientEvent> {
  const errors = doseMinutes === null ? { doseMinutes: 'Fill this in.' } : outside('doseMinutes', doseMinutes, 0, doseMaxMinutes);
  return checked(PatientEvent.safeParse({ ...identity, type: 'doseOverridden', doseMinutes, reason }), errors);
}

function outside(field: string, value: number, from: number, to: number): Record<string, string> {
  if (value < from) return { [field]: `At least ${from}.` };
  return value > to ? { [field]: `At most ${to}.` } : {};
}

function checked<T>(parsed: z.ZodSafeParseResult<T>, own: FieldErrors): Checked<T> {
  const errors = { ...(parsed.success ? {} : formErrors(parsed.error)), ...own };
  return parsed.success && Object.keys(errors).length === 0 ? { ok: true, value: parsed.data } : { ok: false, errors };
}

/** Shape of a morning's colour; null has none of the four: an unknown morning is shown as an open circle. */
export const lightOfColour: Readonly<Record<DayColour, PacingLight | null>> = { green: 'go', amber: 'ease', red: 'stop', unknown: null };

/**
 * What the PT reads of a day beside its dose, most grave first. The proposal and its review stand on their own; while suspended no rule
 * that would ease a dose has a say.
 */
export function spokenToday(decisions: readonly DayDecision[], state: PlanState): DayDecision[] {
  const order: readonly DayDecision['kind'][] = ['suspend', 'screen', 'dose', 'colour', 'note', 'offer'];
  const heard = decisions.filter(({ kind }) => order.includes(kind) && !(state === 'suspended' && kind === 'dose'));
  return heard.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}
