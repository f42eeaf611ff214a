import { seededRandom } from '#server/demo/random.ts';
import type { Disturbance } from './synthetic/magneticField.ts';
import { type ImuColumnsOf, recordSensor, type SyntheticSensor } from './synthetic/recordSensor.ts';
import { planRepetitions, type RepetitionPlan, type TrueRepetition } from './synthetic/repetitions.ts';
import { exactSensor, type SensorErrors } from './synthetic/sensorErrors.ts';
import { type BodyOptions, rigidBody, twoSegments } from './synthetic/twoSegments.ts';

export interface SyntheticSessionOptions {
  readonly seconds: number;
  readonly rateHz: number;
  readonly seed?: number;
  readonly plan?: Partial<RepetitionPlan>;
  readonly body?: Partial<BodyOptions>;
  /** Of both sensors; the clock offset is that of the distal one. */
  readonly errors?: Partial<SensorErrors>;
  readonly disturbances?: readonly Disturbance[];
}

export interface SyntheticSession {
  readonly proximal: SyntheticSensor;
  readonly distal: SyntheticSensor;
  readonly repetitions: readonly TrueRepetition[];
  /** True hinge angle, deg. */
  angleDegAt(timeS: number): number;
}

/** The person stands still before the first repetition. */
const STILL_S = 3;

/**
 * A person who bends a knee, seen by two sensors: minimum-jerk repetitions, everything exact, then the errors asked for.
 * The same seed gives the same mountings, movement and noise.
 */
export function syntheticSession(options: SyntheticSessionOptions): SyntheticSession {
  const random = seededRandom(options.seed ?? 1);
  const plan = { romDeg: 70, periodS: 4, leadS: STILL_S, spread: 0, ...options.plan };
  const fitting = Math.floor((options.seconds - plan.leadS) / plan.periodS);
  const repetitions = planRepetitions({ ...plan, count: plan.count ?? Math.max(0, fitting) }, random);
  const body = twoSegments(repetitions, { ...rigidBody, ...options.body }, random);
  const errors = { ...exactSensor, ...options.errors };
  const { disturbances = [] } = options;
  return {
    proximal: recordSensor(body.proximalAt, options, { ...errors, clockOffsetMs: 0 }, disturbances, random),
    distal: recordSensor(body.distalAt, options, errors, disturbances, random),
    repetitions,
    angleDegAt: (timeS) => (body.hingeAt(timeS).value * 180) / Math.PI,
  };
}

export interface SyntheticOptions {
  readonly seconds: number;
  readonly rateHz: number;
  /** Flexion per repetition, deg. */
  readonly romDeg?: number;
  /** s per repetition, pause included. */
  readonly periodS?: number;
  readonly seed?: number;
  /** Gyro bias of each axis, at most, deg/s. */
  readonly biasDegPerS?: number;
}

export interface SyntheticHinge {
  readonly timeUs: Float64Array;
  readonly angleDeg: Float64Array;
  readonly proximal: ImuColumnsOf;
  readonly distal: ImuColumnsOf;
  readonly repetitions: number;
}

/** Nothing leaves the plane of the bend. */
const IN_ONE_PLANE = { swayDeg: { x: 0, y: 1, z: 0 }, stillSwayShare: 1 };

/** Two good sensors with one clock and no losses: one time column for both. */
export function syntheticHinge({ seconds, rateHz, seed, romDeg = 70, periodS = 4, biasDegPerS = 0 }: SyntheticOptions): SyntheticHinge {
  const { proximal, distal, repetitions, angleDegAt } = syntheticSession({
    seconds,
    rateHz,
    seed,
    plan: { romDeg, periodS },
    body: IN_ONE_PLANE,
    errors: { gyroBiasDegPerS: biasDegPerS, gyroNoiseDensity: 0.004, accNoiseDensityUg: 170 },
  });
  return {
    timeUs: proximal.timeUs,
    angleDeg: proximal.trueTimeS.map(angleDegAt),
    proximal: proximal.axes,
    distal: distal.axes,
    repetitions: repetitions.length,
  };
}
