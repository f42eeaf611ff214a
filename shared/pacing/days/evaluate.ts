import type { ResolvedParameters } from '#shared/pacing/config.ts';
import type { PlanState } from '#shared/schema/dayDecision.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { localDayOfNumber } from './calendar.ts';
import { type ColourCutOffs, colourOf } from './colour.ts';
import type { DayContext, DayFinding } from './define.ts';
import { foldEffort, heldSchedule, scheduleAfter } from './effort.ts';
import { dayRules } from './index.ts';
import { foldBackground, isBoom } from './load.ts';
import { flareSinceReview, foldPlan } from './plan.ts';
import { dayRecordOf } from './record.ts';
import type { ClosedDays, DayDigest, DayNumber, DayRecord, DayView, PlanFold, Proposal } from './types.ts';

/** Days the rules may look back on. */
const WINDOW_DAYS = 28;

export interface EvaluatedDay {
  readonly view: DayView;
  readonly record: DayRecord;
  readonly plan: PlanFold;
  readonly uncertain: boolean;
}

/** Everything that is the same for all days of a run. */
export interface DaySetup {
  readonly parameters: ResolvedParameters;
  readonly profile: Profile;
}

interface MutableContext extends DayContext {
  parameters: Readonly<Record<string, number>>;
}

/** Asks every rule about one day. `events` are that day's, sorted. */
export function evaluateDay(setup: DaySetup, closed: ClosedDays, day: DayNumber, events: readonly PatientEvent[]): EvaluatedDay {
  const { parameters, profile } = setup;
  const plan = events.length === 0 ? closed.plan : foldPlan(closed.plan, day, events, parameters.A2.firstSharePct / 100);
  const record = dayRecordOf(day, events);
  const { colour, uncertain } = colourOf(record, plan, parameters.A1 as unknown as ColourCutOffs);
  const suspended = plan.redFlagIds.length > 0;
  const today = { ...record, colour, uncertain };
  let findings = findingsOf(setup, closed, plan, today);
  // What was answered on its own day is what was asked: the review is of the plan before the answer.
  const unanswered = events.filter((event) => !(event.type === 'planVersion' && event.proposalId?.endsWith(`:${localDayOfNumber(day)}`)));
  if (unanswered.length < events.length) {
    const reviewed = foldPlan(closed.plan, day, unanswered, parameters.A2.firstSharePct / 100);
    findings = [...findings.filter(isNoReview), ...findingsOf(setup, closed, reviewed, today).filter((each) => !isNoReview(each))];
  }
  const doses = dosesOf(plan, suspended, findings);
  const state: PlanState = suspended
    ? 'suspended'
    : plan.quotaMinutes === null
      ? 'baseline'
      : plan.mode === 'pemSafe'
        ? 'pemSafe'
        : 'quota';
  const view: DayView = {
    day,
    localDay: localDayOfNumber(day),
    state,
    colour,
    quotaMinutes: plan.quotaMinutes,
    ...doses,
    proposal: proposalOf(profile.patientId, stillOpen(closed.proposal, plan), day, events, findings),
    findings,
  };
  return { view, record, plan, uncertain };
}

const isNoReview = ({ kind }: DayFinding) => kind !== 'proposal' && kind !== 'hold';

/** Asks the rules in their order. */
function findingsOf({ parameters, profile }: DaySetup, closed: ClosedDays, plan: PlanFold, today: DayContext['today']): DayFinding[] {
  const { day } = today;
  const findings: DayFinding[] = [];
  const context: MutableContext = {
    parameters: {},
    profile,
    plan,
    today,
    recent: closed.recent,
    tolerance: closed.tolerance,
    review: plan.redFlagIds.length === 0 && plan.startDay !== null && day > plan.startDay && (day - plan.startDay) % 7 === 0,
    finding: (ruleId) => findings.find((each) => each.ruleId === ruleId) ?? null,
  };
  for (const rule of dayRules) {
    context.parameters = parameters[rule.id];
    const found = rule.evaluate(context);
    if (found === null) continue;
    if (found.replaces !== undefined) findings.splice(0, findings.length, ...findings.filter(({ ruleId }) => ruleId !== found.replaces));
    findings.push({ ...found, ruleId: rule.id });
  }
  return findings;
}

function dosesOf(plan: PlanFold, suspended: boolean, findings: readonly DayFinding[]): Pick<DayView, 'doseMinutes' | 'engineDoseMinutes'> {
  if (plan.quotaMinutes === null) return suspended ? ZERO : NONE;
  if (suspended) return ZERO;
  let engineDoseMinutes = plan.quotaMinutes;
  let overridden: number | null = null;
  for (const { kind, value, doseCapMinutes } of findings) {
    if (doseCapMinutes !== undefined) engineDoseMinutes = Math.min(engineDoseMinutes, doseCapMinutes);
    if (kind === 'override') overridden = value;
  }
  return { doseMinutes: overridden ?? engineDoseMinutes, engineDoseMinutes };
}

const ZERO = { doseMinutes: 0, engineDoseMinutes: 0 } as const;
const NONE = { doseMinutes: null, engineDoseMinutes: null } as const;

/** A rise that waits for an answer lapses with a red flag or with the change to the PEM-safe mode (P10). */
function stillOpen(proposal: Proposal | null, plan: PlanFold): Proposal | null {
  if (plan.quotaMinutes === null) return proposal;
  const lapses = plan.redFlagIds.length > 0 || (plan.mode === 'pemSafe' && proposal?.ruleId !== 'A10');
  return lapses && proposal !== null && proposal.answer === null && proposal.quotaMinutes > plan.quotaMinutes ? null : proposal;
}

/** The last rule that proposes has the last word: it has seen what the others found. A proposal stays until the next review. */
function proposalOf(
  patientId: string,
  before: Proposal | null,
  day: DayNumber,
  events: readonly PatientEvent[],
  findings: readonly DayFinding[],
): Proposal | null {
  const found = findings.findLast(({ kind }) => kind === 'proposal');
  let proposal = before;
  if (found !== undefined && found.value !== null && (before?.ruleId !== 'A2' || before.quotaMinutes !== found.value)) {
    const id = `${patientId}:${found.ruleId}:${localDayOfNumber(day)}`;
    proposal = {
      id,
      ruleId: found.ruleId,
      quotaMinutes: found.value,
      scheduleMinutes: found.scheduleMinutes ?? found.value,
      answer: null,
      answerReason: null,
    };
  } else if (found === undefined && findings.some(({ kind }) => kind === 'hold')) proposal = null;
  for (const event of events) {
    if (proposal === null || !('proposalId' in event) || event.proposalId !== proposal.id) continue;
    if (event.type === 'proposalAnswered') proposal = { ...proposal, answer: event.answer, answerReason: event.reason };
    else if (proposal.answer === null)
      proposal = { ...proposal, answer: event.quotaMinutes === proposal.quotaMinutes ? 'accepted' : 'edited' };
  }
  return proposal;
}

/** Folds an evaluated day into what is closed. */
export function closeDay(closed: ClosedDays, { view, record, plan, uncertain }: EvaluatedDay, parameters: ResolvedParameters): ClosedDays {
  const kept = { ...plan };
  foldBackground(kept, record);
  if (kept.quotaMinutes !== closed.plan.quotaMinutes) kept.scheduleMinutes = scheduleAfter(kept, view, closed.tolerance, parameters.A13);
  else kept.scheduleMinutes = heldSchedule(view) ?? kept.scheduleMinutes;
  if (record.completed && kept.quotaMinutes !== null && !flareSinceReview(kept, view.day))
    kept.lastCompletedQuotaMinutes = kept.quotaMinutes;
  const digest: DayDigest = {
    ...record,
    colour: view.colour,
    uncertain,
    quotaMinutes: view.quotaMinutes,
    morningQuotaMinutes: closed.plan.quotaMinutes,
    doseMinutes: view.doseMinutes,
    boom: isBoom(record, plan, parameters.A5.boomFactor),
    restingHigh: view.findings.some(({ ruleId }) => ruleId === 'A8'),
    suspended: view.state === 'suspended',
  };
  const recent = closed.recent.length < WINDOW_DAYS ? closed.recent : closed.recent.slice(1 - WINDOW_DAYS);
  return {
    plan: kept,
    recent: [...recent, digest],
    proposal: view.proposal,
    tolerance: foldEffort(closed.tolerance, kept, record, parameters.A13.effortAtTolerance),
  };
}
