import type { Vec3 } from '#shared/motion/quaternion.ts';
import { minimumJerk } from './jet.ts';

/** Iron or a magnet nearby for a while; the field it adds, uT, in the earth frame (east, north, up). */
export interface Disturbance {
  readonly fromS: number;
  readonly toS: number;
  readonly fieldUt: Vec3;
}

/** Middle Europe: 49 uT, dipping by 66 deg. */
export const EARTH_FIELD_UT: Vec3 = { x: 0, y: 19.9, z: -44.8 };
const FADE_S = 0.5;

/** Field at a time: the earth's and what disturbances add, fading in and out in half a second. */
export function fieldAt(timeS: number, disturbances: readonly Disturbance[]): Vec3 {
  const field = { ...EARTH_FIELD_UT };
  for (const { fromS, toS, fieldUt } of disturbances) {
    const share = minimumJerk(timeS - fromS, FADE_S).value - minimumJerk(timeS - toS, FADE_S).value;
    field.x += share * fieldUt.x;
    field.y += share * fieldUt.y;
    field.z += share * fieldUt.z;
  }
  return field;
}
