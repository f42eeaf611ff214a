import { hypot } from '#shared/signal/portableMath.ts';
import { ROW } from '#shared/signal/softNormalEquations.ts';
import type { VectorPairs } from './hingeAxes.ts';
import type { Vec3 } from './quaternion.ts';

/** How much a quasi-static sample weighs: share of the rates per g. */
const STATIC_WEIGHT = 0.5;

/** Axes about which a hinge is linearised, and the two tangents of each, three numbers per tangent. */
export interface LinearisedAt {
  readonly j1: Vec3;
  readonly j2: Vec3;
  readonly tangents: Float64Array;
}

/**
 * Writes a row of error and slope along the four tangents for every `stride`th pair of rates, |w1 x j1| - |w2 x j2|; returns where the
 * rows end. `squares`: sums of the squared errors and of the squared rates of both sensors.
 */
export function writeRateRows(
  rows: Float64Array,
  { data, count }: VectorPairs,
  stride: number,
  { j1, j2, tangents: b }: LinearisedAt,
  squares: Float64Array,
): number {
  const { x: x1, y: y1, z: z1 } = j1;
  const { x: x2, y: y2, z: z2 } = j2;
  let errors = 0;
  let moved1 = 0;
  let moved2 = 0;
  let end = 0;
  for (let o = 0; o < 6 * count; o += 6 * stride) {
    const ax = data[o];
    const ay = data[o + 1];
    const az = data[o + 2];
    const bx = data[o + 3];
    const by = data[o + 4];
    const bz = data[o + 5];
    const along1 = ax * x1 + ay * y1 + az * z1;
    const along2 = bx * x2 + by * y2 + bz * z2;
    const all1 = ax * ax + ay * ay + az * az;
    const all2 = bx * bx + by * by + bz * bz;
    const across1 = Math.sqrt(Math.max(1e-9, all1 - along1 * along1));
    const across2 = Math.sqrt(Math.max(1e-9, all2 - along2 * along2));
    const error = across1 - across2;
    const f1 = -along1 / across1;
    const f2 = along2 / across2;
    rows[end] = error;
    rows[end + 1] = f1 * ax * b[0] + f1 * ay * b[1] + f1 * az * b[2];
    rows[end + 2] = f1 * ax * b[3] + f1 * ay * b[4] + f1 * az * b[5];
    rows[end + 3] = f2 * bx * b[6] + f2 * by * b[7] + f2 * bz * b[8];
    rows[end + 4] = f2 * bx * b[9] + f2 * by * b[10] + f2 * bz * b[11];
    errors += error * error;
    moved1 += all1;
    moved2 += all2;
    end += ROW;
  }
  squares[0] = errors;
  squares[1] = moved1;
  squares[2] = moved2;
  return end;
}

/** The same for a1.j1 - a2.j2, from `from` on. */
export function writeStaticRows(
  rows: Float64Array,
  { data, count }: VectorPairs,
  from: number,
  { j1, j2, tangents: b }: LinearisedAt,
): number {
  const { x: x1, y: y1, z: z1 } = j1;
  const { x: x2, y: y2, z: z2 } = j2;
  const w = STATIC_WEIGHT;
  let end = from;
  for (let o = 0; o < 6 * count; o += 6) {
    const ax = w * data[o];
    const ay = w * data[o + 1];
    const az = w * data[o + 2];
    const bx = -w * data[o + 3];
    const by = -w * data[o + 4];
    const bz = -w * data[o + 5];
    rows[end] = ax * x1 + ay * y1 + az * z1 + bx * x2 + by * y2 + bz * z2;
    rows[end + 1] = ax * b[0] + ay * b[1] + az * b[2];
    rows[end + 2] = ax * b[3] + ay * b[4] + az * b[5];
    rows[end + 3] = bx * b[6] + by * b[7] + bz * b[8];
    rows[end + 4] = bx * b[9] + by * b[10] + bz * b[11];
    end += ROW;
  }
  return end;
}

/** Two unit vectors that span the tangent plane at `j`. */
export function spanTangents(out: Float64Array, at: number, j: Vec3): void {
  const useX = Math.abs(j.x) < 0.7;
  const hx = useX ? 1 : 0;
  const hy = useX ? 0 : 1;
  let ux = -hy * j.z;
  let uy = hx * j.z;
  let uz = hy * j.x - hx * j.y;
  const n = hypot(ux, uy, uz);
  ux /= n;
  uy /= n;
  uz /= n;
  out.set([ux, uy, uz, j.y * uz - j.z * uy, j.z * ux - j.x * uz, j.x * uy - j.y * ux], at);
}
