import type { Random } from '#server/demo/random.ts';
import type { Vec3 } from '#shared/motion/quaternion.ts';
import { anyDirection, anyOrientation, between } from './draws.ts';
import { constant, type Jet, minimumJerk, product, scaled, sine, sum } from './jet.ts';
import { excursion, type TrueRepetition } from './repetitions.ts';
import { mounted, moved, type RigidFrame, rootFrame, turned } from './rigidFrame.ts';

export interface BodyOptions {
  /** Oscillation of the hinge at 4-6 Hz, deg. */
  readonly tremorDeg: number;
  /** Turn about the two other axes of the joint, as a share of the range; 0.05-0.2 in people. */
  readonly outOfHingeShare: number;
  /** How far the skin turns the sensors against the bones, deg; 2-4 on a thigh. */
  readonly wobbleDeg: number;
  /** Where the person looks: turn of everything about the vertical, deg. */
  readonly headingDeg: number;
  /** Sway of the leg about the hip during the exercise, deg: x about "forward", y in the plane of the bend, z about the vertical. */
  readonly swayDeg: Vec3;
  /** Share of that sway while standing still before. */
  readonly stillSwayShare: number;
  /** Sway of the hip, m. */
  readonly swayM: number;
}

export const rigidBody: BodyOptions = {
  tremorDeg: 0,
  outOfHingeShare: 0,
  wobbleDeg: 0,
  headingDeg: 0,
  swayDeg: { x: 1, y: 1, z: 1 },
  stillSwayShare: 0.1,
  swayM: 0,
};

export interface TwoSegments {
  proximalAt(timeS: number): RigidFrame;
  distalAt(timeS: number): RigidFrame;
  hingeAt(timeS: number): Jet;
}

const RAD = Math.PI / 180;
const SEGMENT_M = 0.4;
const HINGE: Vec3 = { x: 0, y: 1, z: 0 };
const FORWARD: Vec3 = { x: 1, y: 0, z: 0 };
const UP: Vec3 = { x: 0, y: 0, z: 1 };

/**
 * Thigh and shank hanging from a hip that may sway, each with a sensor 0.1-0.3 m from the hinge in any mounting. The thigh takes part
 * with a third of the angle. The frames are those of the sensors.
 */
export function twoSegments(repetitions: readonly TrueRepetition[], body: BodyOptions, random: Random): TwoSegments {
  const rad = Math.max(1, ...repetitions.map(({ romDeg }) => romDeg)) * RAD;
  const bend = excursion(repetitions);
  const tremorHz = between(random, 4, 6);
  const arms = [between(random, 0.1, 0.3), between(random, 0.1, 0.3)];
  const mounts = [anyOrientation(random), anyOrientation(random)];
  const wobbleAxes = [anyDirection(random), anyDirection(random)];
  const phase = (): number => between(random, 0, 2 * Math.PI);
  const phases = { tremor: phase(), sideways: phase(), sway: [phase(), phase(), phase()] };

  const hingeAt = (t: number): Jet => sum(bend(t), sine(body.tremorDeg * RAD, tremorHz, phases.tremor, t));
  const begunS = repetitions[0]?.startS ?? Number.POSITIVE_INFINITY;
  const swayAt = (t: number, hz: number, deg: number, phaseRad: number): Jet => {
    const more = scaled(1 - body.stillSwayShare, minimumJerk(t - begunS, 1));
    return product(sine(deg * RAD, hz, phaseRad, t), sum(constant(body.stillSwayShare), more));
  };
  const hipAt = (t: number): RigidFrame => {
    const [x, y, z] = [0.31, 0.23, 0.17].map((hz, axis) => sine(body.swayM, hz, phases.sway[axis], t));
    const facing = turned(rootFrame(x, y, z), UP, sum(constant(body.headingDeg * RAD), swayAt(t, 0.13, body.swayDeg.z, phases.sway[0])));
    return turned(facing, FORWARD, swayAt(t, 0.19, body.swayDeg.x, phases.sway[1]));
  };
  const thighAt = (t: number): RigidFrame =>
    turned(hipAt(t), HINGE, sum(scaled(1 / 3, bend(t)), swayAt(t, 0.2, body.swayDeg.y, phases.sway[2])));
  const shankAt = (t: number): RigidFrame => {
    const bent = turned(moved(thighAt(t), { x: 0, y: 0, z: -SEGMENT_M }), HINGE, scaled(-1, hingeAt(t)));
    if (body.outOfHingeShare === 0) return bent;
    const other = scaled(body.outOfHingeShare, bend(t));
    return turned(turned(bent, FORWARD, product(other, sine(0.5, 0.7, phases.sideways, t))), UP, other);
  };
  /** The skin follows the bend, with a little swing of its own. */
  const onSkin = (frame: RigidFrame, axis: Vec3, t: number): RigidFrame =>
    body.wobbleDeg === 0
      ? frame
      : turned(frame, axis, product(scaled((body.wobbleDeg * RAD) / rad, bend(t)), sum(constant(0.85), sine(0.15, 3, 0, t))));

  return {
    hingeAt,
    proximalAt: (t) => mounted(onSkin(moved(thighAt(t), { x: 0, y: 0, z: arms[0] - SEGMENT_M }), wobbleAxes[0], t), mounts[0]),
    distalAt: (t) => mounted(onSkin(moved(shankAt(t), { x: 0, y: 0, z: -arms[1] }), wobbleAxes[1], t), mounts[1]),
  };
}
