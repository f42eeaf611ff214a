import type { Random } from '#server/demo/random.ts';
import type { QuatWxyz, Vec3 } from '#shared/motion/quaternion.ts';

export const between = (random: Random, low: number, high: number): number => low + (high - low) * random.uniform();

/** Any orientation, all alike (Shoemake 1992). */
export function anyOrientation(random: Random): QuatWxyz {
  const u = random.uniform();
  const v = 2 * Math.PI * random.uniform();
  const w = 2 * Math.PI * random.uniform();
  const a = Math.sqrt(1 - u);
  const b = Math.sqrt(u);
  return { w: a * Math.sin(v), x: a * Math.cos(v), y: b * Math.sin(w), z: b * Math.cos(w) };
}

/** Any unit vector. */
export function anyDirection(random: Random): Vec3 {
  const z = between(random, -1, 1);
  const angle = between(random, 0, 2 * Math.PI);
  const r = Math.sqrt(1 - z * z);
  return { x: r * Math.cos(angle), y: r * Math.sin(angle), z };
}
