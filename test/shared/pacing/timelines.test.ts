import { describe, expect, it } from 'vitest';
import { pacingRules } from '#shared/pacing/index.ts';
import { Decision } from '#shared/schema/decision.ts';
import { withCounterfactual } from './counterfactual.ts';
import { decisionsOf, told } from './log.ts';
import { timelines } from './timelines.ts';

describe.each(timelines)('$rule: $words', ({ log, setup, told: expected }) => {
  const decisions = decisionsOf(log, setup);

  it('says exactly this', () => expect(told(decisions)).toEqual(expected));

  it('gives decisions that can be stored', () => {
    for (const decision of decisions) expect(Decision.parse(decision)).toEqual(decision);
  });

  it('flips each decision by its counterfactual (P12)', () => {
    for (const decision of decisions) {
      const again = decisionsOf(withCounterfactual(log, decision), setup);
      expect(again.map(({ id }) => id)).not.toContain(decision.id);
    }
  });
});

describe('the timelines', () => {
  it('let every rule of the catalogue speak', () => {
    const spoken = new Set(timelines.flatMap(({ log, setup }) => decisionsOf(log, setup).map(({ ruleIds }) => ruleIds[0])));
    expect([...spoken].sort()).toEqual(pacingRules.map(({ id }) => id).sort());
  });
});
