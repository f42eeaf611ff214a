import type { MotionSample } from './motionSample.ts';

/** Generated knee repetitions of two rigid segments in the sagittal plane, for demo mode and tests. Never a measurement. */
export interface KneeMotionOptions {
  /** Highest knee flexion of each repetition, deg: one entry per repetition, so tiring can be shown. */
  readonly peaksDeg: readonly number[];
  /** Knee flexion between repetitions, deg. */
  readonly restDeg?: number;
  /** Still time before the first repetition, s. */
  readonly leadS?: number;
  readonly bendS?: number;
  readonly holdS?: number;
  readonly straightenS?: number;
  readonly pauseS?: number;
  /** Forward tilt of the thigh against the vertical, deg: 0 standing, 80 seated. */
  readonly thighDeg?: number;
  readonly rateHz?: number;
  /** Standard deviations of white noise; 0 for none. */
  readonly accelerationNoiseMPerS2?: number;
  readonly angularRateNoiseRadPerS?: number;
  readonly seed?: number;
}
export interface KneeMotion {
  readonly simulated: true;
  readonly thigh: readonly MotionSample[];
  readonly shank: readonly MotionSample[];
  /** True knee flexion of each sample, deg. */
  readonly flexionDeg: Float64Array;
}

const GRAVITY_M_PER_S2 = 9.80665;
const THIGH_LENGTH_M = 0.42;
const THIGH_SENSOR_M = 0.25;
const SHANK_SENSOR_M = 0.2;
const RAD_PER_DEG = Math.PI / 180;

/** Minimum-jerk profile (Flash and Hogan 1985, doi:10.1523/JNEUROSCI.05-07-01688.1985): position, first and second derivative. */
function minimumJerk(share: number): readonly [number, number, number] {
  const s = Math.min(1, Math.max(0, share));
  return [s ** 3 * (10 - 15 * s + 6 * s * s), 30 * s * s * (1 - s) ** 2, 60 * s * (1 - s) * (1 - 2 * s)];
}

/** Seeded generator (mulberry32) with a Box-Muller step. */
function gaussian(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Angle, rate and acceleration (rad) of a segment that hangs down at 0 and swings forward with a positive angle. */
type Swing = readonly [number, number, number];

/** Earth acceleration (forward, up) of a point `lengthM` down a swinging segment, relative to its upper end. */
function swingAcceleration([angle, rate, acceleration]: Swing, lengthM: number): readonly [number, number] {
  const sin = Math.sin(angle);
  const cos = Math.cos(angle);
  return [lengthM * (acceleration * cos - rate * rate * sin), lengthM * (acceleration * sin + rate * rate * cos)];
}

/** Sensor axes: x up along the segment, y to the left, z backward. */
function sensorSample(timestampUs: number, swing: Swing, forward: number, up: number, noise: () => [number, number]): MotionSample {
  const sin = Math.sin(swing[0]);
  const cos = Math.cos(swing[0]);
  const forceUp = up + GRAVITY_M_PER_S2;
  const [ax, gx] = noise();
  const [ay, gy] = noise();
  const [az, gz] = noise();
  const half = -(Math.PI / 2 + swing[0]) / 2;
  return {
    timestampUs,
    accelerationMPerS2: [-sin * forward + cos * forceUp + ax, ay, -cos * forward - sin * forceUp + az],
    angularRateRadPerS: [gx, gy - swing[1], gz],
    quatWxyz: [Math.cos(half), 0, Math.sin(half), 0],
  };
}

export function generateKneeMotion(options: KneeMotionOptions): KneeMotion {
  const restDeg = options.restDeg ?? 5;
  const leadS = options.leadS ?? 3;
  const bendS = options.bendS ?? 1.2;
  const holdS = options.holdS ?? 0.4;
  const straightenS = options.straightenS ?? 1.4;
  const cycleS = bendS + holdS + straightenS + (options.pauseS ?? 0.8);
  const rateHz = options.rateHz ?? 100;
  const thighRad = (options.thighDeg ?? 0) * RAD_PER_DEG;
  const random = gaussian(options.seed ?? 1);
  const accelerationNoise = options.accelerationNoiseMPerS2 ?? 0.03;
  const rateNoise = options.angularRateNoiseRadPerS ?? 0.002;
  const noise = (): [number, number] => [random() * accelerationNoise, random() * rateNoise];

  /** Knee flexion, rad, with its two derivatives. */
  const flexionAt = (timeS: number): Swing => {
    const rest = restDeg * RAD_PER_DEG;
    const since = timeS - leadS;
    const peakDeg = since < 0 ? undefined : options.peaksDeg[Math.floor(since / cycleS)];
    if (peakDeg === undefined) return [rest, 0, 0];
    const t = since % cycleS;
    const range = peakDeg * RAD_PER_DEG - rest;
    if (t < bendS) {
      const [p, v, a] = minimumJerk(t / bendS);
      return [rest + range * p, (range * v) / bendS, (range * a) / bendS ** 2];
    }
    const [p, v, a] = minimumJerk((t - bendS - holdS) / straightenS);
    return [rest + range * (1 - p), (-range * v) / straightenS, (-range * a) / straightenS ** 2];
  };

  const count = Math.ceil((leadS + options.peaksDeg.length * cycleS) * rateHz);
  const thigh: MotionSample[] = [];
  const shank: MotionSample[] = [];
  const flexionDeg = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const timestampUs = Math.round((i * 1_000_000) / rateHz);
    const [flexion, rate, acceleration] = flexionAt(timestampUs / 1_000_000);
    flexionDeg[i] = flexion / RAD_PER_DEG;
    const thighSwing: Swing = [thighRad, 0, 0];
    const shankSwing: Swing = [thighRad - flexion, -rate, -acceleration];
    const [thighForward, thighUp] = swingAcceleration(thighSwing, THIGH_SENSOR_M);
    const [kneeForward, kneeUp] = swingAcceleration(thighSwing, THIGH_LENGTH_M);
    const [shankForward, shankUp] = swingAcceleration(shankSwing, SHANK_SENSOR_M);
    thigh.push(sensorSample(timestampUs, thighSwing, thighForward, thighUp, noise));
    shank.push(sensorSample(timestampUs, shankSwing, kneeForward + shankForward, kneeUp + shankUp, noise));
  }
  return { simulated: true, thigh, shank, flexionDeg };
}
