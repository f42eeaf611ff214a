import { multiply, type QuatWxyz, rotateBack, type Vec3 } from '#shared/motion/quaternion.ts';

export interface SyntheticOptions {
  readonly seconds: number;
  readonly rateHz: number;
  /** Flexion per repetition, deg. */
  readonly romDeg?: number;
  /** s per repetition, pause included. */
  readonly periodS?: number;
  readonly seed?: number;
  /** Constant gyro bias, deg/s. */
  readonly biasDegPerS?: number;
  /** Noise: deg/s and m/s2 per sample. */
  readonly gyroNoiseDegPerS?: number;
  readonly accNoise?: number;
}

/** gyr x, y, z (rad/s), acc x, y, z (m/s2). */
export type ImuColumnsOf = readonly [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

export interface SyntheticHinge {
  readonly timeUs: Float64Array;
  readonly angleDeg: Float64Array;
  readonly proximal: ImuColumnsOf;
  readonly distal: ImuColumnsOf;
  readonly repetitions: number;
}

const RAD = Math.PI / 180;
const G = 9.80665;
/** Lever arms from the hinge to the sensors, m. */
const PROXIMAL_ARM = 0.15;
const DISTAL_ARM = 0.2;
/** The person stands still before the first repetition. */
const STILL_S = 3;
const STEP_S = 1e-3;

/**
 * Two rigid segments that swing in one vertical plane about a fixed hip and a moving hinge, both sensors mounted at random.
 * Minimum-jerk repetitions with holds; the thigh takes part with a third of the angle. Specific force comes from the second
 * difference of the exact positions (1 ms), rates from the first difference of the exact angles.
 */
export function syntheticHinge(options: SyntheticOptions): SyntheticHinge {
  const { seconds, rateHz, romDeg = 70, periodS = 4, seed = 1 } = options;
  const random = seededRandom(seed);
  const count = Math.floor(seconds * rateHz);
  const mounts = [randomQuat(random), randomQuat(random)];
  const bias = [0, 1].map(() => [0, 1, 2].map(() => (2 * random() - 1) * (options.biasDegPerS ?? 0) * RAD));
  const flexion = (t: number): number => romDeg * RAD * repetitionShape((t - STILL_S) / periodS);
  const thigh = (t: number): number => -flexion(t) / 3 + 0.02 * Math.sin(1.3 * t);
  const shank = (t: number): number => thigh(t) + flexion(t);
  const timeUs = Float64Array.from({ length: count }, (_, i) => Math.round((i * 1e6) / rateHz));
  const sensors = [0, 1].map(() => Array.from({ length: 6 }, () => new Float64Array(count)) as unknown as ImuColumnsOf);
  const segments = [
    { angle: thigh, position: (t: number): [number, number] => swing(thigh(t), 0.4 - PROXIMAL_ARM) },
    {
      angle: shank,
      position: (t: number): [number, number] => {
        const [x, z] = swing(thigh(t), 0.4);
        const [dx, dz] = swing(shank(t), DISTAL_ARM);
        return [x + dx, z + dz];
      },
    },
  ];
  const noise = (): number => random() + random() + random() + random() - 2;
  for (let i = 0; i < count; i++) {
    const t = i / rateHz;
    segments.forEach(({ angle, position }, s) => {
      const before = position(t - STEP_S);
      const now = position(t);
      const after = position(t + STEP_S);
      const force: Vec3 = {
        x: (after[0] - 2 * now[0] + before[0]) / STEP_S ** 2,
        y: 0,
        z: (after[1] - 2 * now[1] + before[1]) / STEP_S ** 2 + G,
      };
      // About the y axis; the sensor's frame is the segment's, turned by its mount.
      const a = -angle(t) / 2;
      const segment: QuatWxyz = { w: Math.cos(a), x: 0, y: Math.sin(a), z: 0 };
      const sensor = multiply({ w: 1, x: 0, y: 0, z: 0 }, segment, mounts[s]);
      const inSensor = rotateBack(force, sensor, force);
      const rate = -(angle(t + STEP_S) - angle(t - STEP_S)) / (2 * STEP_S);
      const w = rotateBack({ x: 0, y: 0, z: 0 }, sensor, { x: 0, y: rate, z: 0 });
      const gyroNoise = (options.gyroNoiseDegPerS ?? 0.05) * RAD;
      const accNoise = options.accNoise ?? 0.02;
      const columns = sensors[s];
      [w.x, w.y, w.z].forEach((value, axis) => {
        columns[axis][i] = value + bias[s][axis] + gyroNoise * noise();
      });
      [inSensor.x, inSensor.y, inSensor.z].forEach((value, axis) => {
        columns[3 + axis][i] = value + accNoise * noise();
      });
    });
  }
  return {
    timeUs,
    angleDeg: timeUs.map((time) => flexion(time / 1e6) / RAD),
    proximal: sensors[0],
    distal: sensors[1],
    repetitions: Math.floor((seconds - STILL_S) / periodS),
  };
}

/** Segment of length `length` hanging at `angle` from its joint: x forward, z up. */
function swing(angle: number, length: number): [number, number] {
  return [length * Math.sin(angle), -length * Math.cos(angle)];
}

/** One repetition per unit of time: up in 0.35, hold 0.1, down in 0.35, pause 0.2. */
function repetitionShape(u: number): number {
  if (u < 0) return 0;
  const phase = u - Math.floor(u);
  if (phase < 0.35) return minimumJerk(phase / 0.35);
  if (phase < 0.45) return 1;
  return phase < 0.8 ? 1 - minimumJerk((phase - 0.45) / 0.35) : 0;
}

/** Minimum-jerk step from 0 to 1 (Flash & Hogan, J Neurosci 5:1688, 1985). */
function minimumJerk(u: number): number {
  return u * u * u * (10 - 15 * u + 6 * u * u);
}

function randomQuat(random: () => number): QuatWxyz {
  const [u, v, w] = [random(), 2 * Math.PI * random(), 2 * Math.PI * random()];
  const a = Math.sqrt(1 - u);
  const b = Math.sqrt(u);
  return { w: a * Math.sin(v), x: a * Math.cos(v), y: b * Math.sin(w), z: b * Math.cos(w) };
}

/** mulberry32: the same numbers for the same seed, 0 <= x < 1. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
