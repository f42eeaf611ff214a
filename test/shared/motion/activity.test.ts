import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ActivityEpoch, ActivityEpochs } from '#shared/motion/activityEpochs.ts';
import { activityUnit, relativeActivityPct } from '#shared/motion/activityScale.ts';
import { bandPassedNorm } from '#shared/motion/bandPassedNorm.ts';
import { activityClass, CUT_POINTS } from '#shared/motion/cutPoints.ts';
import { STANDARD_GRAVITY } from '#shared/signal/gravity.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';

const recording = sharedData('intensity/accel/actilife_wrist_100hz_raw_int16.csv');
const readJson = (name: string) => JSON.parse(readFileSync(sharedData(`intensity/accel/${name}`) as string, 'utf8'));

function epochsOf(samples: Iterable<readonly [number, number, number, number]>, epochS = 1, rateHz = 10): ActivityEpoch[] {
  const epochs: ActivityEpoch[] = [];
  const counter = new ActivityEpochs({ epochS, rateHz, minShare: 0.75 }, (epoch) => epochs.push(epoch));
  for (const sample of samples) counter.push(...sample);
  counter.finish();
  return epochs;
}

interface ExpectedEpochs {
  readonly epoch_s: number;
  readonly en_g: number[];
  readonly enmo_g: number[];
  readonly enmoa_g: number[];
  readonly mad_g: number[];
  readonly bfen_g: number[];
  readonly anglez_deg: number[];
}

describe.skipIf(recording === null)(`three minutes at the wrist (skipped: ${NO_SHARED_DATA})`, () => {
  const csv = recording === null ? null : readCsv(recording);
  const axes = (csv?.names ?? [])
    .slice(0, 3)
    .map((name) => (csv as NonNullable<typeof csv>).column(name).map((v) => (v / 256) * STANDARD_GRAVITY));
  const expected: ExpectedEpochs[] = recording === null ? [] : readJson('enmo_mad_expected.json').epochs;

  it.each(expected.map((epochs) => [epochs.epoch_s, epochs] as const))('has every value of %d s epochs to 1e-6', (epochS, theirs) => {
    const [x, y, z] = axes;
    const epochs = epochsOf(
      Array.from(x, (_, i) => [i * 10_000, x[i], y[i], z[i]] as const),
      epochS,
      100,
    );
    expect(epochs.length).toBe(180 / epochS);
    const bfen = bandPassedNorm([x, y, z], 100).value as Float64Array;
    epochs.forEach(({ means, sampleCount }, i) => {
      expect(sampleCount).toBe(100 * epochS);
      expect(Math.abs((means?.enG ?? 0) - theirs.en_g[i])).toBeLessThan(1e-6);
      expect(Math.abs((means?.enmoG ?? 0) - theirs.enmo_g[i])).toBeLessThan(1e-6);
      expect(Math.abs((means?.enmoaG ?? 0) - theirs.enmoa_g[i])).toBeLessThan(1e-6);
      expect(Math.abs((means?.madG ?? 0) - theirs.mad_g[i])).toBeLessThan(1e-6);
      expect(Math.abs((means?.anglezDeg ?? 0) - theirs.anglez_deg[i])).toBeLessThan(1e-6);
      const filtered = bfen.slice(i * 100 * epochS, (i + 1) * 100 * epochS).reduce((sum, value) => sum + value, 0);
      expect(Math.abs(filtered / (100 * epochS) / STANDARD_GRAVITY - theirs.bfen_g[i])).toBeLessThan(1e-6);
    });
  });

  it('has the cut points of their sources', () => {
    const listed = readJson('cutpoints_g.json');
    for (const [name, cuts] of Object.entries(CUT_POINTS)) {
      expect(cuts.sedentaryBelowG ?? -1, name).toBeCloseTo(listed[name].sed ?? -1, 12);
      expect([cuts.lightBelowG, cuts.moderateBelowG], name).toEqual([
        expect.closeTo(listed[name].light, 12),
        expect.closeTo(listed[name].mod, 12),
      ]);
      expect(`${listed[name].metric}G`.toLowerCase(), name).toBe(cuts.metric.toLowerCase());
    }
  });
});

describe('activity epochs', () => {
  const still = (fromS: number, toS: number) =>
    Array.from({ length: (toS - fromS) * 10 }, (_, i) => [(fromS + i / 10) * 1e6, 0, 0, STANDARD_GRAVITY] as const);

  it('are null with too few samples and silent in a gap', () => {
    const epochs = epochsOf([...still(0, 1), ...still(1, 2).slice(0, 7), ...still(5, 6)]);
    expect(epochs.map(({ startUs, means }) => [startUs / 1e6, means === null])).toEqual([
      [0, false],
      [1, true],
      [5, false],
    ]);
    expect(epochs[0].means).toEqual({ enG: 1, enmoG: 0, enmoaG: 0, madG: 0, anglezDeg: 90 });
  });

  it('go on after the clock was set back, and do not count a sample twice', () => {
    const epochs = epochsOf([...still(100, 102), ...still(101, 102), ...still(0, 1)]);
    expect(epochs.map(({ startUs, sampleCount }) => [startUs / 1e6, sampleCount])).toEqual([
      [100, 10],
      [101, 10],
      [0, 10],
    ]);
  });

  it('have a MAD that no turn of the sensor and no offset of the norm changes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 10, maxLength: 10 }),
        fc.double({ min: 0, max: 0.05, noNaN: true }),
        (norms, offset) => {
          const mad = (change: (g: number) => readonly [number, number, number]) =>
            epochsOf(norms.map((g, i) => [i * 1e5, ...change(g * STANDARD_GRAVITY)] as const))[0].means?.madG;
          const upright = mad((g) => [0, 0, g]) as number;
          expect(mad((g) => [g * 0.6, 0, -g * 0.8])).toBeCloseTo(upright, 12);
          expect(mad((g) => [0, g + offset * STANDARD_GRAVITY, 0])).toBeCloseTo(upright, 12);
        },
      ),
    );
  });

  it('never hold NaN and never throw, whatever comes in', () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, 0, Number.POSITIVE_INFINITY, 1e200, 9.8));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number, number), { maxLength: 200 }), (samples) => {
        for (const { startUs, means } of epochsOf(samples)) {
          expect(startUs).not.toBeNaN();
          for (const value of Object.values(means ?? {})) expect(value).not.toBeNaN();
        }
      }),
    );
  });
});

describe("a person's own unit of activity", () => {
  const walk = [...Array(40).fill(0.2), ...Array(41).fill(0.3), ...Array(20).fill(0.001), null];

  it('is the median of the moving epochs of an own walk', () => {
    const unit = activityUnit('ownWalk', 'wrist', walk).value;
    expect(unit).toEqual({ kind: 'ownWalk', place: 'wrist', madG: 0.3, epochCount: 81 });
    expect(relativeActivityPct(0.15, 'wrist', unit).value).toBeCloseTo(50, 12);
  });

  it('needs enough of it, and the same wearing place', () => {
    expect(activityUnit('ownDay', 'wrist', walk).reason).toContain('2160 are needed');
    const unit = activityUnit('ownWalk', 'wrist', walk).value;
    expect(relativeActivityPct(0.15, 'hip', unit).reason).toBe('the own level is of the wrist, not of the hip');
    expect(relativeActivityPct(null, 'wrist', unit).reason).toBe('the epoch is not known');
    expect(relativeActivityPct(0.1, 'wrist', null).reason).toContain('own level');
  });
});

it('population classes begin at their limits and do not tell what their source does not', () => {
  const classOf = (madG: number) => activityClass({ enG: 1, enmoG: madG, enmoaG: 0, madG, anglezDeg: 0 }, CUT_POINTS.vaha_ypya_hip_adult);
  expect([0, 0.0909, 0.091, 0.413, 0.414].map(classOf)).toEqual([
    'sedentaryOrLight',
    'sedentaryOrLight',
    'moderate',
    'moderate',
    'vigorous',
  ]);
});
