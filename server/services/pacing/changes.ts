import { explainChanges } from '#shared/pacing/days/changes.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';

/** What has to be written so that the decisions kept say what holds now. */
export interface DecisionChanges {
  readonly said: readonly DayDecision[];
  /** No longer holds because something came late; kept with the reason. */
  readonly withdrawn: readonly DayDecision[];
  /** Ids whose row of before has ended. */
  readonly ended: readonly string[];
}

/** `late`: what arrived for days that were closed already; a day that is still open changes without a reason. */
export function decisionChanges(
  before: readonly DayDecision[],
  after: readonly DayDecision[],
  late: readonly PatientEvent[],
): DecisionChanges {
  const known = new Map(before.map((decision) => [decision.id, decision]));
  const { decisions, withdrawn } = explainChanges(before, after, late);
  const said = decisions
    .map((decision) => {
      const kept = known.get(decision.id);
      // The reason given before stays as long as the answer does.
      return kept !== undefined && decision.changedBecause === null && sameAnswer(kept, decision)
        ? { ...decision, changedBecause: kept.changedBecause }
        : decision;
    })
    .filter((decision) => JSON.stringify(known.get(decision.id)) !== JSON.stringify(decision));
  const gone = withdrawn.filter(({ changedBecause }) => changedBecause !== null);
  return { said, withdrawn: gone, ended: [...said, ...withdrawn].map(({ id }) => id) };
}

const sameAnswer = (a: DayDecision, b: DayDecision) => a.kind === b.kind && a.value === b.value && a.ptText === b.ptText;
