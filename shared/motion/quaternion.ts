import { atan2, hypot } from '#shared/signal/portableMath.ts';

/** Unit quaternion, order (w, x, y, z): v_A = q * v_B * conj(q) for q = B -> A. Functions write to `out`, which may be an input. */
export interface QuatWxyz {
  w: number;
  x: number;
  y: number;
  z: number;
}

export interface Vec3 {
  x: number;
  y: number;
  z: number;
}

export function identityQuat(): QuatWxyz {
  return { w: 1, x: 0, y: 0, z: 0 };
}

/** out = a * b. */
export function multiply(out: QuatWxyz, a: QuatWxyz, b: QuatWxyz): QuatWxyz {
  const w = a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z;
  const x = a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y;
  const y = a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x;
  const z = a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w;
  out.w = w;
  out.x = x;
  out.y = y;
  out.z = z;
  return out;
}

/** out = conj(a) * b: the rotation from b's frame into a's frame. */
export function multiplyConjugate(out: QuatWxyz, a: QuatWxyz, b: QuatWxyz): QuatWxyz {
  const w = a.w * b.w + a.x * b.x + a.y * b.y + a.z * b.z;
  const x = a.w * b.x - a.x * b.w - a.y * b.z + a.z * b.y;
  const y = a.w * b.y + a.x * b.z - a.y * b.w - a.z * b.x;
  const z = a.w * b.z - a.x * b.y + a.y * b.x - a.z * b.w;
  out.w = w;
  out.x = x;
  out.y = y;
  out.z = z;
  return out;
}

/** out = q * v * conj(q). */
export function rotate(out: Vec3, q: QuatWxyz, v: Vec3): Vec3 {
  const tx = 2 * (q.y * v.z - q.z * v.y);
  const ty = 2 * (q.z * v.x - q.x * v.z);
  const tz = 2 * (q.x * v.y - q.y * v.x);
  const x = v.x + q.w * tx + q.y * tz - q.z * ty;
  const y = v.y + q.w * ty + q.z * tx - q.x * tz;
  const z = v.z + q.w * tz + q.x * ty - q.y * tx;
  out.x = x;
  out.y = y;
  out.z = z;
  return out;
}

/** out = conj(q) * v * q. */
export function rotateBack(out: Vec3, q: QuatWxyz, v: Vec3): Vec3 {
  const tx = 2 * (q.z * v.y - q.y * v.z);
  const ty = 2 * (q.x * v.z - q.z * v.x);
  const tz = 2 * (q.y * v.x - q.x * v.y);
  const x = v.x + q.w * tx - q.y * tz + q.z * ty;
  const y = v.y + q.w * ty - q.z * tx + q.x * tz;
  const z = v.z + q.w * tz - q.x * ty + q.y * tx;
  out.x = x;
  out.y = y;
  out.z = z;
  return out;
}

export function negated({ x, y, z }: Vec3): Vec3 {
  return { x: -x, y: -y, z: -z };
}

/** `v` or its opposite, whichever points the way of `like`. */
export function alike(v: Vec3, like: Vec3): Vec3 {
  return v.x * like.x + v.y * like.y + v.z * like.z < 0 ? negated(v) : v;
}

/** Shortest rotation that turns unit vector `from` into unit vector `to`. Opposite vectors: half a turn about any normal. */
export function fromTo(out: QuatWxyz, from: Vec3, to: Vec3): QuatWxyz {
  const w = 1 + from.x * to.x + from.y * to.y + from.z * to.z;
  if (w < 1e-15) {
    const n = hypot(from.x, from.y);
    out.w = 0;
    out.x = n > 1e-9 ? -from.y / n : 1;
    out.y = n > 1e-9 ? from.x / n : 0;
    out.z = 0;
    return out;
  }
  const x = from.y * to.z - from.z * to.y;
  const y = from.z * to.x - from.x * to.z;
  const z = from.x * to.y - from.y * to.x;
  const n = Math.sqrt(w * w + x * x + y * y + z * z);
  out.w = w / n;
  out.x = x / n;
  out.y = y / n;
  out.z = z / n;
  return out;
}

/** Angle of the twist of `q` about unit `axis`, rad in (-2 pi, 2 pi). */
export function twistRad(q: QuatWxyz, axis: Vec3): number {
  return 2 * atan2(q.x * axis.x + q.y * axis.y + q.z * axis.z, q.w);
}

/** An angle wrapped into [-pi, pi). */
export function wrapRad(angle: number): number {
  return angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
}
