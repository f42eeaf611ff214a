import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';

export interface ExplainedChanges {
  /** What holds now; what was not said before, or otherwise, says why. */
  readonly decisions: readonly DayDecision[];
  /** What was said before and no longer holds. */
  readonly withdrawn: readonly DayDecision[];
}

/** Compares two answers from the log before and after some events arrived. Only an event of the same day or an earlier one can be the reason. */
export function explainChanges(
  before: readonly DayDecision[],
  after: readonly DayDecision[],
  arrived: readonly PatientEvent[],
): ExplainedChanges {
  const said = new Map(before.map((decision) => [decision.id, decision]));
  const holds = new Set(after.map(({ id }) => id));
  const because = (decision: DayDecision): DayDecision => ({ ...decision, changedBecause: becauseOf(decision, arrived) });
  return {
    decisions: after.map((decision) => (sameAnswer(said.get(decision.id), decision) ? decision : because(decision))),
    withdrawn: before.filter(({ id }) => !holds.has(id)).map(because),
  };
}

function sameAnswer(a: DayDecision | undefined, b: DayDecision): boolean {
  return a !== undefined && a.kind === b.kind && a.value === b.value && a.ptText === b.ptText;
}

function becauseOf({ localDay }: DayDecision, arrived: readonly PatientEvent[]): string | null {
  const reasons = [...new Set(arrived.filter((event) => event.localDay <= localDay).map(wordsOf))];
  if (reasons.length === 0) return null;
  const more = reasons.length > 3 ? ` and ${reasons.length - 3} more` : '';
  return `Changed because of ${reasons.slice(0, 3).join(', ')}${more}.`;
}

function wordsOf(event: PatientEvent): string {
  return event.type === 'correction' ? `a correction of ${event.field}` : `${WORDS[event.type]} of ${event.localDay} that came later`;
}

const WORDS: Readonly<Record<Exclude<PatientEvent['type'], 'correction'>, string>> = {
  checkIn: 'a check-in',
  session: 'a session',
  sessionSkipped: 'a skipped session',
  trial: 'a tolerance trial',
  background: 'a reading of the wearable',
  planVersion: 'a plan',
  proposalAnswered: 'an answer to a proposal',
  pemAnswered: 'answers to the PEM questions',
  pemScreened: 'a PEM screen',
  exposureTried: 'a step of the ladder',
  doseOverridden: "a PT's dose",
  suspensionCleared: 'a cleared suspension',
  modeSet: 'a change of mode',
  painReferenceSet: 'a pain reference',
  limitsSet: 'new limits',
  usualBackgroundSet: 'a usual background',
  ladderSet: 'an exposure ladder',
  riseAgreed: 'an agreement',
  redFlag: 'a red flag',
};
