import { describe, expect, it } from 'vitest';
import { configHash, defaultPacingConfig, PacingConfigSchema } from '#shared/pacing/config.ts';
import { createPacing } from '#shared/pacing/engine.ts';
import { pacingRules } from '#shared/pacing/index.ts';
import { pacingSetup, ticks } from './log.ts';

const problems = (parameters: unknown) =>
  PacingConfigSchema.safeParse({ version: 1, parameters }).error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];

describe('a pacing configuration', () => {
  it('is fine when empty', () => expect(problems({})).toEqual([]));

  it('names an unknown rule, an unknown parameter and a value out of range', () => {
    expect(problems({ L99: { x: 1 } })).toEqual([expect.stringMatching(/^parameters\.L99: There is no rule L99; known are G1, /)]);
    expect(problems({ L1: { abvoeS: 20 } })).toEqual([
      expect.stringMatching(/^parameters\.L1\.abvoeS: Rule L1 has no parameter abvoeS; known are aboveS/),
    ]);
    expect(problems({ L1: { aboveS: 5 } })).toEqual(['parameters.L1.aboveS: L1.aboveS is 5 s; allowed are 10 to 120.']);
    expect(problems({ L1: { toString: 5 } })).toHaveLength(1);
  });

  it('refuses cut-offs out of order (P16)', () => {
    expect(problems({ L7: { riseNrs: 3 } })).toEqual([
      'parameters.L7.riseNrs: L7.riseNrs (3) is out of order: it has to be below L8.riseNrs (3).',
    ]);
    expect(problems({ L7: { riseNrs: 3 }, L8: { riseNrs: 4 } })).toEqual([]);
    expect(problems({ L1: { aboveS: 90 } })).toHaveLength(1);
    expect(problems({ L4: { easePct: 10 } })).toEqual([
      'parameters.L4.easePct: L4.easePct (10) is out of order: it has to be below L4.finishPct (10).',
    ]);
    expect(problems({ L4: { backPct: 5, easePct: 5 } })).toHaveLength(1);
    expect(problems({ G2: { aboveBpm: 110, lyingBpm: 115 } })).toHaveLength(1);
  });

  it('is refused by the engine as well', () => {
    expect(() => createPacing({ version: 1, parameters: { L99: {} } }, pacingSetup())).toThrow(/no rule L99/);
  });

  it('changes what the engine does', () => {
    const pacing = createPacing({ version: 1, parameters: { L1: { aboveS: 10 } } }, pacingSetup());
    const seconds = ticks(0, 20, 125).findIndex((input) => pacing.step(input).length > 0);
    expect(seconds).toBe(10);
  });

  it('has a hash that names values and nothing else', () => {
    const written = Object.fromEntries(
      pacingRules.map((rule) => [rule.id, Object.fromEntries(Object.entries(rule.parameters).map(([name, p]) => [name, p.default]))]),
    );
    expect(configHash(defaultPacingConfig)).toMatch(/^[0-9a-f]{16}$/);
    expect(configHash({ version: 1, parameters: written })).toBe(configHash(defaultPacingConfig));
    expect(configHash({ version: 1, parameters: { L1: { aboveS: 31 } } })).not.toBe(configHash(defaultPacingConfig));
  });
});
