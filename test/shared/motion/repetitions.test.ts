import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minRomFor, RepetitionCounter, repetitionDefaults } from '#shared/motion/repetitions.ts';
import { Repetition } from '#shared/schema/summary.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';

const readme = sharedData('motion/README.md');

function count(timeUs: ArrayLike<number>, angleDeg: ArrayLike<number>, minRomDeg = 15): Repetition[] {
  const found: Repetition[] = [];
  const counter = new RepetitionCounter({ ...repetitionDefaults, minRomDeg }, (repetition) => found.push(repetition));
  for (let i = 0; i < timeUs.length; i++) counter.push(timeUs[i], angleDeg[i], 1, timeUs[i]);
  counter.finish();
  return found;
}

describe.skipIf(readme === null)(`optical joint angles of ten repetitions${readme === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  const folder = dirname(readme ?? '');
  const files = readme === null ? [] : readdirSync(folder).filter((name) => name.startsWith('uiprmd_'));

  it('counts every angle of every file exactly, falling angles too', () => {
    let checked = 0;
    for (const file of files) {
      const csv = readCsv(`${folder}/${file}`);
      for (const name of csv.names.filter((column) => column.startsWith('angle_'))) {
        const found = count(csv.column('timestamp_us'), csv.column(name));
        expect(found, `${file} ${name}`).toHaveLength(10);
        for (const repetition of found) expect(Repetition.safeParse(repetition).error).toBeUndefined();
        checked++;
      }
    }
    expect(checked).toBe(4);
  });
});

/** Minimum-jerk repetitions: up 1 s, hold 0.5 s, down 1.5 s, pause 1 s, after 2 s of rest. */
function exercise(romDeg: number, repetitions: number, sign = 1, restDeg = 0): { timeUs: number[]; deg: number[] } {
  const ease = (u: number): number => u * u * u * (10 - 15 * u + 6 * u * u);
  const timeUs: number[] = [];
  const deg: number[] = [];
  for (let t = 0; t < 2 + 4 * repetitions; t += 0.01) {
    const p = (t - 2) % 4;
    const u = t < 2 ? 0 : p < 1 ? ease(p) : p < 1.5 ? 1 : p < 3 ? 1 - ease((p - 1.5) / 1.5) : 0;
    timeUs.push(Math.round(t * 1e6));
    deg.push(restDeg + sign * romDeg * u + 0.3 * Math.sin(40 * t));
  }
  return { timeUs, deg };
}

describe('repetition counter', () => {
  it('measures range, times and speed of a known movement', () => {
    const { timeUs, deg } = exercise(80, 5);
    const found = count(timeUs, deg);
    expect(found).toHaveLength(5);
    const third = found[2];
    expect(third.romDeg).toBeGreaterThan(79);
    expect(third.romDeg).toBeLessThan(82);
    expect(third.startUs / 1e6).toBeCloseTo(10.25, 0);
    // Highest tenth: 0.26 s before and 0.39 s after the half second of hold; lowest tenth: 0.25 s.
    expect(Math.abs(third.concentricMs - 480)).toBeLessThan(120);
    expect(Math.abs(third.holdMs - 1150)).toBeLessThan(150);
    expect(third.eccentricMs).toBeGreaterThan(600);
    // Peak of a minimum-jerk movement: 1.875 x range / time.
    expect(Math.abs(third.peakSpeedDegPerS - 150)).toBeLessThan(20);
  });

  it('says how smooth a repetition was, and reads one stored before that was measured', () => {
    const { timeUs, deg } = exercise(80, 5);
    const third = count(timeUs, deg)[2];
    expect(third.sparc).toBeLessThan(-2);
    expect(third.sparc).toBeGreaterThan(-5);
    expect(third.ldlj).toBeLessThan(-5);
    const { sparc, ldlj, meanSpeedDegPerS, ...stored } = third;
    expect(Repetition.parse(stored)).toEqual({ ...stored, sparc: null, ldlj: null, meanSpeedDegPerS: null });
    expect([sparc, ldlj, meanSpeedDegPerS]).not.toContain(null);
  });

  it('says nothing of smoothness when the angle is uncertain', () => {
    const { timeUs, deg } = exercise(80, 3);
    const found: Repetition[] = [];
    const counter = new RepetitionCounter(repetitionDefaults, (repetition) => found.push(repetition));
    for (let i = 0; i < timeUs.length; i++) counter.push(timeUs[i], deg[i], 0.2, timeUs[i]);
    counter.finish();
    expect(found.map(({ sparc, ldlj }) => [sparc, ldlj])).toEqual(Array(3).fill([null, null]));
  });

  it('counts the same whichever way the joint turns and wherever it rests', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 25, max: 150 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(1, -1),
        fc.integer({ min: -180, max: 180 }),
        (romDeg, repetitions, sign, restDeg) => {
          const { timeUs, deg } = exercise(romDeg, repetitions, sign, restDeg);
          expect(count(timeUs, deg)).toHaveLength(repetitions);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('counts nothing at rest, in fidgeting and in one change of pose', () => {
    const timeUs = Array.from({ length: 12_000 }, (_, i) => i * 10_000);
    expect(
      count(
        timeUs,
        timeUs.map(() => 0),
      ),
    ).toEqual([]);
    expect(
      count(
        timeUs,
        timeUs.map((time) => 6 * Math.sin(time / 3e5)),
      ),
    ).toEqual([]);
    expect(
      count(
        timeUs,
        timeUs.map((time) => (time > 20e6 ? 80 : 0)),
      ),
    ).toEqual([]);
  });

  it('finds the new rest pose after a change of pose', () => {
    const before = exercise(60, 4);
    const after = exercise(60, 4, 1, 90);
    const timeUs = [...before.timeUs, ...after.timeUs.map((time) => time + 90e6)];
    expect(count(timeUs, [...before.deg, ...after.deg])).toHaveLength(8);
  });

  it('skips NaN, repeated and late values', () => {
    const { timeUs, deg } = exercise(70, 6);
    const dirtyTime = timeUs.flatMap((time, i) => (i % 50 === 0 ? [time, time, time - 20_000, time + 1] : [time]));
    const dirtyDeg = deg.flatMap((value, i) => (i % 50 === 0 ? [value, 500, -500, Number.NaN] : [value]));
    expect(count(dirtyTime, dirtyDeg)).toHaveLength(6);
  });

  it('asks for 15 degrees or 30 % of the prescribed range', () => {
    expect(minRomFor(null)).toBe(15);
    expect(minRomFor(40)).toBe(15);
    expect(minRomFor(100)).toBe(30);
    expect(count(...(Object.values(exercise(20, 5)) as [number[], number[]]), 30)).toEqual([]);
  });
});
