import { describe, expect, it } from 'vitest';
import { configHash, resolveParameters } from '#shared/pacing/config.ts';
import { mergeConfig } from '#shared/pacing/mergeConfig.ts';
import { decidedBy, decisionsOf, profileOf } from './days/diary.ts';
import { dayTimelines } from './days/timelines.ts';

const config = (version: number, parameters: Record<string, Record<string, number>> = {}) => ({ version, parameters });

describe("a clinic's configuration with a patient's over it", () => {
  it('keeps both, the patient first', () => {
    const merged = mergeConfig(config(3, { A3: { risePct: 4, amberMax: 1 } }), config(2, { A3: { risePct: 2 }, A4: { easyPct: 70 } }));
    if (!merged.ok) throw new Error('refused');
    const resolved = resolveParameters(merged.config);
    expect([resolved.A3.risePct, resolved.A3.amberMax, resolved.A4.easyPct, merged.config.version]).toEqual([2, 1, 70, 5]);
  });

  it('names whose value is out of range, unknown or out of order (P16)', () => {
    expect(mergeConfig(config(1, { A1: { amberRiseNrs: 3 } }), config(1, { A1: { redRiseNrs: 2.5 } }))).toEqual({
      ok: false,
      problems: [
        {
          field: 'patient.parameters.A1.amberRiseNrs',
          message: 'A1.amberRiseNrs (3) is out of order: it has to be below A1.redRiseNrs (2.5).',
        },
      ],
    });
    const merged = mergeConfig(config(1, { A3: { risePct: 11 } }), config(1, { A99: {} }));
    expect(merged.ok ? [] : merged.problems.map(({ field }) => field)).toEqual([
      'clinic.parameters.A3.risePct',
      'patient.parameters.A3.risePct',
      'patient.parameters.A99',
    ]);
  });

  it('changes what the engine says, and the hash that goes with it', () => {
    const { log, until } = dayTimelines.find(({ words }) => words.startsWith('a red morning means 0.8')) as (typeof dayTimelines)[number];
    const merged = mergeConfig(config(1), config(1, { A4: { easyPct: 60 } }));
    if (!merged.ok) throw new Error('refused');
    const doses = decisionsOf(decidedBy(until, log, profileOf(), merged.config), merged.config).filter(
      ({ ruleIds }) => ruleIds[0] === 'A4',
    );
    expect(doses.map(({ value, configHash: hash }) => [value, hash])).toEqual(Array(2).fill([12, configHash(merged.config)]));
  });
});
