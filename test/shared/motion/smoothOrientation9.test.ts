import { describe, expect, it } from 'vitest';
import { wearable } from '#shared/motion/orientationParams.ts';
import { multiply, multiplyConjugate, type QuatWxyz, rotateBack, wrapRad } from '#shared/motion/quaternion.ts';
import { smoothOrientation } from '#shared/motion/smoothOrientation.ts';
import { type SmoothedOrientation9, smoothOrientation9 } from '#shared/motion/smoothOrientation9.ts';
import { motionRecordings } from '#test/helpers/motionRecordings.ts';
import { smoothTotalRmse } from '#test/helpers/orientationRun.ts';
import { totalErrorDeg } from '#test/helpers/scoring.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';

const noData = sharedData('motion/README.md') === null;
const RAD = Math.PI / 180;

describe.skipIf(noData)(`smoothed orientation with magnetometer against optical truth${noData ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  it('is below 1 degree on the BROAD trials, below 0.65 with the 2.4 ms time offset of that data', () => {
    const trials = motionRecordings('broad_');
    const mean = (leadS: number): number =>
      trials.reduce((sum, trial) => sum + smoothTotalRmse(trial, { ...wearable, leadS }), 0) / trials.length;
    expect(mean(0)).toBeLessThan(1);
    expect(mean(0.0024)).toBeLessThan(0.65);
  });
});

describe('smoothed orientation with magnetometer', () => {
  it('finds latency and offset of the magnetometer, and the truth', () => {
    const world = turning({ latencyS: 0.013, offset: [20, -35, 10] });
    const smoothed = smoothOrientation9(world.timeUs, world.imu, world.mag, wearable);
    expect(smoothed.calibration.latencyS).toBeCloseTo(0.013, 3);
    expect(smoothed.calibration.x).toBeCloseTo(20, 0);
    expect(smoothed.calibration.y).toBeCloseTo(-35, 0);
    expect(smoothed.calibration.z).toBeCloseTo(10, 0);
    expect(smoothed.field?.norm).toBeCloseTo(Math.hypot(...FIELD), 0);
    expect(smoothed.disturbed.reduce((sum, flag) => sum + flag, 0)).toBe(0);
    expect(worstDeg(smoothed, world.truth)).toBeLessThan(2);
  });

  it('keeps its heading through a disturbed field and says where it was', () => {
    const world = turning({ disturbedS: [30, 55] });
    const smoothed = smoothOrientation9(world.timeUs, world.imu, world.mag, wearable);
    const share = (from: number, to: number): number =>
      smoothed.disturbed.subarray(100 * from, 100 * to).reduce((sum, flag) => sum + flag, 0) / (100 * (to - from));
    expect(share(31, 54)).toBeGreaterThan(0.95);
    expect(share(0, 29)).toBe(0);
    expect(share(56, 80)).toBe(0);
    expect(worstDeg(smoothed, world.truth)).toBeLessThan(2);
  });

  it('turns with the field about the vertical and leaves the inclination as it is without magnetometer', () => {
    const world = turning({});
    const east = turning({ northDeg: 70 });
    const a = smoothOrientation9(world.timeUs, world.imu, world.mag, wearable);
    const b = smoothOrientation9(world.timeUs, world.imu, east.mag, wearable);
    const tilt = smoothOrientation(world.timeUs, world.imu, wearable);
    for (let i = 0; i < world.timeUs.length; i += 7) {
      expect(wrapRad(b.headingRad[i] - a.headingRad[i] - 70 * RAD)).toBeCloseTo(0, 3);
      const [w, x, y, z] = a.quatWxyz.subarray(4 * i, 4 * i + 4);
      const [tw, tx, ty, tz] = tilt.quatWxyz.subarray(4 * i, 4 * i + 4);
      expect(2 * (x * z - w * y)).toBeCloseTo(2 * (tx * tz - tw * ty), 9);
      expect(2 * (y * z + w * x)).toBeCloseTo(2 * (ty * tz + tw * tx), 9);
    }
  });

  it('says so where there is no reading, and lets broken ones not spread', () => {
    const world = turning({});
    const none = world.mag.map((column) => column.map(() => Number.NaN));
    const silent = smoothOrientation9(world.timeUs, world.imu, none, wearable);
    expect(silent.field).toBeNull();
    expect(silent.headingRad.every(Number.isNaN)).toBe(true);
    expect(silent.disturbed.every((flag) => flag === 1)).toBe(true);
    expect(silent.quatWxyz).toEqual(smoothOrientation(world.timeUs, world.imu, wearable).quatWxyz);
    // Every second reading missing, some zero, one infinite.
    const thin = world.mag.map((column) =>
      column.map((value, i) => (i % 2 === 1 ? Number.NaN : i % 50 === 0 ? 0 : i === 444 ? Number.POSITIVE_INFINITY : value)),
    );
    expect(worstDeg(smoothOrientation9(world.timeUs, world.imu, thin, wearable), world.truth)).toBeLessThan(2);
  });
});

/** Field of the place, uT: east, north, up. */
const FIELD = [0, 20, -40] as const;

interface World {
  readonly timeUs: Float64Array;
  readonly imu: readonly Float64Array[];
  readonly mag: readonly Float64Array[];
  readonly truth: readonly QuatWxyz[];
}

/** 80 s at 100 Hz: a sensor that turns about all axes on the spot, up to 2 rad/s, with exact readings. */
function turning(options: {
  latencyS?: number;
  offset?: readonly number[];
  disturbedS?: readonly [number, number];
  northDeg?: number;
}): World {
  const count = 8000;
  const { latencyS = 0, offset = [0, 0, 0], disturbedS = [1e9, 1e9], northDeg = 0 } = options;
  const timeUs = Float64Array.from({ length: count }, (_, i) => i * 10_000);
  const imu = Array.from({ length: 6 }, () => new Float64Array(count));
  const mag = Array.from({ length: 3 }, () => new Float64Array(count));
  const truth: QuatWxyz[] = [];
  for (let i = 0; i < count; i++) {
    const t = i * 0.01;
    const q = poseAt(t);
    truth.push(q);
    // The turn since the sample before, as the filters integrate it.
    const turn = multiplyConjugate({ w: 1, x: 0, y: 0, z: 0 }, poseAt(t - 0.01), q);
    const sine = Math.hypot(turn.x, turn.y, turn.z);
    const rate = sine === 0 ? 0 : (2 * Math.atan2(sine, turn.w)) / sine / 0.01;
    [turn.x, turn.y, turn.z].forEach((part, axis) => {
      imu[axis][i] = part * rate;
    });
    const force = rotateBack({ x: 0, y: 0, z: 0 }, q, { x: 0, y: 0, z: 9.81 });
    const extra = t >= disturbedS[0] && t < disturbedS[1] ? 25 : 0;
    const north = northDeg * RAD;
    const field = { x: FIELD[1] * Math.sin(north) + extra, y: FIELD[1] * Math.cos(north), z: FIELD[2] };
    const reading = rotateBack({ x: 0, y: 0, z: 0 }, poseAt(t - latencyS), field);
    [force.x, force.y, force.z].forEach((part, axis) => {
      imu[3 + axis][i] = part;
    });
    [reading.x, reading.y, reading.z].forEach((part, axis) => {
      mag[axis][i] = part + offset[axis];
    });
  }
  return { timeUs, imu, mag, truth };
}

function poseAt(t: number): QuatWxyz {
  const half = (angle: number): readonly [number, number] => [Math.cos(angle / 2), Math.sin(angle / 2)];
  const [cz, sz] = half(0.4 * t + 0.5 * Math.sin(0.9 * t));
  const [cy, sy] = half(0.9 * Math.sin(1.1 * t));
  const [cx, sx] = half(1.2 * Math.sin(0.7 * t + 1));
  const q = { w: cz, x: 0, y: 0, z: sz };
  multiply(q, q, { w: cy, x: 0, y: sy, z: 0 });
  return multiply(q, q, { w: cx, x: sx, y: 0, z: 0 });
}

function worstDeg({ quatWxyz }: SmoothedOrientation9, truth: readonly QuatWxyz[]): number {
  return truth.reduce((worst, q, i) => {
    const [w, x, y, z] = quatWxyz.subarray(4 * i, 4 * i + 4);
    return Math.max(worst, totalErrorDeg({ w, x, y, z }, q));
  }, 0);
}
