import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HingeAngle } from '#shared/motion/hinge.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { SensorTrack } from '#shared/motion/sensorTrack.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { afterMotion, asDot, causalRmse, kneeSensors, runKnee } from '#test/helpers/kneeRun.ts';
import { correlation, rmseWithoutOffset } from '#test/helpers/scoring.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const kneeFile = sharedData('motion/knee_right_cutting.csv.gz');

describe.skipIf(kneeFile === null)(`knee angle against Vicon${kneeFile === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  const knee = kneeSensors(readCsv(kneeFile ?? ''));

  it.each([
    ['100 Hz', () => knee],
    ['60 Hz in DOT counts', () => asDot(knee, 60)],
  ])('is below 1.4 degrees, flexion positive: %s', (_name, make) => {
    const sensors = make();
    const result = runKnee(sensors);
    expect(causalRmse(sensors, result)).toBeLessThan(1.4);
    expect(correlation(result.angleDeg, sensors.referenceDeg)).toBeGreaterThan(0.99);
    expect(result.angleDeg.filter((deg) => Number.isNaN(deg)).length).toBeLessThan(5);
    expect(Math.min(...result.confidence)).toBeGreaterThan(0.05);
  });

  it.each([
    ['100 Hz', () => knee, 1],
    ['60 Hz in DOT counts', () => asDot(knee, 60), 1.25],
  ])('is closer still once 10 s of motion are known: %s', (_name, make, limitDeg) => {
    const sensors = make();
    const from = afterMotion(sensors, 10);
    const { angleDeg } = runKnee(sensors);
    expect(rmseWithoutOffset(angleDeg.subarray(from), sensors.referenceDeg.subarray(from)).rmse).toBeLessThan(limitDeg);
  });

  it('does not depend on where the sensors point', () => {
    const turn = ([gx, gy, gz, ax, ay, az]: readonly Float64Array[]): Float64Array[] => [gy, gz, gx, ay, az, ax];
    const upsideDown = ([gx, gy, gz, ax, ay, az]: readonly Float64Array[]): Float64Array[] => {
      const minus = (column: Float64Array): Float64Array => column.map((value) => -value);
      return [minus(gx), minus(gy), gz, minus(ax), minus(ay), az];
    };
    const turned = { ...knee, thigh: turn(knee.thigh), shank: upsideDown(knee.shank) };
    expect(causalRmse(turned, runKnee(turned))).toBeLessThan(1.4);
    expect(correlation(runKnee(turned).angleDeg, knee.referenceDeg)).toBeGreaterThan(0.99);
  });
});

describe('hinge angle of an exact two-segment model', () => {
  it('is right for any mounting, with gyro bias', () => {
    for (let seed = 2; seed <= 7; seed++) {
      const { timeUs, angleDeg, proximal, distal } = syntheticHinge({ seconds: 40, rateHz: 100, seed, biasDegPerS: 1 });
      const sensors = { timeUs, thigh: proximal, shank: distal, referenceDeg: angleDeg };
      const result = runKnee(sensors);
      const { rmse, count } = rmseWithoutOffset(result.angleDeg, angleDeg);
      expect(count).toBe(timeUs.length);
      expect(rmse, `seed ${seed}`).toBeLessThan(1);
      expect(correlation(result.angleDeg, angleDeg), `seed ${seed}`).toBeGreaterThan(0.999);
      expect(Math.abs(result.angleDeg[150]), 'zero in the pose at the start').toBeLessThan(1);
    }
  });

  const model = syntheticHinge({ seconds: 25, rateHz: 50 });

  /** Pushes the two sensors in packets of the given lengths, one sensor after the other. */
  function run(packets: readonly number[], zeroUs: number | null, drop: readonly [number, number] = [0, 0]): string[] {
    const a = new SensorTrack({ ...wearable, nominalRateHz: 50 });
    const b = new SensorTrack({ ...wearable, nominalRateHz: 50 });
    const out: string[] = [];
    const hinge = new HingeAngle(a, b, (...values) => out.push(values.join(' ')));
    if (zeroUs !== null) hinge.zeroAt(zeroUs);
    const at = [0, 0];
    for (let turn = 0; at[0] < model.timeUs.length || at[1] < model.timeUs.length; turn++) {
      const which = turn % 2;
      const [gx, gy, gz, ax, ay, az] = which === 0 ? model.proximal : model.distal;
      const to = Math.min(model.timeUs.length, at[which] + packets[turn % packets.length]);
      for (let i = at[which]; i < to; i++) {
        if (which === 1 && i >= drop[0] && i < drop[1]) continue;
        (which === 0 ? a : b).push(model.timeUs[i] + 7000 * which, gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
      }
      at[which] = to;
      hinge.run();
    }
    return out;
  }

  it('depends on time stamps only, not on the order of arrival', () => {
    const expected = run([1], 1_000_000);
    expect(expected.length).toBeGreaterThan(1200);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 9 }), (packets) => {
        expect(run(packets, 1_000_000)).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });

  it('gives no angle over a hole of more than three periods and bridges a shorter one', () => {
    const times = (out: readonly string[]): number[] => out.map((line) => Number(line.split(' ')[0]));
    const whole = times(run([1], null));
    expect(times(run([1], null, [800, 802]))).toEqual(whole);
    const holed = new Set(times(run([1], null, [800, 810])));
    const missing = whole.filter((time) => !holed.has(time));
    expect(missing).toEqual(Array.from(model.timeUs.subarray(800, 811)));
  });

  it('counts from a new zero pose, and away from it is positive again', () => {
    const { timeUs, proximal, distal } = syntheticHinge({ seconds: 43, rateHz: 50, romDeg: 80 });
    const a = new SensorTrack({ ...wearable, nominalRateHz: 50 });
    const b = new SensorTrack({ ...wearable, nominalRateHz: 50 });
    const angles: [number, number][] = [];
    const hinge = new HingeAngle(a, b, (atUs, deg) => angles.push([atUs, deg]));
    // At 24.2 s the joint is held at its peak: from there the movement goes the other way.
    hinge.zeroAt(24_200_000);
    const [ax, ay, az, ad, ae, af] = proximal;
    const [bx, by, bz, bd, be, bf] = distal;
    for (let i = 0; i < timeUs.length; i++) {
      a.push(timeUs[i], ax[i], ay[i], az[i], ad[i], ae[i], af[i]);
      b.push(timeUs[i], bx[i], by[i], bz[i], bd[i], be[i], bf[i]);
    }
    hinge.run();
    const between = (from: number, to: number): number[] => angles.filter(([at]) => at > from * 1e6 && at < to * 1e6).map(([, deg]) => deg);
    expect(Math.max(...between(5, 24))).toBeCloseTo(80, -1);
    expect(Math.min(...between(5, 24))).toBeGreaterThan(-3);
    expect(Math.max(...between(27, 43))).toBeGreaterThan(70);
    expect(Math.min(...between(27, 43))).toBeGreaterThan(-12);
  });

  it('gives nothing before there is movement', () => {
    const still = syntheticHinge({ seconds: 2.9, rateHz: 100 });
    const result = runKnee({ timeUs: still.timeUs, thigh: still.proximal, shank: still.distal, referenceDeg: still.angleDeg });
    expect(result.angleDeg.every((deg) => Number.isNaN(deg))).toBe(true);
    expect(result.confidence.every((sure) => sure === 0)).toBe(true);
  });
});
