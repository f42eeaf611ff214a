import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Stimulation } from '#shared/schema/stimulation.ts';
import { treatments } from '#shared/treatments/index.ts';

const files = readdirSync(fileURLToPath(new URL('../../../shared/treatments', import.meta.url))).filter(
  (name) => !['define.ts', 'index.ts'].includes(name),
);
const texts = treatments.flatMap((treatment) => [
  treatment.how,
  treatment.afterYes,
  ...treatment.programmes.map((programme) => programme.how),
  ...treatment.cautions.map((caution) => caution.question),
  ...treatment.placements.map((placement) => placement.how),
]);

describe('treatments', () => {
  it('lists every file once, under its own id', () => {
    expect(treatments.map((treatment) => `${treatment.id}.ts`).sort()).toEqual(files.sort());
    expect(files.length).toBeGreaterThanOrEqual(3);
  });

  it.each(treatments.map((treatment) => [treatment.id, treatment] as const))(
    '%s has a source, cautions with ids of their own, and doses within ranges',
    (_id, treatment) => {
      expect(treatment.sources.length).toBeGreaterThan(0);
      const ids = treatment.cautions.map((caution) => caution.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThan(0);
      for (const field of treatment.doseFields) expect(field.min, field.name).toBeLessThan(field.max);
      for (const programme of treatment.programmes) {
        for (const field of treatment.doseFields) {
          expect(programme[field.name], `${programme.id} ${field.name}`).toBeGreaterThanOrEqual(field.min);
          expect(programme[field.name], `${programme.id} ${field.name}`).toBeLessThanOrEqual(field.max);
        }
      }
    },
  );

  it('asks and explains in plain words: at most two sentences, no blame, no promise', () => {
    for (const text of texts) {
      expect(text.split(/[.?!](?:\s|$)/).filter(Boolean).length, text).toBeLessThanOrEqual(2);
      expect(text).not.toMatch(/damage|must|cure|heal/i);
    }
  });

  it('asks the TENS questions that physiotherapy guidance names', () => {
    const tens = treatments.find((treatment) => treatment.id === 'tens');
    const asked = tens?.cautions.map((caution) => caution.id);
    expect(asked).toEqual(
      expect.arrayContaining([
        'implantedElectronics',
        'pregnancy',
        'epilepsy',
        'thrombosis',
        'skin',
        'neckHeadChest',
        'cancer',
        'waterSleepDriving',
        'unknownPain',
      ]),
    );
  });

  it('offers the usual TENS programmes, all of which can be logged as they are', () => {
    const tens = treatments.find((treatment) => treatment.id === 'tens');
    expect(tens?.programmes.map((programme) => programme.id)).toEqual([
      'conventional',
      'highFrequency',
      'lowFrequency',
      'burst',
      'modulated',
    ]);
    for (const { frequencyHz, pulseWidthUs, durationMinutes, mode, burstsPerSecond, usualHz } of tens?.programmes ?? []) {
      expect(Stimulation.shape.frequencyHz.safeParse(frequencyHz).success).toBe(true);
      expect(Stimulation.shape.pulseWidthUs.safeParse(pulseWidthUs).success).toBe(true);
      expect(Stimulation.shape.plannedMinutes.safeParse(durationMinutes).success).toBe(true);
      expect(burstsPerSecond !== null).toBe(mode === 'burst');
      expect(usualHz[0] <= frequencyHz && frequencyHz <= usualHz[1]).toBe(true);
    }
  });
});
