import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Moved, WhichMoved } from '#shared/motion/whichMoved.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { kneeSensors } from '#test/helpers/kneeRun.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';

const STEP_US = 16_667;

/** Movement of one sensor at a time: specific force (m/s2) and rate (rad/s) on top of rest. */
type Play = (timeUs: number) => { readonly force: number; readonly rate: number };
const rest: Play = () => ({ force: 0, rate: 0 });
/** One knock with a finger: a spike of two samples, and what it makes the sensor turn. */
const tap =
  (atUs: number, forceMPerS2: number): Play =>
  (timeUs) =>
    timeUs >= atUs && timeUs < atUs + 2 * STEP_US ? { force: forceMPerS2, rate: forceMPerS2 / 10 } : { force: 0, rate: 0 };

interface Wearing {
  readonly plays: readonly Play[];
  readonly seconds: number;
  /** How late the second sensor's samples come, us. */
  readonly lateUs?: number;
  readonly noise?: (i: number) => number;
}

/** All answers in order. */
function answersTo({ plays, seconds, lateUs = 0, noise = () => 0 }: Wearing): Moved[] {
  const which = new WhichMoved(plays.length);
  const answers: Moved[] = [];
  for (let i = 0; i * STEP_US < seconds * 1e6; i++) {
    for (let s = 0; s < plays.length; s++) {
      const timeUs = i * STEP_US - (s === 1 ? lateUs : 0);
      const { force, rate } = plays[s](timeUs);
      which.acceleration(s, timeUs, noise(i * 7 + s) * 0.05, force, 9.81);
      which.rate(s, timeUs, rate, noise(i * 11 + s) * 0.01, 0);
      const answer = which.answer();
      if (answer !== null) answers.push(answer);
    }
  }
  return answers;
}

describe('which sensor moved', () => {
  it('names the one that was tapped, once, though the other one feels a little of it', () => {
    const shaken = tap(2e6, 3);
    expect(answersTo({ plays: [tap(2e6, 20), shaken], seconds: 4 })).toEqual([0]);
    expect(answersTo({ plays: [shaken, tap(2e6, 20)], seconds: 4 })).toEqual([1]);
  });

  it('waits for the samples of the one that comes late, so that what came first does not win', () => {
    expect(answersTo({ plays: [tap(2e6, 6), tap(2e6, 30)], seconds: 4, lateUs: 300_000 })).toEqual([1]);
  });

  it('answers a second tap, on the other one too', () => {
    expect(answersTo({ plays: [tap(2e6, 20), tap(5e6, 20)], seconds: 8 })).toEqual([0, 1]);
  });

  it('says `several` when both move, and nothing while one of them is silent', () => {
    expect(answersTo({ plays: [tap(2e6, 20), tap(2e6, 15)], seconds: 4 })).toEqual(['several']);
    const which = new WhichMoved(2);
    for (let i = 0; i < 300; i++) {
      which.acceleration(0, i * STEP_US, 0, tap(2e6, 20)(i * STEP_US).force, 9.81);
      expect(which.answer()).toBeNull();
    }
  });

  it('takes an orientation alone', () => {
    const which = new WhichMoved(2);
    const answers: Moved[] = [];
    for (let i = 0; i < 300; i++) {
      const turn = i > 120 && i < 150 ? Math.sin((i - 120) / 4) * 0.2 : 0;
      which.orientation(0, i * STEP_US, 1, 0, 0, 0);
      which.orientation(1, i * STEP_US, Math.cos(turn), Math.sin(turn), 0, 0);
      const answer = which.answer();
      if (answer !== null) answers.push(answer);
    }
    expect(answers).toEqual([1]);
  });

  it('never answers for sensors at rest, however they lie and whatever their noise', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 50, maxLength: 200 }), (draws) => {
        expect(answersTo({ plays: [rest, rest], seconds: 5, noise: (i) => draws[i % draws.length] })).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('names the same sensor whatever number it has', () => {
    const tapped = fc.record({
      at: fc.integer({ min: 1, max: 3 }),
      who: fc.nat(2),
      force: fc.double({ min: 10, max: 60, noNaN: true }),
      felt: fc.double({ min: 0, max: 0.4, noNaN: true }),
    });
    fc.assert(
      fc.property(tapped, ({ at, who, force, felt }) => {
        const plays = [0, 1, 2].map((i) => tap(at * 1e6, i === who ? force : force * felt));
        expect(answersTo({ plays, seconds: 5 })).toEqual([who]);
      }),
      { numRuns: 40 },
    );
  });
});

const knee = sharedData('motion/knee_right_cutting.csv.gz');
describe.skipIf(knee === null)(`which of two sensors on a real leg moved${knee === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  it('is not said of a leg that runs: both do', () => {
    const { timeUs, thigh, shank } = kneeSensors(readCsv(knee as string));
    const which = new WhichMoved(2);
    const answers: Moved[] = [];
    for (let i = 0; i < timeUs.length; i++) {
      [thigh, shank].forEach((axes, s) => {
        which.rate(s, timeUs[i], axes[0][i], axes[1][i], axes[2][i]);
        which.acceleration(s, timeUs[i], axes[3][i], axes[4][i], axes[5][i]);
      });
      const answer = which.answer();
      if (answer !== null) answers.push(answer);
    }
    expect(answers.length).toBeGreaterThan(5);
    expect(answers.filter((answer) => answer === 'several').length / answers.length).toBeGreaterThan(0.6);
  });
});
