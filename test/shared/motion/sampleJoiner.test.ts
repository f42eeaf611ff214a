import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SampleJoiner } from '#shared/motion/sampleJoiner.ts';

const TURN = 2 * Math.PI;
/** 0.9 and 1.3 Hz: the movement of a limb. */
const rateAt = (us: number, axis: number): number => 3 * Math.sin(TURN * 0.9e-6 * us + axis);
const accelerationAt = (us: number, axis: number): number => 9 * Math.sin(TURN * 1.3e-6 * us + axis);

type Push = (joiner: SampleJoiner) => void;
const pushRate =
  (us: number): Push =>
  (joiner) =>
    joiner.pushRate(us, rateAt(us, 0), rateAt(us, 1), rateAt(us, 2), false);
const pushAcceleration =
  (us: number): Push =>
  (joiner) =>
    joiner.pushAcceleration(us, accelerationAt(us, 0), accelerationAt(us, 1), accelerationAt(us, 2), false);

/** Whole microseconds from `phaseUs` on, those in `lost` (share of all, by a fixed pattern) left out. */
function times(rateHz: number, phaseUs: number, seconds: number, isLost: (index: number) => boolean = () => false): number[] {
  return Array.from({ length: Math.floor(seconds * rateHz) }, (_, i) => Math.round(phaseUs + (i * 1e6) / rateHz)).filter(
    (_, i) => !isLost(i),
  );
}

/** Joined rows in the order they come out. */
function joined(accelerationRateHz: number, pushes: readonly Push[]): number[][] {
  const joiner = new SampleJoiner();
  joiner.setAccelerationRate(accelerationRateHz);
  const rows: number[][] = [];
  for (const push of pushes) {
    push(joiner);
    while (joiner.take()) rows.push([...joiner.sample]);
  }
  return rows;
}

/** What may be joined, from the times alone. */
function joinable(rates: readonly number[], accelerations: readonly number[], holeUs: number): number[] {
  return rates.filter((us) => {
    const after = accelerations.findIndex((other) => other >= us);
    if (after < 0) return false;
    if (accelerations[after] === us) return true;
    return after > 0 && accelerations[after] - accelerations[after - 1] <= holeUs;
  });
}

const arbitrary = fc.record({
  rateHz: fc.constantFrom(25, 52, 100, 200),
  accelerationRateHz: fc.constantFrom(25, 52, 100, 200),
  phaseUs: fc.integer({ min: 0, max: 60_000 }),
  accelerationPhaseUs: fc.integer({ min: 0, max: 60_000 }),
  lost: fc.array(fc.nat(99), { maxLength: 12 }),
});

describe('joining acceleration and angular rate', () => {
  it('gives every rate its acceleration, at any rates, phases and losses, within the error of a straight line, and none across a hole', () => {
    let count = 0;
    fc.assert(
      fc.property(arbitrary, ({ rateHz, accelerationRateHz, phaseUs, accelerationPhaseUs, lost }) => {
        const rates = times(rateHz, phaseUs, 4, (i) => lost.includes((i * 7) % 100));
        const accelerations = times(accelerationRateHz, accelerationPhaseUs, 4, (i) => lost.includes(i % 100));
        const rows = joined(accelerationRateHz, [...accelerations.map(pushAcceleration), ...rates.map(pushRate)]);
        expect(rows.map(([us]) => us)).toEqual(joinable(rates, accelerations, 3.05e6 / accelerationRateHz));
        // |f''| h^2 / 8 of a straight line over a stretch h of up to three periods.
        const limit = (9 * (TURN * 1.3) ** 2 * (3.05 / accelerationRateHz) ** 2) / 8 + 1e-6;
        for (const [us, ...axes] of rows) {
          for (let axis = 0; axis < 3; axis++) {
            expect(axes[axis]).toBe(rateAt(us, axis));
            expect(Math.abs(axes[3 + axis] - accelerationAt(us, axis))).toBeLessThan(limit);
          }
        }
        count += rows.length;
      }),
      { numRuns: 60 },
    );
    expect(count).toBeGreaterThan(1_000);
  });

  it('is the same however the two streams come in turn', () => {
    fc.assert(
      fc.property(arbitrary, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 8 }), (one, packets) => {
        const rates = times(one.rateHz, one.phaseUs, 3).map(pushRate);
        const accelerations = times(one.accelerationRateHz, one.accelerationPhaseUs, 3).map(pushAcceleration);
        const inTurn: Push[] = [];
        const queues = [[...rates], [...accelerations]];
        for (let turn = 0; queues.some((queue) => queue.length > 0); turn++) {
          inTurn.push(...queues[turn % 2].splice(0, packets[turn % packets.length]));
        }
        expect(joined(one.accelerationRateHz, inTurn)).toEqual(joined(one.accelerationRateHz, [...rates, ...accelerations]));
      }),
      { numRuns: 40 },
    );
  });

  it('waits no longer than for the next acceleration', () => {
    const joiner = new SampleJoiner();
    joiner.setAccelerationRate(52);
    pushAcceleration(0)(joiner);
    pushRate(5_000)(joiner);
    expect(joiner.take()).toBe(false);
    pushAcceleration(19_231)(joiner);
    expect(joiner.take()).toBe(true);
    expect(joiner.sample[0]).toBe(5_000);
    // At the very moment of an acceleration there is nothing to wait for.
    pushRate(19_231)(joiner);
    expect(joiner.take()).toBe(true);
    expect(joiner.sample[4]).toBe(accelerationAt(19_231, 0));
  });

  it.each(['acceleration', 'angular rate'])('leaves out what came while the %s was away, and goes on with the next', (away) => {
    const present = times(52, 0, 10);
    const holed = present.filter((us) => us < 3e6 || us > 7e6);
    const [rates, accelerations] = away === 'acceleration' ? [present, holed] : [holed, present];
    const rows = joined(52, [...rates.map(pushRate), ...accelerations.map(pushAcceleration)]);
    expect(rows.map(([us]) => us)).toEqual(holed);
  });

  it('ignores samples that come late or twice', () => {
    const rows = joined(100, [
      ...[0, 10_000, 5_000, 10_000, 20_000].map(pushAcceleration),
      ...[2_000, 12_000, 12_000, 1_000, 14_000].map(pushRate),
    ]);
    expect(rows.map(([us]) => us)).toEqual([2_000, 12_000, 14_000]);
  });

  it('says when one of the readings stood at the end of its range', () => {
    const joiner = new SampleJoiner();
    joiner.setAccelerationRate(100);
    joiner.pushAcceleration(0, 1, 0, 0, false);
    joiner.pushAcceleration(10_000, 1, 0, 0, false);
    joiner.pushAcceleration(20_000, 156, 0, 0, true);
    for (const us of [5_000, 15_000]) joiner.pushRate(us, 0, 0, 0, false);
    expect([joiner.take(), joiner.saturated, joiner.take(), joiner.saturated]).toEqual([true, false, true, true]);
  });

  it('keeps no more than it may of a stream whose other half never comes', () => {
    const joiner = new SampleJoiner(100);
    joiner.setAccelerationRate(100);
    for (let i = 0; i < 1_000; i++) pushAcceleration(i * 10_000)(joiner);
    for (let i = 0; i < 1_000; i++) pushRate(i * 10_000)(joiner);
    let first = -1;
    while (joiner.take()) if (first < 0) first = joiner.sample[0];
    expect(first).toBe(9_000_000);
  });
});
