import { describe, expect, it } from 'vitest';
import { dayRules } from '#shared/pacing/days/index.ts';
import { DayDecision } from '#shared/schema/dayDecision.ts';
import { withDayCounterfactual } from './counterfactual.ts';
import { decidedBy, decisionsOf, profileOf, told } from './diary.ts';
import { dayTimelines } from './timelines.ts';

describe.each(dayTimelines)('$rule: $words', ({ rule, log, until, profile, told: expected }) => {
  const person = profileOf(profile);
  const decided = decidedBy(until, log, person);
  const decisions = decisionsOf(decided);

  it('says exactly this', () => {
    expect(decided.refused).toEqual([]);
    expect(told(decided.days).filter((line) => line.split(' ')[1] === rule)).toEqual(expected);
  });

  it('gives decisions that can be stored', () => {
    for (const decision of decisions) expect(DayDecision.parse(decision)).toEqual(decision);
  });

  it('flips each decision by its counterfactual (P12)', () => {
    for (const decision of decisions) {
      if (decision.kind !== 'hold') expect(decision.counterfactual, decision.id).not.toBeNull();
      if (decision.counterfactual === null) continue;
      const changed = withDayCounterfactual(log, decision, person.painReferenceNrs ?? 3);
      const again = decisionsOf(decidedBy(until, changed, person)).find(({ id }) => id === decision.id);
      expect([again?.kind, again?.value], `${decision.id}: ${decision.counterfactual.text}`).not.toEqual([decision.kind, decision.value]);
    }
  });
});

describe('the timelines', () => {
  it('let every rule of the catalogue speak', () => {
    const spoken = new Set(
      dayTimelines.flatMap(({ log, until, profile }) =>
        decisionsOf(decidedBy(until, log, profileOf(profile))).map(({ ruleIds }) => ruleIds[0]),
      ),
    );
    expect([...spoken].sort()).toEqual(dayRules.map(({ id }) => id).sort());
  });
});
