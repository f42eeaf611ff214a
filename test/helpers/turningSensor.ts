import { multiply, multiplyConjugate, type QuatWxyz, rotateBack } from '#shared/motion/quaternion.ts';

const RAD = Math.PI / 180;
const COUNT = 8000;
const STEP_S = 0.01;

/** Field of the place, uT: east, north, up. */
export const FIELD_UT = [0, 20, -40] as const;

export interface TurningOptions {
  /** s by which the magnetometer is late, and its offset, uT. */
  readonly latencyS?: number;
  readonly offset?: readonly number[];
  /** From and to, s: another field of 25 uT to the east is added. */
  readonly disturbedS?: readonly [number, number];
  /** Where the field's north is, from y towards x. */
  readonly northDeg?: number;
  /** m; the sensor swings to and fro along x at 0.5 Hz. */
  readonly swayM?: number;
  /** Gyro bias x, y, z, deg/s. */
  readonly biasDegPerS?: readonly number[];
}

export interface TurningSensor {
  readonly timeUs: Float64Array;
  /** gyr x, y, z (rad/s), acc x, y, z (m/s2). */
  readonly imu: readonly Float64Array[];
  /** uT. */
  readonly mag: readonly Float64Array[];
  /** Sensor -> earth. */
  readonly truth: readonly QuatWxyz[];
}

/** 80 s at 100 Hz of a sensor that turns about all axes, up to 2 rad/s, with exact readings. */
export function turningSensor(options: TurningOptions): TurningSensor {
  const { latencyS = 0, offset = [0, 0, 0], disturbedS = [1e9, 1e9], northDeg = 0, swayM = 0, biasDegPerS = [0, 0, 0] } = options;
  const timeUs = Float64Array.from({ length: COUNT }, (_, i) => Math.round(i * STEP_S * 1e6));
  const imu = Array.from({ length: 6 }, () => new Float64Array(COUNT));
  const mag = Array.from({ length: 3 }, () => new Float64Array(COUNT));
  const truth: QuatWxyz[] = [];
  for (let i = 0; i < COUNT; i++) {
    const t = i * STEP_S;
    const q = poseAt(t);
    truth.push(q);
    // The turn since the sample before, as the filters integrate it.
    const turn = multiplyConjugate({ w: 1, x: 0, y: 0, z: 0 }, poseAt(t - STEP_S), q);
    const sine = Math.hypot(turn.x, turn.y, turn.z);
    const rate = sine === 0 ? 0 : (2 * Math.atan2(sine, turn.w)) / sine / STEP_S;
    [turn.x, turn.y, turn.z].forEach((part, axis) => {
      imu[axis][i] = part * rate + biasDegPerS[axis] * RAD;
    });
    const sway = -swayM * Math.PI ** 2 * Math.sin(Math.PI * t);
    const force = rotateBack({ x: 0, y: 0, z: 0 }, q, { x: sway, y: 0, z: 9.81 });
    const extra = t >= disturbedS[0] && t < disturbedS[1] ? 25 : 0;
    const north = northDeg * RAD;
    const field = { x: FIELD_UT[1] * Math.sin(north) + extra, y: FIELD_UT[1] * Math.cos(north), z: FIELD_UT[2] };
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
