import { seededRandom } from '#server/demo/random.ts';
import type { Vec3 } from '#shared/motion/quaternion.ts';
import { anyOrientation, between } from './synthetic/draws.ts';
import { constant, product, scaled, sine, sum } from './synthetic/jet.ts';
import { recordSensor } from './synthetic/recordSensor.ts';
import { excursion, planRepetitions } from './synthetic/repetitions.ts';
import { mounted, moved, type RigidFrame, rootFrame, turned } from './synthetic/rigidFrame.ts';
import { exactSensor, type SensorErrors, wearableSensor } from './synthetic/sensorErrors.ts';
import type { SyntheticSession } from './syntheticMotion.ts';

export interface LimbOptions {
  readonly seconds: number;
  readonly rateHz: number;
  readonly seed: number;
  readonly romDeg?: number;
  readonly periodS?: number;
  /** Sway of the whole body, deg. */
  readonly swayDeg?: number;
  readonly errors?: Partial<SensorErrors>;
}

const RAD = Math.PI / 180;
const LEFT: Vec3 = { x: 0, y: 1, z: 0 };
const FORWARD: Vec3 = { x: 1, y: 0, z: 0 };
const UP: Vec3 = { x: 0, y: 0, z: 1 };
const SHANK_M = 0.42;

/** A squat: the shank stands on the floor and tilts forward by a third of the knee angle, the thigh backward by two thirds. */
export function squat(options: LimbOptions): SyntheticSession {
  return limbs(options, (body, bend) => {
    const shank = turned(body, LEFT, scaled(1 / 3, bend));
    const thigh = turned(moved(shank, { x: 0, y: 0, z: SHANK_M }), LEFT, scaled(-1, bend));
    return [moved(thigh, { x: 0.05, y: 0.08, z: 0.16 }), moved(shank, { x: 0.02, y: 0.06, z: 0.22 })];
  });
}

/** Sensors that share no joint: a leg that swings, and an arm that circles and twists in its own time. */
export function unrelatedLimbs(options: LimbOptions): SyntheticSession {
  return limbs(options, (body, bend, timeS) => {
    const leg = turned(body, LEFT, bend);
    const arm = turned(turned(body, FORWARD, sine(0.7, 0.37, 1, timeS)), UP, sine(0.6, 0.23, 2, timeS));
    return [moved(leg, { x: 0, y: 0, z: -0.3 }), moved(arm, { x: 0, y: 0.2, z: -0.4 })];
  });
}

function limbs(
  options: LimbOptions,
  place: (body: RigidFrame, bend: ReturnType<ReturnType<typeof excursion>>, timeS: number) => [RigidFrame, RigidFrame],
): SyntheticSession {
  const random = seededRandom(options.seed);
  const { romDeg = 80, periodS = 4, swayDeg = 1 } = options;
  const count = Math.floor((options.seconds - 3) / periodS);
  const repetitions = planRepetitions({ romDeg, periodS, leadS: 3, spread: 0, count }, random);
  const mounts = [anyOrientation(random), anyOrientation(random)];
  const phases = [0, 1, 2].map(() => between(random, 0, 2 * Math.PI));
  const errors = { ...exactSensor, ...wearableSensor, ...options.errors };
  const record = (which: 0 | 1): SyntheticSession['proximal'] => {
    const bend = excursion(repetitions);
    const frameAt = (timeS: number): RigidFrame => {
      const swaying = constant(timeS < 3 ? 0 : swayDeg * RAD);
      const sway = (hz: number, at: number) => product(swaying, sine(1, hz, phases[at], timeS));
      const root = turned(rootFrame(constant(0), constant(0), constant(0)), UP, sum(sway(0.2, 0), sway(0.13, 1)));
      return mounted(place(turned(root, FORWARD, sway(0.3, 2)), bend(timeS), timeS)[which], mounts[which]);
    };
    return recordSensor(frameAt, options, which === 0 ? { ...errors, clockOffsetMs: 0 } : errors, [], random);
  };
  const truth = excursion(repetitions);
  return { proximal: record(0), distal: record(1), repetitions, angleDegAt: (timeS) => truth(timeS).value / RAD };
}
