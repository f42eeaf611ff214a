import { atan2, hypot, square } from '#shared/signal/portableMath.ts';
import { fromTo, identityQuat, multiply, type Vec3 } from './quaternion.ts';
import { POSE } from './sensorTrack.ts';

/** An imported constant is read from memory at every use, a local one is compiled in. */
const { w: W, x: X, y: Y, z: Z, rateX: RATE_X, rateY: RATE_Y, rateZ: RATE_Z } = POSE;

/** Layout of the numbers that follow from the axes and the heading: j1, j2, the turn j1 -> j2, that turn times j1, half the heading. */
const J1 = 0;
const J2 = 3;
const TURN = 6;
const TURN_J1 = 10;
const HALF_COS = 14;
const HALF_SIN = 15;
const LENGTH = 16;

/**
 * Geometry of one hinge with known axes: which heading offset brings both axes together, how well a sign of j2 fits, and the
 * angle about the axis. All numbers are in one array, and nothing is allocated per sample.
 */
export class HingeGeometry {
  /** r^2 cos and r^2 sin of the heading difference of the axes, and r^2: set by `compareHeadings`. */
  cos = 0;
  sin = 0;
  weight = 0;
  /** Set by `compareRates`. */
  kept = 0;
  turned = 0;
  #j1: Vec3;
  #j2: Vec3;
  readonly #k = new Float64Array(LENGTH);
  /** Scratch: rates across the axes. */
  readonly #u = new Float64Array(3);
  readonly #v = new Float64Array(3);

  constructor(j1: Vec3, j2: Vec3) {
    this.#j1 = j1;
    this.#j2 = j2;
    this.#k[HALF_COS] = 1;
    this.setAxes(j1, j2);
  }

  get j1(): Vec3 {
    return this.#j1;
  }

  get j2(): Vec3 {
    return this.#j2;
  }

  setAxes(j1: Vec3, j2: Vec3): void {
    this.#j1 = j1;
    this.#j2 = j2;
    const { w, x, y, z } = fromTo(identityQuat(), j1, j2);
    this.#k.set([j1.x, j1.y, j1.z, j2.x, j2.y, j2.z, w, x, y, z], J1);
    const product = multiply(identityQuat(), { w, x, y, z }, { w: 0, ...j1 });
    this.#k.set([product.w, product.x, product.y, product.z], TURN_J1);
  }

  compareHeadings(first: Float64Array, second: Float64Array): void {
    const k = this.#k;
    const ux = eastOf(first, k, J1);
    const uy = northOf(first, k, J1);
    const vx = eastOf(second, k, J2);
    const vy = northOf(second, k, J2);
    // r^2 e^(i (h1 - h2)) = r (u conj(v)) with r = |u| |v| of the horizontal parts.
    const r = Math.sqrt((ux * ux + uy * uy) * (vx * vx + vy * vy));
    this.cos = r * (ux * vx + uy * vy);
    this.sin = r * (uy * vx - ux * vy);
    this.weight = r * r;
  }

  /** Heading offset for what follows, as any positive multiple of its cosine and sine; nothing known is no offset. */
  setHeading(cos: number, sin: number): void {
    const length = hypot(cos, sin);
    const c = length > 0 ? cos / length : 1;
    const s = length > 0 ? sin / length : 0;
    // Half-angle formulas, each where it does not cancel.
    const half = Math.sqrt((1 + Math.abs(c)) / 2);
    this.#k[HALF_COS] = c > 0 ? half : s / (2 * half);
    this.#k[HALF_SIN] = c > 0 ? s / (2 * half) : half;
  }

  /** |R(q1) w1 - R(q2') w2| across the axes, squared (rad/s)^2, into `kept`, and for the other sign of j2 into `turned`. */
  compareRates(first: Float64Array, second: Float64Array): void {
    const k = this.#k;
    const u = this.#u;
    const v = this.#v;
    writeAcross(u, first, k, J1);
    writeAcross(v, second, k, J2);
    turn(u, first[W], first[X], first[Y], first[Z]);
    const c = k[HALF_COS];
    const s = k[HALF_SIN];
    const w = c * second[W] - s * second[Z];
    const x = c * second[X] - s * second[Y];
    const y = c * second[Y] + s * second[X];
    const z = c * second[Z] + s * second[W];
    turn(v, w, x, y, z);
    const up = square(u[2] - v[2]);
    this.kept = square(u[0] - v[0]) + square(u[1] - v[1]) + up;
    // The other sign turns the second sensor by half a turn about the vertical.
    this.turned = square(u[0] + v[0]) + square(u[1] + v[1]) + up;
  }

  /** Writes |w1 x j1| and |w2 x j2|, rad/s, to `out` from 1 on. */
  readAcross(first: Float64Array, second: Float64Array, out: Float64Array): void {
    out[1] = rateAcross(first, this.#k, J1);
    out[2] = rateAcross(second, this.#k, J2);
  }

  /**
   * Angle about j1, rad, without zero: the twist of conj(q1) h q2 t, t being the turn j1 -> j2. The real part of conj(q1) h q2 p is
   * the dot product of p with m = conj(q2) conj(h) q1, and p = t j1 gives the part along j1.
   */
  angleRad(first: Float64Array, second: Float64Array): number {
    const k = this.#k;
    const c = k[HALF_COS];
    const s = k[HALF_SIN];
    const pw = c * first[W] + s * first[Z];
    const px = c * first[X] + s * first[Y];
    const py = c * first[Y] - s * first[X];
    const pz = c * first[Z] - s * first[W];
    const w = second[W];
    const x = second[X];
    const y = second[Y];
    const z = second[Z];
    const mw = w * pw + x * px + y * py + z * pz;
    const mx = w * px - x * pw - y * pz + z * py;
    const my = w * py + x * pz - y * pw - z * px;
    const mz = w * pz - x * py + y * px - z * pw;
    const along = -(mw * k[TURN_J1] + mx * k[TURN_J1 + 1] + my * k[TURN_J1 + 2] + mz * k[TURN_J1 + 3]);
    return 2 * atan2(along, mw * k[TURN] + mx * k[TURN + 1] + my * k[TURN + 2] + mz * k[TURN + 3]);
  }
}

/** East part of the vector at `at` turned from a row's sensor frame to the earth frame. */
function eastOf(row: Float64Array, vector: Float64Array, at: number): number {
  const w = row[W];
  const x = row[X];
  const y = row[Y];
  const z = row[Z];
  return (1 - 2 * (y * y + z * z)) * vector[at] + 2 * (x * y - w * z) * vector[at + 1] + 2 * (x * z + w * y) * vector[at + 2];
}

/** Its north part. */
function northOf(row: Float64Array, vector: Float64Array, at: number): number {
  const w = row[W];
  const x = row[X];
  const y = row[Y];
  const z = row[Z];
  return 2 * (x * y + w * z) * vector[at] + (1 - 2 * (x * x + z * z)) * vector[at + 1] + 2 * (y * z - w * x) * vector[at + 2];
}

/** Length of the part of a row's rate that is perpendicular to the axis at `at`. */
function rateAcross(row: Float64Array, axes: Float64Array, at: number): number {
  const x = row[RATE_X];
  const y = row[RATE_Y];
  const z = row[RATE_Z];
  const along = x * axes[at] + y * axes[at + 1] + z * axes[at + 2];
  return Math.sqrt(Math.max(0, x * x + y * y + z * z - along * along));
}

/** Writes the part of a row's rate that is perpendicular to the axis at `at`. */
function writeAcross(out: Float64Array, row: Float64Array, axes: Float64Array, at: number): void {
  const x = row[RATE_X];
  const y = row[RATE_Y];
  const z = row[RATE_Z];
  const along = x * axes[at] + y * axes[at + 1] + z * axes[at + 2];
  out[0] = x - along * axes[at];
  out[1] = y - along * axes[at + 1];
  out[2] = z - along * axes[at + 2];
}

/** Turns a vector by a unit quaternion, in place. */
function turn(v: Float64Array, w: number, x: number, y: number, z: number): void {
  const tx = 2 * (y * v[2] - z * v[1]);
  const ty = 2 * (z * v[0] - x * v[2]);
  const tz = 2 * (x * v[1] - y * v[0]);
  v[0] += w * tx + y * tz - z * ty;
  v[1] += w * ty + z * tx - x * tz;
  v[2] += w * tz + x * ty - y * tx;
}
