import { describe, expect, it } from 'vitest';
import { seededRandom } from '#server/demo/random.ts';
import { rotateBack, type Vec3 } from '#shared/motion/quaternion.ts';
import { EARTH_FIELD_UT } from '#test/helpers/synthetic/magneticField.ts';
import { planRepetitions } from '#test/helpers/synthetic/repetitions.ts';
import { GRAVITY_M_PER_S2, type RigidFrame, specificForce } from '#test/helpers/synthetic/rigidFrame.ts';
import { wearableSensor } from '#test/helpers/synthetic/sensorErrors.ts';
import { twoSegments } from '#test/helpers/synthetic/twoSegments.ts';
import { syntheticSession } from '#test/helpers/syntheticMotion.ts';

const STEP_S = 1e-4;
const everything = {
  tremorDeg: 1,
  outOfHingeShare: 0.2,
  wobbleDeg: 4,
  headingDeg: 130,
  swayDeg: { x: 2, y: 3, z: 4 },
  stillSwayShare: 0.2,
  swayM: 0.02,
};

const minus = (a: Vec3, b: Vec3): Vec3 => ({ x: a.x - b.x, y: a.y - b.y, z: a.z - b.z });
const norm = ({ x, y, z }: Vec3): number => Math.hypot(x, y, z);

/** Rate (rad/s) and specific force (m/s2) in the frame at `t`, from differences of orientation and position alone. */
function byDifferences(frameAt: (timeS: number) => RigidFrame, t: number): { rate: Vec3; force: Vec3 } {
  const [before, now, after] = [t - STEP_S, t, t + STEP_S].map(frameAt);
  const p = before.orientation;
  const q = after.orientation;
  // Imaginary part of conj(before) * after: half the angle turned in two steps.
  const half = {
    x: p.w * q.x - p.x * q.w - p.y * q.z + p.z * q.y,
    y: p.w * q.y + p.x * q.z - p.y * q.w - p.z * q.x,
    z: p.w * q.z - p.x * q.y + p.y * q.x - p.z * q.w,
  };
  const second = (key: 'x' | 'y' | 'z'): number => (after.position[key] - 2 * now.position[key] + before.position[key]) / (STEP_S * STEP_S);
  const earth = { x: second('x'), y: second('y'), z: second('z') + GRAVITY_M_PER_S2 };
  return {
    rate: { x: half.x / STEP_S, y: half.y / STEP_S, z: half.z / STEP_S },
    force: rotateBack({ x: 0, y: 0, z: 0 }, now.orientation, earth),
  };
}

describe('synthetic movement', () => {
  it('has rates and forces that are the derivatives of its orientations and positions', () => {
    const random = seededRandom(5);
    const repetitions = planRepetitions({ count: 4, romDeg: 90, periodS: 3, leadS: 1, spread: 0.2 }, random);
    const body = twoSegments(repetitions, everything, random);
    let moving = 0;
    for (let t = 0.5; t < 13; t += 0.0173) {
      for (const frameAt of [body.proximalAt, body.distalAt]) {
        const { rate, force } = byDifferences(frameAt, t);
        const frame = frameAt(t);
        expect(norm(minus(rate, frame.rate)), `rate at ${t} s`).toBeLessThan(1e-4);
        expect(norm(minus(force, specificForce(frame))), `force at ${t} s`).toBeLessThan(2e-3);
        expect(Math.hypot(...Object.values(frame.orientation))).toBeCloseTo(1, 12);
        if (norm(rate) > 1 && Math.abs(norm(force) - GRAVITY_M_PER_S2) > 0.5) moving++;
      }
    }
    expect(moving).toBeGreaterThan(200);
  });

  it('turns the distal segment against the proximal one by the hinge angle', () => {
    const { proximal, distal, angleDegAt, repetitions } = syntheticSession({ seconds: 20, rateHz: 50, seed: 3 });
    const relative = (i: number): number[] => {
      const [p, q] = [proximal, distal].map(({ orientation }) => orientation.subarray(4 * i, 4 * i + 4));
      return [
        p[0] * q[0] + p[1] * q[1] + p[2] * q[2] + p[3] * q[3],
        p[0] * q[1] - p[1] * q[0] - p[2] * q[3] + p[3] * q[2],
        p[0] * q[2] + p[1] * q[3] - p[2] * q[0] - p[3] * q[1],
        p[0] * q[3] - p[1] * q[2] + p[2] * q[1] - p[3] * q[0],
      ];
    };
    const start = relative(0);
    for (let i = 0; i < proximal.timeUs.length; i++) {
      const same = Math.abs(relative(i).reduce((sum, value, k) => sum + value * start[k], 0));
      expect((2 * Math.acos(Math.min(1, same)) * 180) / Math.PI).toBeCloseTo(angleDegAt(proximal.trueTimeS[i]), 3);
    }
    for (const { startS, upS, romDeg } of repetitions) expect(angleDegAt(startS + upS)).toBeCloseTo(romDeg, 9);
    expect(repetitions).toHaveLength(4);
  });

  it('shows the field of the earth, and a disturbance while it lasts', () => {
    const disturbances = [{ fromS: 5, toS: 8, fieldUt: { x: 30, y: 0, z: 0 } }];
    const { distal } = syntheticSession({ seconds: 12, rateHz: 50, disturbances });
    const strengthAt = (timeS: number): number => Math.hypot(...distal.magUt.map((axis) => axis[timeS * 50]));
    expect(strengthAt(4)).toBeCloseTo(norm(EARTH_FIELD_UT), 9);
    expect(strengthAt(7)).toBeCloseTo(Math.hypot(norm(EARTH_FIELD_UT), 30), 9);
    expect(strengthAt(10)).toBeCloseTo(norm(EARTH_FIELD_UT), 9);
  });
});

describe('synthetic sensor errors', () => {
  const seconds = 60;
  const clean = syntheticSession({ seconds, rateHz: 100, plan: { count: 0 } });
  const rest = (errors: Parameters<typeof syntheticSession>[0]['errors'], rateHz = 100) =>
    syntheticSession({ seconds, rateHz, plan: { count: 0 }, errors });
  const deviation = (values: Float64Array): number => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  };

  it('are repeated by the same seed and changed by another', () => {
    const options = { seconds: 8, rateHz: 100, errors: { ...wearableSensor, jitterMs: 5, lostShare: 0.05, clockOffsetMs: 30 } };
    expect(syntheticSession({ ...options, seed: 9 })).toMatchObject({
      proximal: syntheticSession({ ...options, seed: 9 }).proximal,
      distal: syntheticSession({ ...options, seed: 9 }).distal,
    });
    expect(syntheticSession({ ...options, seed: 10 }).proximal.axes).not.toEqual(syntheticSession({ ...options, seed: 9 }).proximal.axes);
  });

  it('have the noise asked for, more of it at a higher rate', () => {
    for (const rateHz of [25, 200]) {
      const { proximal } = rest({ gyroNoiseDensity: 0.01, accNoiseDensityUg: 300 }, rateHz);
      const still = rest({}, rateHz).proximal;
      const noise = (axis: number): number => deviation(proximal.axes[axis].map((value, i) => value - still.axes[axis][i]));
      expect((noise(1) * 180) / Math.PI / (0.01 * Math.sqrt(rateHz / 2))).toBeCloseTo(1, 1);
      expect(noise(4) / (300e-6 * GRAVITY_M_PER_S2 * Math.sqrt(rateHz / 2))).toBeCloseTo(1, 1);
    }
  });

  it('round, saturate, shift, jitter and lose', () => {
    const { proximal, distal } = rest({ bits: 8, accRangeG: 0.5, jitterMs: 5, lostShare: 0.05, clockOffsetMs: 40 });
    const step = (0.5 * GRAVITY_M_PER_S2) / 128;
    for (const axis of [3, 4, 5]) {
      for (const value of proximal.axes[axis]) {
        expect(Math.abs(value)).toBeLessThanOrEqual(0.5 * GRAVITY_M_PER_S2);
        expect(value / step).toBeCloseTo(Math.round(value / step), 6);
      }
    }
    expect(proximal.timeUs.length / clean.proximal.timeUs.length).toBeCloseTo(0.95, 1);
    expect(proximal.timeUs.length).not.toBe(distal.timeUs.length);
    const lateMs = (sensor: typeof proximal): number[] => Array.from(sensor.timeUs, (us, i) => us / 1e3 - sensor.trueTimeS[i] * 1e3);
    expect(Math.max(...lateMs(proximal).map(Math.abs))).toBeGreaterThan(4.5);
    expect(Math.max(...lateMs(proximal).map(Math.abs))).toBeLessThanOrEqual(5.001);
    expect(Math.min(...lateMs(distal))).toBeGreaterThan(34.9);
    expect(Math.max(...lateMs(distal))).toBeLessThan(45.1);
  });
});
