import { multiply, type QuatWxyz, rotate, rotateBack, type Vec3 } from '#shared/motion/quaternion.ts';
import type { Jet } from './jet.ts';

export const GRAVITY_M_PER_S2 = 9.80665;

/** A frame that moves with a body. Chains of joints are built from the root outward, every derivative exact. */
export interface RigidFrame {
  /** Own frame -> earth (east, north, up). */
  readonly orientation: QuatWxyz;
  /** Origin in the earth frame, m. */
  readonly position: Vec3;
  /** Own frame, rad/s. */
  readonly rate: Vec3;
  /** Own frame, rad/s2. */
  readonly rateChange: Vec3;
  /** Of the origin, without gravity, own frame, m/s2. */
  readonly acceleration: Vec3;
}

/** Parallel to the earth, its origin moving as told (m). */
export function rootFrame(x: Jet, y: Jet, z: Jet): RigidFrame {
  const still = { x: 0, y: 0, z: 0 };
  return {
    orientation: { w: 1, x: 0, y: 0, z: 0 },
    position: { x: x.value, y: y.value, z: z.value },
    rate: still,
    rateChange: still,
    acceleration: { x: x.acceleration, y: y.acceleration, z: z.acceleration },
  };
}

/** Same origin, turned about a unit axis fixed in the frame by an angle (rad) that changes with time. */
export function turned(frame: RigidFrame, axis: Vec3, angle: Jet): RigidFrame {
  const s = Math.sin(angle.value / 2);
  const step = { w: Math.cos(angle.value / 2), x: s * axis.x, y: s * axis.y, z: s * axis.z };
  const { orientation, rate, rateChange, acceleration } = mounted(frame, step);
  const coupling = cross(rate, axis);
  return {
    orientation,
    position: frame.position,
    rate: along(rate, axis, angle.rate),
    rateChange: along(along(rateChange, coupling, angle.rate), axis, angle.acceleration),
    acceleration,
  };
}

/** Same orientation, origin moved by a vector fixed in the frame, m. */
export function moved(frame: RigidFrame, by: Vec3): RigidFrame {
  const { orientation, rate, rateChange } = frame;
  const tangential = cross(rateChange, by);
  const centripetal = cross(rate, cross(rate, by));
  return {
    orientation,
    position: along(frame.position, rotate({ x: 0, y: 0, z: 0 }, orientation, by), 1),
    rate,
    rateChange,
    acceleration: along(along(frame.acceleration, tangential, 1), centripetal, 1),
  };
}

/** The frame of something fixed to the body: `mount` turns its axes into the body's. */
export function mounted(frame: RigidFrame, mount: QuatWxyz): RigidFrame {
  const seen = (v: Vec3): Vec3 => rotateBack({ x: 0, y: 0, z: 0 }, mount, v);
  return {
    orientation: multiply({ w: 1, x: 0, y: 0, z: 0 }, frame.orientation, mount),
    position: frame.position,
    rate: seen(frame.rate),
    rateChange: seen(frame.rateChange),
    acceleration: seen(frame.acceleration),
  };
}

/** What an accelerometer at the origin feels, own frame, m/s2. */
export function specificForce({ orientation, acceleration }: RigidFrame): Vec3 {
  return along(acceleration, rotateBack({ x: 0, y: 0, z: 0 }, orientation, { x: 0, y: 0, z: GRAVITY_M_PER_S2 }), 1);
}

/** A vector of the earth as the frame sees it. */
export function seenFrom({ orientation }: RigidFrame, earth: Vec3): Vec3 {
  return rotateBack({ x: 0, y: 0, z: 0 }, orientation, earth);
}

function cross(a: Vec3, b: Vec3): Vec3 {
  return { x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x };
}

/** a + k b. */
function along(a: Vec3, b: Vec3, k: number): Vec3 {
  return { x: a.x + k * b.x, y: a.y + k * b.y, z: a.z + k * b.z };
}
