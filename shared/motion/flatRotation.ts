import { square } from '#shared/signal/portableMath.ts';

/** Rotations on flat arrays, quaternions as w, x, y, z: for kernels that keep many of them in one Float64Array. */
/** Rotation matrix (9, row-major) of a unit quaternion. */
export function matrixOf(out: Float64Array, q: Float64Array): void {
  const w = q[0];
  const x = q[1];
  const y = q[2];
  const z = q[3];
  out[0] = 1 - 2 * (y * y + z * z);
  out[1] = 2 * (x * y - w * z);
  out[2] = 2 * (x * z + w * y);
  out[3] = 2 * (x * y + w * z);
  out[4] = 1 - 2 * (x * x + z * z);
  out[5] = 2 * (y * z - w * x);
  out[6] = 2 * (x * z - w * y);
  out[7] = 2 * (y * z + w * x);
  out[8] = 1 - 2 * (x * x + y * y);
}

/** out = R v for the vector at `at`. */
export function apply(out: Float64Array, r: Float64Array, v: Float64Array, at: number): void {
  for (let i = 0; i < 3; i++) out[i] = r[3 * i] * v[at] + r[3 * i + 1] * v[at + 1] + r[3 * i + 2] * v[at + 2];
}

/** q = q * the quaternion at `at`. */
export function multiplyInto(q: Float64Array, b: Float64Array, at: number): void {
  const w = q[0];
  const x = q[1];
  const y = q[2];
  const z = q[3];
  q[0] = w * b[at] - x * b[at + 1] - y * b[at + 2] - z * b[at + 3];
  q[1] = w * b[at + 1] + x * b[at] + y * b[at + 3] - z * b[at + 2];
  q[2] = w * b[at + 2] - x * b[at + 3] + y * b[at] + z * b[at + 1];
  q[3] = w * b[at + 3] + x * b[at + 2] - y * b[at + 1] + z * b[at];
}

/** q turned by a small rotation vector of the earth frame. */
export function turnBy(q: Float64Array, x: number, y: number, z: number): void {
  const turn = Float64Array.of(1, 0.5 * x, 0.5 * y, 0.5 * z);
  multiplyInto(turn, q, 0);
  q.set(turn);
  normalize(q);
}

/** Makes a quaternion of unit length. */
export function normalize(q: Float64Array): void {
  const n = 1 / Math.sqrt(square(q[0]) + square(q[1]) + square(q[2]) + square(q[3]));
  for (let i = 0; i < 4; i++) q[i] *= n;
}
