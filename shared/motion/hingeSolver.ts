import { hypot, square } from '#shared/signal/portableMath.ts';
import { inverseDiagonal4, solve4 } from '#shared/signal/solve4.ts';
import type { HingeAxes, VectorPairs } from './hingeAxes.ts';
import type { Vec3 } from './quaternion.ts';

/** Residuals beyond this, as a share of the rates, count linearly. */
const SOFT = 0.2;
/** Fewer quasi-static samples say nothing certain about the tilt of an axis. */
const LEAST_STATICS = 8;
/** How much a quasi-static sample weighs: share of the rates per g. */
const STATIC_WEIGHT = 0.5;
/**
 * Share of the rate across an axis that counts as an error of its own. Segments that turn in proportion (thigh and shank in a squat)
 * leave a family of axes that explain the rates alike; of those the one is right about which they turn most. The second is added for
 * fully proportional rates: there skin that moves with the muscle would choose the axes otherwise, tens of degrees off.
 */
const PARSIMONY = 0.05;
const PARSIMONY_IN_PROPORTION = 0.25;
/** Samples in which the two rates differ by more than 1 / APART of their squares show the joint, others may be the whole body's. */
const APART = 5;
/** Share of the cost; a smaller step is a small part of the standard error of the axes. */
const CONVERGED = 1e-6;
/** Numbers per row of the linearised problem: the error and its slope along four tangents. */
export const ROW = 5;

/** Damped Gauss-Newton on the two unit spheres of a hinge's axes; see hingeAxes.ts for what it minimises. */
export class HingeSolver {
  cost = Number.POSITIVE_INFINITY;
  #j1: Vec3;
  #j2: Vec3;
  #count = 0;
  #squares = 0;
  /** Squared rates of both sensors, and how many samples of gravity took part. */
  #moved1 = 0;
  #moved2 = 0;
  #gravityCount = 0;
  /** Normal equations, 4 x 4 row-major, and right side. */
  readonly #h = new Float64Array(16);
  readonly #g = new Float64Array(4);
  readonly #hBefore = new Float64Array(16);
  readonly #gBefore = new Float64Array(4);
  readonly #basis = new Float64Array(12);
  /** Sums of the products of both rates: xx, yy, zz, xy, xz, yz of each sensor. */
  readonly #products = new Float64Array(12);
  /** Scratch: one row per sample, see `#rateRows`. */
  readonly #rows: Float64Array;

  constructor(j1: Vec3, j2: Vec3, rows: Float64Array) {
    this.#j1 = j1;
    this.#j2 = j2;
    this.#rows = rows;
  }

  run(rates: VectorPairs, statics: VectorPairs | null, stride: number, iterations: number): void {
    let damping = 1e-3;
    this.#multiply(rates, stride);
    this.cost = this.#linearise(rates, statics, stride);
    for (let i = 0; i < iterations; i++) {
      const before = { j1: this.#j1, j2: this.#j2, cost: this.cost, squares: this.#squares };
      this.#hBefore.set(this.#h);
      this.#gBefore.set(this.#g);
      const step = solve4(this.#h, this.#g, damping);
      if (step === null) return;
      this.#j1 = this.#moved(this.#j1, 0, step);
      this.#j2 = this.#moved(this.#j2, 2, step);
      this.cost = this.#linearise(rates, statics, stride);
      if (this.cost <= before.cost) {
        damping = Math.max(1e-6, damping * 0.3);
        if (before.cost - this.cost < CONVERGED * before.cost) return;
      } else {
        this.#j1 = before.j1;
        this.#j2 = before.j2;
        this.cost = before.cost;
        this.#squares = before.squares;
        this.#h.set(this.#hBefore);
        this.#g.set(this.#gBefore);
        this.#spanTangents();
        damping *= 10;
        if (damping > 1e4) return;
      }
    }
  }

  result(): HingeAxes {
    const variance = this.#squares / Math.max(1, this.#count - 4);
    return {
      j1: this.#j1,
      j2: this.#j2,
      residual: Math.sqrt(this.#squares / Math.max(1, this.#count)),
      uncertainty: Math.sqrt(variance * this.#openness()),
      cost: this.cost,
    };
  }

  #openness(): number {
    const most = Math.max(this.#moved1, this.#moved2);
    const [a, b, c, d] = inverseDiagonal4(this.#h);
    const known = this.#gravityCount >= LEAST_STATICS && most > 0;
    const share1 = known ? this.#moved1 / most : 1;
    const share2 = known ? this.#moved2 / most : 1;
    return Math.max(share1 * a, share1 * b, share2 * c, share2 * d);
  }

  #spanTangents(): void {
    tangents(this.#basis, 0, this.#j1);
    tangents(this.#basis, 6, this.#j2);
  }

  /** Normal equations at the axes as they are; returns the cost. */
  #linearise(rates: VectorPairs, statics: VectorPairs | null, stride: number): number {
    this.#spanTangents();
    const ratesEnd = this.#rateRows(rates, stride);
    this.#gravityCount = statics === null ? 0 : statics.count;
    const cost = this.#sumUp(statics === null ? ratesEnd : this.#staticRows(statics, ratesEnd));
    return cost + this.#prefer(this.#j1, 0) + this.#prefer(this.#j2, 2);
  }

  /** Sums the products of the rates, each sample weighed by its parsimony. */
  #multiply({ data, count }: VectorPairs, stride: number): void {
    const p = this.#products.fill(0);
    const end = 6 * count;
    const more = square(PARSIMONY_IN_PROPORTION) * proportion(data, end, 6 * stride);
    for (let o = 0; o < end; o += 6 * stride) {
      const weight = square(PARSIMONY) + more * Math.min(1, APART * apart(data, o));
      for (let s = 0; s < 2; s++) {
        const x = data[o + 3 * s];
        const y = data[o + 3 * s + 1];
        const z = data[o + 3 * s + 2];
        p[6 * s] += weight * x * x;
        p[6 * s + 1] += weight * y * y;
        p[6 * s + 2] += weight * z * z;
        p[6 * s + 3] += weight * x * y;
        p[6 * s + 4] += weight * x * z;
        p[6 * s + 5] += weight * y * z;
      }
    }
  }

  /** Adds the weighed |w x j|^2 for one axis, whose tangents are number `at` and the next; returns its cost. */
  #prefer({ x, y, z }: Vec3, at: 0 | 2): number {
    const p = this.#products;
    const b = this.#basis;
    const o = 3 * at;
    const px = p[o] * x + p[o + 3] * y + p[o + 4] * z;
    const py = p[o + 3] * x + p[o + 1] * y + p[o + 5] * z;
    const pz = p[o + 4] * x + p[o + 5] * y + p[o + 2] * z;
    const along = px * x + py * y + pz * z;
    for (let i = 0; i < 2; i++) {
      const k = o + 3 * i;
      this.#g[at + i] += px * b[k] + py * b[k + 1] + pz * b[k + 2];
      this.#h[5 * (at + i)] += along;
    }
    return p[o] + p[o + 1] + p[o + 2] - along;
  }

  /** Rows of error and slope along the four tangents, for |w1 x j1| - |w2 x j2|. */
  #rateRows({ data, count }: VectorPairs, stride: number): number {
    const { x: x1, y: y1, z: z1 } = this.#j1;
    const { x: x2, y: y2, z: z2 } = this.#j2;
    const b = this.#basis;
    const rows = this.#rows;
    let squares = 0;
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
      squares += error * error;
      moved1 += all1;
      moved2 += all2;
      end += ROW;
    }
    this.#moved1 = moved1;
    this.#moved2 = moved2;
    this.#squares = squares;
    this.#count = end / ROW;
    return end;
  }

  /** The same for a1.j1 - a2.j2, after the rows so far. */
  #staticRows({ data, count }: VectorPairs, from: number): number {
    const { x: x1, y: y1, z: z1 } = this.#j1;
    const { x: x2, y: y2, z: z2 } = this.#j2;
    const b = this.#basis;
    const rows = this.#rows;
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

  /** Adds up the rows with soft-L1 weights. Sums are plain variables: this loop is most of the cost of a fit. */
  #sumUp(end: number): number {
    const rows = this.#rows;
    let cost = 0;
    let h00 = 0;
    let h01 = 0;
    let h02 = 0;
    let h03 = 0;
    let h11 = 0;
    let h12 = 0;
    let h13 = 0;
    let h22 = 0;
    let h23 = 0;
    let h33 = 0;
    let g0 = 0;
    let g1 = 0;
    let g2 = 0;
    let g3 = 0;
    for (let o = 0; o < end; o += ROW) {
      const error = rows[o];
      const d0 = rows[o + 1];
      const d1 = rows[o + 2];
      const d2 = rows[o + 3];
      const d3 = rows[o + 4];
      const root = Math.sqrt(1 + (error * error) / (SOFT * SOFT));
      const weight = 1 / root;
      const w0 = weight * d0;
      const w1 = weight * d1;
      const w2 = weight * d2;
      const w3 = weight * d3;
      h00 += w0 * d0;
      h01 += w0 * d1;
      h02 += w0 * d2;
      h03 += w0 * d3;
      h11 += w1 * d1;
      h12 += w1 * d2;
      h13 += w1 * d3;
      h22 += w2 * d2;
      h23 += w2 * d3;
      h33 += w3 * d3;
      g0 -= w0 * error;
      g1 -= w1 * error;
      g2 -= w2 * error;
      g3 -= w3 * error;
      cost += 2 * SOFT * SOFT * (root - 1);
    }
    this.#h.set([h00, h01, h02, h03, 0, h11, h12, h13, 0, 0, h22, h23, 0, 0, 0, h33]);
    this.#g.set([g0, g1, g2, g3]);
    return cost;
  }

  #moved(j: Vec3, at: 0 | 2, step: Float64Array): Vec3 {
    const b = this.#basis;
    const u = step[at];
    const v = step[at + 1];
    const o = at * 3;
    const x = j.x + u * b[o] + v * b[o + 3];
    const y = j.y + u * b[o + 1] + v * b[o + 4];
    const z = j.z + u * b[o + 2] + v * b[o + 5];
    const n = hypot(x, y, z);
    return { x: x / n, y: y / n, z: z / n };
  }
}

/** 0 to 1, near 1 only when |w1| and |w2| are in proportion: a cosine, 0.77 for a knee that walks and turns, to the sixteenth. */
function proportion(data: Float64Array, end: number, step: number): number {
  let a = 0;
  let b = 0;
  let both = 0;
  for (let o = 0; o < end; o += step) {
    const first = lengthAt(data, o);
    const second = lengthAt(data, o + 3);
    a += first * first;
    b += second * second;
    both += first * second;
  }
  return a * b > 0 ? square(square(square(square(both) / (a * b)))) : 0;
}

/** 0 when two sensors turn alike, as on a body that turns as a whole, to 1 when one is still. */
function apart(data: Float64Array, at: number): number {
  const first = lengthAt(data, at);
  const second = lengthAt(data, at + 3);
  const both = first * first + second * second;
  return both > 0 ? square(first - second) / both : 0;
}

function lengthAt(data: Float64Array, at: number): number {
  return Math.sqrt(data[at] * data[at] + data[at + 1] * data[at + 1] + data[at + 2] * data[at + 2]);
}

/** Two unit vectors that span the tangent plane at `j`. */
function tangents(out: Float64Array, at: number, j: Vec3): void {
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
