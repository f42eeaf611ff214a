import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RepetitionCounter, repetitionDefaults } from '#shared/motion/repetitions.ts';
import { segmentRepetitions } from '#shared/motion/segmentRepetitions.ts';
import { Repetition } from '#shared/schema/summary.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { ease, exercise, generate, share } from '#test/helpers/repetitionCurves.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';

const readme = sharedData('motion/README.md');

function countLive(timeUs: ArrayLike<number>, deg: ArrayLike<number>): number {
  const counter = new RepetitionCounter(repetitionDefaults, () => undefined);
  for (let i = 0; i < timeUs.length; i++) counter.push(timeUs[i], deg[i], 1, timeUs[i]);
  counter.finish();
  return counter.count;
}

describe.skipIf(readme === null)(`optical joint angles, seen as a whole${readme === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  const folder = dirname(readme ?? '');
  const sessions = (readme === null ? [] : readdirSync(folder).filter((name) => name.startsWith('uiprmd_'))).flatMap((file) => {
    const csv = readCsv(`${folder}/${file}`);
    return csv.names
      .filter((name) => name.startsWith('angle_'))
      .map((name) => ({ timeUs: csv.column('timestamp_us'), deg: csv.column(name), rep: csv.column('ref_rep') }));
  });

  it('finds the ten repetitions, each with its peak inside its own stretch', () => {
    expect(sessions).toHaveLength(4);
    for (const { timeUs, deg, rep } of sessions) {
      const found = segmentRepetitions(timeUs, deg);
      expect(found.map(({ peakUs }) => rep[timeUs.indexOf(peakUs)])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      for (const repetition of found) expect(Repetition.safeParse(repetition).error).toBeUndefined();
    }
  });

  it('finds ten when ranges, pace, sign, noise and rest pose are other ones', () => {
    const changed = fc.record({
      size: share(0.5, 1.5),
      slower: share(0.5, 2.5),
      sign: fc.constantFrom(1, -1),
      offsetDeg: share(-180, 180),
      // 1 deg/s would be 40 deg in a set whose repetitions are of 22 to 36 deg: more than its ends can be told from.
      driftDegPerS: share(-0.5, 0.5),
      noise: share(0, 1),
      sizes: fc.array(share(0.7, 1), { minLength: 10, maxLength: 10 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...sessions), changed, (session, how) => {
        expect(segmentRepetitions(...changedCurve(session, how))).toHaveLength(10);
      }),
      { numRuns: 80 },
    );
  });

  it.each([
    ['1573764519', 1, 1.7352, [0.897, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.845]],
    ['1230802453', 1, 1.9453, [0.848, 0.7, 0.7, 0.7, 0.716, 0.779, 0.7, 0.817, 0.934, 0.876]],
  ])('finds ten small ones on a drift, as of seed %s', (_seed, sign, slower, sizes) => {
    for (const session of sessions) {
      for (const driftDegPerS of [-0.9, 0.9]) {
        const how = { size: 0.5, slower, sign, offsetDeg: 0, driftDegPerS, noise: 0, sizes };
        expect(segmentRepetitions(...changedCurve(session, how))).toHaveLength(10);
      }
    }
  });
});

interface Session {
  readonly timeUs: Float64Array;
  readonly deg: Float64Array;
  /** Number of the repetition, 1 to 10, per row. */
  readonly rep: Float64Array;
}

interface Change {
  readonly size: number;
  readonly slower: number;
  readonly sign: number;
  readonly offsetDeg: number;
  readonly driftDegPerS: number;
  readonly noise: number;
  readonly sizes: readonly number[];
}

function changedCurve({ timeUs, deg, rep }: Session, how: Change): [Float64Array, Float64Array] {
  const time = timeUs.map((us) => Math.round(us * how.slower));
  const other = deg.map((value, i) => {
    const way = how.size * how.sizes[rep[i] - 1] * (value - deg[0]);
    return how.offsetDeg + how.sign * way + how.driftDegPerS * time[i] * 1e-6 + how.noise * Math.sin(i * i);
  });
  return [time, other];
}

describe('repetitions of a whole recording', () => {
  it('are as many as live, and begin, peak and end where they were made to', () => {
    fc.assert(
      fc.property(exercise, (made) => {
        const { timeUs, deg, startsS, endsS } = generate({ ...made, tremorDeg: 0 });
        const found = segmentRepetitions(timeUs, deg);
        expect(found).toHaveLength(10);
        expect(countLive(timeUs, deg)).toBe(10);
        found.forEach(({ startUs, peakUs, endUs, romDeg }, i) => {
          expect(Math.abs(startUs / 1e6 - startsS[i])).toBeLessThan(0.2);
          expect(Math.abs(endUs / 1e6 - endsS[i])).toBeLessThan(0.3);
          const { seconds, up, hold, scale } = made.repetitions[i];
          expect(peakUs / 1e6).toBeGreaterThan(startsS[i] + seconds * up - 0.2);
          expect(peakUs / 1e6).toBeLessThan(startsS[i] + seconds * (up + hold) + 0.2);
          expect(Math.abs(romDeg - made.romDeg * scale)).toBeLessThan(0.5);
        });
      }),
      { numRuns: 80 },
    );
  });

  it('are as many as live with a tremor', () => {
    fc.assert(
      fc.property(exercise, (made) => {
        const { timeUs, deg } = generate(made);
        expect(segmentRepetitions(timeUs, deg)).toHaveLength(countLive(timeUs, deg));
      }),
      { numRuns: 60 },
    );
  });

  it('are as smooth as their movement', () => {
    const timeUs = Array.from({ length: 2600 }, (_, i) => i * 10_000);
    // Out in 2 s and back in 2 s, six times, after a second of rest.
    const smooth = timeUs.map((us) => {
      const t = us / 1e6 - 1;
      const p = t < 0 || t >= 24 ? 0 : t % 4;
      return 60 * (p < 2 ? ease(p / 2) : 1 - ease((p - 2) / 2));
    });
    const halting = smooth.map((deg, i) => deg + 1.5 * Math.sin((2 * Math.PI * 3 * i) / 100));
    const middle = segmentRepetitions(timeUs, smooth)[2];
    const worse = segmentRepetitions(timeUs, halting)[2];
    // Two abutting bells are -2.245 and -8.07; the ends at 5 % of the speed are cut off.
    expect(Math.abs((middle.sparc ?? 0) + 2.245)).toBeLessThan(0.05);
    expect(Math.abs((middle.ldlj ?? 0) + 8.07)).toBeLessThan(0.5);
    expect(worse.sparc).toBeLessThan(middle.sparc ?? 0);
    expect(worse.ldlj).toBeLessThan(middle.ldlj ?? 0);
    expect(Math.abs((middle.meanSpeedDegPerS ?? 0) - 30)).toBeLessThan(2);
  });

  it('are one for two excursions that make a whole: over an obstacle and back again', () => {
    const noise = (i: number): number => 0.3 * Math.sin(i * i);
    const deg: number[] = Array(100).fill(0);
    const move = (seconds: number, from: number, to: number): void => {
      for (let i = 0; i < seconds * 100; i++) deg.push(from + (to - from) * ease(i / (seconds * 100)));
    };
    for (let repetition = 0; repetition < 8; repetition++) {
      const peak = 60 + 3 * Math.sin(repetition * 7);
      move(0.4, 0, peak);
      move(0.8, peak, 4);
      move(0.2, 4, 4);
      move(0.8, 4, peak);
      move(0.4, peak, 0);
      move(0.6 + 0.1 * Math.cos(repetition * 5), 0, 0);
    }
    const found = segmentRepetitions(
      deg.map((_, i) => i * 10_000),
      deg.map((value, i) => value + noise(i)),
    );
    expect(found).toHaveLength(8);
    expect(found.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('are none at rest, in fidgeting and in one change of pose; a hole parts two sets', () => {
    const timeUs = Array.from({ length: 6000 }, (_, i) => i * 10_000);
    for (const curve of [() => 0, (us: number) => 6 * Math.sin(us / 3e5), (us: number) => (us > 20e6 ? 80 : 0), () => Number.NaN])
      expect(segmentRepetitions(timeUs, timeUs.map(curve))).toEqual([]);
    const set = timeUs.map((us) => 30 - 30 * Math.cos((2 * Math.PI * us) / 4e6));
    const parted = timeUs.map((us) => (us > 24e6 ? us + 30e6 : us));
    expect(segmentRepetitions(parted, set)).toHaveLength(15);
  });

  it('are none in numbers that are no angles: seed 887115390', () => {
    expect(segmentRepetitions([0, 134_904, 303_679], [-6e301, 0, -1.8e302])).toEqual([]);
  });

  it('are well formed whatever comes in', () => {
    const number = fc.oneof(fc.double({ min: -360, max: 360 }), fc.double(), fc.constant(0));
    const step = fc.oneof(fc.integer({ min: -50_000, max: 200_000 }), fc.constantFrom(0, 2_000_000));
    fc.assert(
      fc.property(fc.array(fc.tuple(step, number), { maxLength: 300 }), (input) => {
        const timeUs = input.map((_, i) => input.slice(0, i + 1).reduce((sum, [stepUs]) => sum + (stepUs || 0), 60e6));
        const deg = input.map(([, value]) => value);
        for (const repetition of segmentRepetitions(timeUs, deg)) {
          expect(repetition.startUs).toBeLessThanOrEqual(repetition.peakUs);
          expect(repetition.peakUs).toBeLessThanOrEqual(repetition.endUs);
          for (const value of Object.values(repetition)) expect(value === null || Number.isFinite(value)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are the same however times are shifted and whichever unit of pace', () => {
    fc.assert(
      fc.property(exercise, fc.integer({ min: 0, max: 2e15 }), (made, shiftUs) => {
        const { timeUs, deg } = generate(made);
        const here = segmentRepetitions(timeUs, deg);
        const there = segmentRepetitions(
          timeUs.map((us) => us + shiftUs),
          deg,
        );
        expect(there.map(({ startUs, endUs }) => [startUs - shiftUs, endUs - shiftUs])).toEqual(
          here.map(({ startUs, endUs }) => [startUs, endUs]),
        );
      }),
      { numRuns: 30 },
    );
  });
});
