import { fact } from '#shared/pacing/define.ts';
import type { RuleParameter } from '#shared/pacing/types.ts';
import type { DayChange, DayCounterfactual, DayDecisionKind } from '#shared/schema/dayDecision.ts';
import type { Evidence, Fact } from '#shared/schema/decision.ts';
import type { Profile } from '#shared/schema/profile.ts';
import type { ToleranceState } from './toleranceEstimate.ts';
import type { DayDigest, DayNumber, DayRecord, PlanFold } from './types.ts';

/** What a rule says about a day. */
export interface DayFinding {
  readonly ruleId: string;
  readonly kind: DayDecisionKind;
  readonly value: number | null;
  readonly unit: string;
  /** Which of the rule's conditions it was; picks the sentence. */
  readonly reason: string;
  readonly facts: readonly Fact[];
  readonly counterfactual: DayCounterfactual | null;
  /** 0 to 1: share of the days looked at that had what the rule needs. */
  readonly confidence: number;
  /** Highest dose of today that the finding allows, min; the lowest of all findings counts. Absent = no bound. */
  readonly doseCapMinutes?: number;
  /** A proposal's value by the schedule alone, where the two differ (A13). */
  readonly scheduleMinutes?: number;
  /** What the review would have proposed outside the PEM-safe mode, which lets nothing rise by itself; A10 never asks for more (P10). */
  readonly heldBack?: { readonly minutes: number; readonly scheduleMinutes: number };
  /** Rule whose finding this one takes the place of, having seen it. */
  readonly replaces?: string;
}

/** All a rule may look at. */
export interface DayContext<P extends string = string> {
  readonly parameters: Readonly<Record<P, number>>;
  readonly profile: Profile;
  readonly plan: PlanFold;
  readonly today: DayRecord & Pick<DayDigest, 'colour' | 'uncertain'>;
  /** Closed days, oldest first; the last one is yesterday. */
  readonly recent: readonly DayDigest[];
  /** Null before the first plan. */
  readonly tolerance: ToleranceState | null;
  /** Today is a weekly review. */
  readonly review: boolean;
  /** What another rule found today (rules are asked in the order of the catalogue). */
  finding(ruleId: string): DayFinding | null;
}

export interface DayRuleDefinition<P extends string> {
  readonly id: string;
  readonly title: string;
  /** Names of what it reads. */
  readonly inputs: readonly string[];
  /** When it speaks, in words; `{name}` stands for a parameter with its unit. */
  readonly condition: string;
  readonly parameters: Readonly<Record<P, RuleParameter>>;
  readonly evidence: Evidence;
  readonly source: string;
  evaluate(context: DayContext<P>): Omit<DayFinding, 'ruleId'> | null;
  patientText(finding: DayFinding): string;
  ptText(finding: DayFinding): string;
}
export type DayRule = DayRuleDefinition<string>;

/** Declares a rule across days: a pure function of the last 28 days, so that an answer that comes late changes what it must and nothing else. */
export function defineDayRule<P extends string>(definition: DayRuleDefinition<P>): DayRule {
  return definition as unknown as DayRule;
}

/** A reading of a finding's facts; NaN when it is not there or no number. */
export function numberFact(facts: readonly Fact[], name: string): number {
  const value = facts.find((each) => each.name === name)?.value;
  return typeof value === 'number' ? value : Number.NaN;
}

/** A number of minutes as people read it: whole from 10 on, one digit below. */
export function minutesText(minutes: number | null): string {
  if (minutes === null || !Number.isFinite(minutes)) return '?';
  return String(minutes >= 10 ? Math.round(minutes) : Math.round(minutes * 10) / 10);
}

/** A quota as the PT reads it beside the plan: to a tenth of a minute. */
export function tenthsText(minutes: number | null): string {
  return minutes === null || !Number.isFinite(minutes) ? '?' : String(Math.round(minutes * 10) / 10);
}

/** One change on some days, as a counterfactual. */
export function flipBy(fact: string, value: DayChange['value'], localDays: readonly string[], text: string, unit = ''): DayCounterfactual {
  return { fact, value, unit, text, changes: [{ fact, value, localDays: [...localDays] }] };
}

/** Noon UTC of a day: the time of a fact that belongs to the day as a whole. */
export function noonUs(day: DayNumber): number {
  return (day * 24 + 12) * 3_600_000_000;
}

export function dayFact(name: string, value: Fact['value'], unit: string, day: DayNumber, quality: Fact['quality'] = 'ok'): Fact {
  return fact(name, value, unit, noonUs(day), quality);
}
