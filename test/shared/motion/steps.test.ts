import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WalkingBout } from '#shared/motion/stepBouts.ts';
import { StepCounter } from '#shared/motion/steps.ts';
import { STANDARD_GRAVITY } from '#shared/signal/gravity.ts';
import { seededRandom } from '#test/devices/seededRandom.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { atRate, countSteps, faster, hasWalks, mapSamples, meanErrorPct, readWalks, type Walk } from './stepRecordings.ts';

const barbell = sharedData('motion/barbell');

/** Roughly normal, by the sum of four uniform numbers, with standard deviation 1. */
function gaussian(random: () => number): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}

function rotated({ axes: [x, y, z], ...walk }: Walk): Walk {
  const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
  const turned = x.map((value, i) => c * value - s * y[i]);
  const rest = x.map((value, i) => s * value + c * y[i]);
  return { ...walk, axes: [turned, rest.map((value, i) => c * value + s * z[i]), rest.map((value, i) => -s * value + c * z[i])] };
}

describe.skipIf(!hasWalks)(`recorded walks in six wearing places (skipped: ${NO_SHARED_DATA})`, () => {
  const walks = readWalks();
  const random = seededRandom(11);

  it('counts within 3 % in every place', () => {
    expect(walks.map(({ place }) => place).sort()).toEqual(['armband', 'backpocket', 'bag', 'frontpocket', 'hand', 'neckpouch']);
    for (const walk of walks) {
      expect(Math.abs(countSteps(walk) / walk.trueSteps - 1), walk.place).toBeLessThan(0.03);
    }
  });

  it.each([0.75, 0.85, 1.15, 1.3])('never takes a stride for a step or a step for a stride at %f times the speed', (factor) => {
    for (const walk of walks) {
      expect(Math.abs(countSteps(faster(walk, factor)) / walk.trueSteps - 1), walk.place).toBeLessThan(0.04);
    }
  });

  it.each<[string, (walk: Walk) => Walk]>([
    ['at 15 Hz', (walk) => atRate(walk, 15)],
    ['at 100 Hz', (walk) => atRate(walk, 100)],
    ['turned', rotated],
    ['at half the amplitude', (walk) => mapSamples(walk, (value) => value / 2)],
    ['at twice the amplitude', (walk) => mapSamples(walk, (value) => value * 2)],
    ['with 0.1 g of noise', (walk) => mapSamples(walk, (value) => value + 0.1 * STANDARD_GRAVITY * gaussian(random))],
    ['clipped at 2 g', (walk) => mapSamples(walk, (value) => Math.max(-19.6, Math.min(19.6, value)))],
  ])('counts the same %s', (_, change) => {
    expect(meanErrorPct(walks.map(change))).toBeLessThan(2);
  });

  it('adds nothing for rest before and after', () => {
    for (const walk of walks) {
      const rest = Float64Array.from({ length: 1500 }, () => 0);
      const timeUs = Float64Array.from({ length: walk.timeUs.length + 3000 }, (_, i) => i * 40_000);
      const axes = walk.axes.map((axis, i) => {
        const still = rest.map(() => axis[20] + (i === 0 ? 0.02 * gaussian(random) : 0));
        return Float64Array.from([...still, ...axis, ...still]);
      });
      expect(Math.abs(countSteps({ timeUs, axes }) - walk.trueSteps), walk.place).toBeLessThanOrEqual(0.03 * walk.trueSteps);
    }
  });

  it('tells cadence and bouts: two walks with a stand of 20 s between them', () => {
    const [walk] = walks.filter(({ place }) => place === 'armband');
    const half = walk.timeUs.length >> 1;
    const still = Math.round(20 / 0.04);
    const bouts: WalkingBout[] = [];
    const cadences = new Set<number | null>();
    const counter = new StepCounter((bout) => bouts.push(bout));
    for (let i = 0; i < walk.timeUs.length + still; i++) {
      const at = i < half ? i : i < half + still ? half : i - still;
      counter.push(i * 40_000, walk.axes[0][at], walk.axes[1][at], walk.axes[2][at]);
      cadences.add(counter.cadencePerMin);
    }
    counter.finish();
    expect(bouts).toHaveLength(2);
    expect(bouts[1].startUs - bouts[0].endUs).toBeGreaterThan(18e6);
    expect(bouts[1].startUs - bouts[0].endUs).toBeLessThan(22e6);
    expect(bouts[0].steps + bouts[1].steps).toBe(counter.stepCount);
    for (const { cadencePerMin } of bouts) expect(Math.abs(cadencePerMin - 105)).toBeLessThan(4);
    expect(cadences.has(null)).toBe(true);
    for (const cadence of cadences) if (cadence !== null) expect(Math.abs(cadence - 105)).toBeLessThan(16);
  });

  it('sees walks of 6 s between rests', () => {
    for (const walk of walks) {
      const cut = { timeUs: [] as number[], axes: [[], [], []] as number[][] };
      const push = (values: readonly number[]) => {
        cut.timeUs.push(cut.timeUs.length * 40_000);
        values.forEach((value, axis) => {
          cut.axes[axis].push(value);
        });
      };
      // Pieces of 6 s; the true steps in them by the mean pace of the walk.
      for (let piece = 0; piece < 15; piece++) {
        for (let i = 0; i < 150; i++) push(walk.axes.map((axis) => axis[500 + piece * 150 + i]));
        for (let i = 0; i < 200; i++) push([0, 0, STANDARD_GRAVITY]);
      }
      const between = (walk.trueSteps / ((walk.timeUs.at(-1) as number) / 1e6)) * 90;
      const count = countSteps({ timeUs: Float64Array.from(cut.timeUs), axes: cut.axes.map((axis) => Float64Array.from(axis)) });
      expect(Math.abs(count / between - 1), walk.place).toBeLessThan(0.12);
    }
  });

  it('follows a pace that swings by 20 %', () => {
    for (const walk of walks) {
      let atUs = 0;
      const timeUs = walk.timeUs.map((_, i) => {
        atUs += 40_000 / (1 + 0.2 * Math.sin((2 * Math.PI * i) / 500));
        return atUs;
      });
      expect(Math.abs(countSteps({ timeUs, axes: walk.axes }) / walk.trueSteps - 1), walk.place).toBeLessThan(0.03);
    }
  });

  it('loses at most what a gap of 30 s hides', () => {
    const [walk] = walks.filter(({ place }) => place === 'neckpouch');
    const kept = walk.timeUs.findIndex((time) => time > 60e6);
    const after = walk.timeUs.findIndex((time) => time > 90e6);
    const join = (values: Float64Array) => Float64Array.from([...values.slice(0, kept), ...values.slice(after)]);
    const count = countSteps({ timeUs: join(walk.timeUs), axes: walk.axes.map(join) });
    expect(Math.abs(count - walk.trueSteps * (1 - 30 / 196))).toBeLessThan(6);
  });
});

describe.skipIf(barbell === null)(`barbell exercises at the wrist (skipped: ${NO_SHARED_DATA})`, () => {
  it('have no steps', () => {
    const files = readdirSync(barbell ?? '').filter((name) => name.endsWith('.csv.gz'));
    expect(files.length).toBeGreaterThan(30);
    for (const file of files) {
      const csv = readCsv(`${barbell}/${file}`);
      const axes = ['x', 'y', 'z'].map((axis) => csv.column(`acc_${axis}_m_s2`));
      expect(countSteps({ timeUs: csv.column('timestamp_us'), axes }), file).toBe(0);
    }
  });
});

/** A pocket that feels one leg: an impact per stride, and of the other leg a share of it. */
function pocket(strideHz: number, otherLeg: number, seconds: number) {
  const timeUs = Float64Array.from({ length: seconds * 50 }, (_, i) => i * 20_000);
  const impact = (phase: number) => Math.exp(-0.5 * ((phase - 0.5) / 0.06) ** 2);
  const z = timeUs.map((time) => {
    const phase = (time / 1e6) * strideHz;
    return STANDARD_GRAVITY * (1 + impact(phase % 1) + otherLeg * impact((phase + 0.5) % 1));
  });
  return { timeUs, axes: [z.map(() => 0), z.map(() => 0), z] };
}

it.each([0, 0.2, 0.5, 1])('two steps per stride, when the other leg is felt %f as much as the one with the pocket', (otherLeg) => {
  // Impacts of one leg at 1.2 per second and more are what the steps of a slow walk are: they cannot be told apart.
  for (const strideHz of [0.65, 0.8, 0.95, 1.1]) {
    const steps = countSteps(pocket(strideHz, otherLeg, 60));
    expect(Math.abs(steps / (2 * strideHz * 60) - 1), `${strideHz} strides per second: ${steps}`).toBeLessThan(0.04);
  }
});

/** An arm of 0.6 m about the shoulder, moved by slow sines of random frequency and phase. */
function armMovement(random: () => number, minutes: number, degrees: number) {
  const sines = Array.from({ length: 8 }, () => ({ rate: 2 * Math.PI * (0.2 + 0.4 * random()), phase: 2 * Math.PI * random() }));
  const scale = ((degrees / 2) * Math.PI) / 180;
  const timeUs = Float64Array.from({ length: minutes * 60 * 25 }, (_, i) => i * 40_000);
  const axes = [0, 1, 2].map(() => new Float64Array(timeUs.length));
  for (let i = 0; i < timeUs.length; i++) {
    let [angle, speed, turn] = [0, 0, 0];
    for (const { rate, phase } of sines) {
      const at = (rate * timeUs[i]) / 1e6 + phase;
      angle += scale * Math.sin(at);
      speed += scale * rate * Math.cos(at);
      turn -= scale * rate * rate * Math.sin(at);
    }
    axes[0][i] = 0.6 * turn + STANDARD_GRAVITY * Math.sin(angle);
    axes[1][i] = -0.6 * speed * speed - STANDARD_GRAVITY * Math.cos(angle);
    axes[2][i] = 0.1 * gaussian(random);
  }
  return { timeUs, axes };
}

describe('what is not walking', () => {
  it('has no steps: arms that move at 0.2 to 0.6 Hz', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 5, max: 40 }), (seed, degrees) => {
        expect(countSteps(armMovement(seededRandom(seed), 3, degrees))).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  it('has no steps: rest with the noise of a sensor', () => {
    const random = seededRandom(5);
    const timeUs = Float64Array.from({ length: 15 * 60 * 50 }, (_, i) => i * 20_000);
    for (const noiseG of [0, 0.005, 0.1]) {
      const axes = [0, 0, 1].map((g) => timeUs.map(() => STANDARD_GRAVITY * (g + noiseG * gaussian(random))));
      expect(countSteps({ timeUs, axes }), `${noiseG} g`).toBe(0);
    }
  });
});

describe('broken input', () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, 1e300, -156.9, 9.81));
  const sample = fc.tuple(fc.oneof(fc.double(), fc.integer({ min: -1e6, max: 1e9 })), number, number, number);

  it('never throws and never gives a count or cadence that is no number', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 300 }), (samples) => {
        const counter = new StepCounter((bout) => {
          expect(Object.values(bout).every(Number.isFinite)).toBe(true);
        });
        for (const values of samples) counter.push(...values);
        counter.finish();
        expect(Number.isInteger(counter.stepCount)).toBe(true);
        expect(Number.isFinite(counter.cadencePerMin ?? 0)).toBe(true);
      }),
    );
  });

  it.skipIf(!hasWalks)(`is left out of a walk (skipped: ${NO_SHARED_DATA})`, () => {
    const [walk] = readWalks().filter(({ place }) => place === 'hand');
    const clean = countSteps(walk);
    const counter = new StepCounter(() => {});
    for (let i = 0; i < walk.timeUs.length; i++) {
      const [x, y, z] = walk.axes.map((axis) => axis[i]);
      counter.push(walk.timeUs[i], x, y, z);
      counter.push(walk.timeUs[i], 50, 50, 50);
      counter.push(walk.timeUs[i] - 100_000, 50, 50, 50);
      counter.push(walk.timeUs[i] + 20_000, 0, 0, 0);
      counter.push(walk.timeUs[i] + 20_000, Number.NaN, y, z);
    }
    counter.finish();
    expect(counter.stepCount).toBe(clean);
  });

  it.skipIf(!hasWalks)(
    `has no steps when time runs backwards, and one wild time stamp costs one bout's edge (skipped: ${NO_SHARED_DATA})`,
    () => {
      const [walk] = readWalks().filter(({ place }) => place === 'armband');
      expect(countSteps({ ...walk, timeUs: walk.timeUs.map((time) => -time) })).toBe(0);
      const jumped = walk.timeUs.map((time, i) => (i === 2000 ? 1e15 : time));
      expect(Math.abs(countSteps({ ...walk, timeUs: jumped }) - walk.trueSteps)).toBeLessThan(6);
    },
  );
});
