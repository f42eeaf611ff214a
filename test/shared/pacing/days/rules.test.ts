import { describe, expect, it } from 'vitest';
import { dayRules } from '#shared/pacing/days/index.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { Fact } from '#shared/schema/decision.ts';
import { decidedBy, decisionsOf, profileOf } from './diary.ts';
import { dayTimelines } from './timelines.ts';

const value = (facts: readonly Fact[], name: string) => facts.find((fact) => fact.name === name)?.value;
const number = (facts: readonly Fact[], name: string) => value(facts, name) as number;

/** The condition of each rule, read off the facts of its decision alone (P12), at the default parameters. */
const HOLDS: Readonly<Record<string, (facts: readonly Fact[], decision: DayDecision) => boolean>> = {
  G1: (facts) => number(facts, 'openRedFlags') > 0,
  A1: (facts) => {
    const rise = number(facts, 'morningPainNrs') - number(facts, 'painReference');
    const uncertain = ['morningPainNrs', 'painReference', 'flare', 'tensInLastHour'].some((name) => value(facts, name) === null);
    return (
      rise >= 2 ||
      number(facts, 'morningPainNrs') >= 9 ||
      value(facts, 'flare') === true ||
      uncertain ||
      value(facts, 'tensInLastHour') === true
    );
  },
  A2: (facts) => number(facts, 'baselineDays') >= 7 && number(facts, 'trialCount') >= 3 && number(facts, 'trialDays') >= 3,
  A3: (facts, decision) => {
    const asked = (decision.value ?? 0) - number(facts, 'quotaMinutes');
    if (asked < 0) return number(facts, 'amberMornings') >= 5 || number(facts, 'redMornings') >= 3;
    const calm = number(facts, 'amberMornings') <= 2 && number(facts, 'redMornings') === 0 && number(facts, 'unknownMornings') <= 2;
    const fine = calm && number(facts, 'doneDays') >= number(facts, 'neededDays') && number(facts, 'boomDays') === 0;
    return asked > 0 ? fine : !fine || decision.kind === 'hold';
  },
  A4: (facts) => {
    const [today, yesterday] = [number(facts, 'severityToday'), number(facts, 'severityYesterday')];
    return (
      today === 2 || (today === 1 && yesterday >= 1) || facts.some(({ name, quality }) => name === 'colourToday' && quality === 'doubtful')
    );
  },
  A5: (facts) => number(facts, 'boomBustEvents') >= 2,
  A6: (facts) => number(facts, 'skippedOnGreen') >= 3 || (value(facts, 'mode') === 'exposure' && value(facts, 'colourToday') === 'green'),
  A7: (facts) =>
    number(facts, 'daysSinceFlare') < 2 ||
    (number(facts, 'daysSinceFlare') < 7 && number(facts, 'lastCompletedQuotaMinutes') < number(facts, 'quotaMinutes')),
  A8: (facts) =>
    number(facts, 'restingHeartRateBpm') >= number(facts, 'restingMedianBpm') + 7 &&
    number(facts, 'restingHeartRateBeforeBpm') >= number(facts, 'restingMedianBeforeBpm') + 7,
  A9: (facts) => number(facts, 'sessionsFollowedByWorse') >= 2 || value(facts, 'fatigueDominant') === true,
  A10: (facts) => number(facts, 'capMinutes') < number(facts, 'quotaMinutes') || number(facts, 'stableDays') >= 14,
  A12: (facts) => number(facts, 'overrideMinutes') >= 0,
  A13: (facts) => number(facts, 'ratedSessions') >= 6,
  A14: (facts) => number(facts, 'backgroundTodayMinutes') > number(facts, 'usualByThenMinutes'),
};

describe('a decision of the day', () => {
  it('names a rule whose condition holds on the listed facts (P12)', () => {
    const checked = new Set<string>();
    for (const { log, until, profile } of dayTimelines) {
      for (const decision of decisionsOf(decidedBy(until, log, profileOf(profile)))) {
        const [ruleId] = decision.ruleIds;
        expect(HOLDS[ruleId](decision.facts, decision), decision.id).toBe(true);
        checked.add(ruleId);
      }
    }
    expect([...checked].sort()).toEqual(dayRules.map(({ id }) => id).sort());
  });

  it('carries what a PT needs to trace it', () => {
    const { log, until } = dayTimelines.find(({ words }) => words.startsWith('five sore mornings')) as (typeof dayTimelines)[number];
    const decision = decisionsOf(decidedBy(until, log)).at(-1);
    expect(decision).toMatchObject({
      id: `${profileOf().patientId}:A3:2026-03-16`,
      localDay: '2026-03-16',
      kind: 'proposal',
      value: 17,
      unit: 'min',
      confidence: 1,
      evidence: 'convention',
      counterfactual: {
        text: 'With 1 morning as usual instead the quota would have stayed at 20 min.',
        changes: [{ localDays: ['2026-03-09'] }],
      },
      patientText: 'This week was hard. We ask your PT if you can do a little less for now.',
    });
    expect(decision?.configHash).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('without data', () => {
  it.each(dayRules)('$id is silent', ({ id }) => {
    const spoken = decisionsOf(decidedBy(30, [], profileOf({ painReferenceNrs: null, pemStatus: 'notScreened' })));
    expect(spoken.filter(({ ruleIds }) => ruleIds.includes(id))).toEqual([]);
  });
});
