import { inverseForm } from '#shared/signal/spdForm.ts';
import { POSE } from './sensorTrack.ts';

/** An imported constant is read from memory at every use, a local one is compiled in. */
const {
  timeUs: TIME_US,
  w: W,
  x: X,
  y: Y,
  z: Z,
  rateX: RATE_X,
  rateY: RATE_Y,
  rateZ: RATE_Z,
  accX: ACC_X,
  accY: ACC_Y,
  accZ: ACC_Z,
} = POSE;

/** s; half the width of the hat over which accelerations are averaged: what is faster is soft tissue and impacts. */
const HAT_S = 0.15;
/** us; a longer pause between pairs starts a new hat. */
const HOLE_US = 100_000;
/** s; memory of the evidence. Both sensors' headings drift against each other only slowly. */
const MEMORY_S = 30;
/**
 * s; what is slower than this is left out of the equations. While a gyroscope's bias is not known yet, the inclination is off by up
 * to a few degrees, and 1 degree leaks 0.17 m/s2 of gravity: more than a slow movement accelerates, but nearly constant.
 */
const SLOW_S = 2;
/** s; evidence over this long counts half: so few equations can be met by chance. */
const FEW_S = 1;
/** m/s2 and m: error of an averaged acceleration, and usual distance of a sensor from the joint. */
const ACCELERATION_ERROR = 0.08;
const ARM = 0.2;
const RIDGE = (ACCELERATION_ERROR / ARM) * (ACCELERATION_ERROR / ARM);
/** Columns of a sensor: the acceleration of an arm of 1 m along x, y and z of its frame, and its own acceleration. */
const COLUMNS = 4;
const SIZE = COLUMNS * COLUMNS;

/**
 * Evidence that two sensors sit on two segments joined in one point: a1 - K(w1) o1 = a2 - K(w2) o2 in the earth frame, o being the
 * arm from sensor to joint (Seel et al., Sensors 14:6891, 2014, section 3.2). R K o is the second derivative of R o, so averaging
 * over a hat makes it a second difference of three orientations, and only the accelerations have to be followed sample by sample.
 * The heading offset enters linearly and is given later; half a turn more is the other sign of j2.
 */
export class HingeArms {
  /** Seconds of evidence. */
  seconds = 0;
  /** Per sensor: rotation matrix at the three corners of the hat. */
  readonly #corners = [new Float64Array(27), new Float64Array(27)] as const;
  readonly #times = new Float64Array(3);
  /** Sums of acceleration times seconds and times seconds since the last corner, for the running side and the one before. */
  readonly #rising = new Float64Array(12);
  readonly #falling = new Float64Array(12);
  #known = 0;
  #lastUs = Number.NaN;
  /** Columns of both sensors in the earth frame: 3 rows of 4. */
  readonly #u = new Float64Array(3 * COLUMNS);
  readonly #v = new Float64Array(3 * COLUMNS);
  /** Running means of both. */
  readonly #uSlow = new Float64Array(3 * COLUMNS);
  readonly #vSlow = new Float64Array(3 * COLUMNS);
  /** s of hats since the last hole. */
  #runS = 0;
  /** Sums of products: U'U, V'V, and U'V for heading offset 0 and a quarter turn, and of the upright parts. */
  readonly #uu = new Float64Array(SIZE);
  readonly #vv = new Float64Array(SIZE);
  readonly #level = new Float64Array(SIZE);
  readonly #quarter = new Float64Array(SIZE);
  readonly #upright = new Float64Array(SIZE);
  readonly #h = new Float64Array(36);
  readonly #g = new Float64Array(6);

  add(first: Float64Array, second: Float64Array): void {
    const timeUs = first[TIME_US];
    const stepUs = timeUs - this.#lastUs;
    this.#lastUs = timeUs;
    if (!(stepUs <= HOLE_US)) {
      this.#known = 0;
      this.#runS = 0;
    } else {
      const stepS = stepUs * 1e-6;
      const sinceS = (timeUs - this.#times[2]) * 1e-6 - stepS / 2;
      accumulate(this.#rising, 0, first, stepS, sinceS);
      accumulate(this.#rising, 3, second, stepS, sinceS);
      if (timeUs - this.#times[2] < HAT_S * 1e6) return;
    }
    this.#turnCorner(timeUs, first, second);
  }

  #turnCorner(timeUs: number, first: Float64Array, second: Float64Array): void {
    const times = this.#times;
    times.copyWithin(0, 1);
    times[2] = timeUs;
    this.#corners[0].copyWithin(0, 9);
    this.#corners[1].copyWithin(0, 9);
    writeMatrix(this.#corners[0], 18, first);
    writeMatrix(this.#corners[1], 18, second);
    if (++this.#known >= 3) this.#takeHat();
    this.#falling.set(this.#rising);
    this.#rising.fill(0);
  }

  /** One equation per axis of the earth frame from the hat between the three corners. */
  #takeHat(): void {
    const before = (this.#times[1] - this.#times[0]) * 1e-6;
    const after = (this.#times[2] - this.#times[1]) * 1e-6;
    const width = (before + after) / 2;
    for (let s = 0; s < 2; s++) {
      const out = s === 0 ? this.#u : this.#v;
      const r = this.#corners[s];
      for (let row = 0; row < 3; row++) {
        for (let c = 0; c < 3; c++) {
          const k = 3 * row + c;
          out[COLUMNS * row + c] = ((r[18 + k] - r[9 + k]) / after - (r[9 + k] - r[k]) / before) / width;
        }
        const rise = this.#falling[6 + 3 * s + row] / before;
        const fall = this.#rising[3 * s + row] - this.#rising[6 + 3 * s + row] / after;
        out[COLUMNS * row + 3] = (rise + fall) / width;
      }
    }
    this.#runS += after;
    const gain = after / Math.min(SLOW_S, this.#runS);
    subtractSlow(this.#u, this.#uSlow, gain);
    subtractSlow(this.#v, this.#vSlow, gain);
    this.seconds += after;
    this.#sumUp(1 - Math.max(0, after / MEMORY_S));
  }

  #sumUp(keep: number): void {
    const u = this.#u;
    const v = this.#v;
    for (let i = 0; i < COLUMNS; i++) {
      const ux = u[i];
      const uy = u[COLUMNS + i];
      const uz = u[2 * COLUMNS + i];
      for (let j = 0; j < COLUMNS; j++) {
        const k = COLUMNS * i + j;
        const vx = v[j];
        const vy = v[COLUMNS + j];
        const vz = v[2 * COLUMNS + j];
        this.#uu[k] = keep * this.#uu[k] + ux * u[j] + uy * u[COLUMNS + j] + uz * u[2 * COLUMNS + j];
        this.#vv[k] = keep * this.#vv[k] + v[i] * vx + v[COLUMNS + i] * vy + v[2 * COLUMNS + i] * vz;
        this.#level[k] = keep * this.#level[k] + ux * vx + uy * vy;
        this.#quarter[k] = keep * this.#quarter[k] + uy * vx - ux * vy;
        this.#upright[k] = keep * this.#upright[k] + uz * vz;
      }
    }
  }

  /** -1 to 1: how much better the heading offset (cosine, sine) joins the two segments than the opposite one. 0: cannot be told. */
  score(cos: number, sin: number): number {
    if (this.seconds === 0) return 0;
    const kept = this.#misfit(cos, sin);
    const turned = this.#misfit(-cos, -sin);
    const floor = ACCELERATION_ERROR * ACCELERATION_ERROR * (Math.min(this.seconds, MEMORY_S) / HAT_S);
    return ((turned - kept) / (turned + kept + floor)) * (this.seconds / (this.seconds + FEW_S));
  }

  /** Sum of squares that no arms explain, (m/s2)^2. */
  #misfit(cos: number, sin: number): number {
    const h = this.#h;
    const g = this.#g;
    const cross = (i: number, j: number): number => {
      const k = COLUMNS * i + j;
      return cos * this.#level[k] + sin * this.#quarter[k] + this.#upright[k];
    };
    const ridge = RIDGE * (Math.min(this.seconds, MEMORY_S) / HAT_S);
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        h[6 * i + j] = this.#uu[COLUMNS * i + j] + (i === j ? ridge : 0);
        h[6 * (3 + i) + 3 + j] = this.#vv[COLUMNS * i + j] + (i === j ? ridge : 0);
        h[6 * (3 + i) + j] = -cross(j, i);
      }
      g[i] = this.#uu[COLUMNS * i + 3] - cross(i, 3);
      g[3 + i] = this.#vv[COLUMNS * i + 3] - cross(3, i);
    }
    const all = this.#uu[SIZE - 1] + this.#vv[SIZE - 1] - 2 * cross(3, 3);
    return Math.max(0, all - inverseForm(h, g, 6));
  }
}

/** Takes from `columns` what is slow, a running mean with `gain`. */
function subtractSlow(columns: Float64Array, slow: Float64Array, gain: number): void {
  for (let i = 0; i < columns.length; i++) {
    slow[i] += gain * (columns[i] - slow[i]);
    columns[i] -= slow[i];
  }
}

/**
 * Adds a row's acceleration in the earth frame times `stepS`, and that times `sinceS`, at `at` and 6 further. A row's orientation is
 * that of the end of its interval, its acceleration that of the middle: it is seen from half a step before.
 */
function accumulate(sums: Float64Array, at: number, row: Float64Array, stepS: number, sinceS: number): void {
  const w = row[W];
  const x = row[X];
  const y = row[Y];
  const z = row[Z];
  const half = stepS / 2;
  const bx = row[ACC_X];
  const by = row[ACC_Y];
  const bz = row[ACC_Z];
  const ax = bx - half * (row[RATE_Y] * bz - row[RATE_Z] * by);
  const ay = by - half * (row[RATE_Z] * bx - row[RATE_X] * bz);
  const az = bz - half * (row[RATE_X] * by - row[RATE_Y] * bx);
  const tx = 2 * (y * az - z * ay);
  const ty = 2 * (z * ax - x * az);
  const tz = 2 * (x * ay - y * ax);
  const ex = stepS * (ax + w * tx + y * tz - z * ty);
  const ey = stepS * (ay + w * ty + z * tx - x * tz);
  const ez = stepS * (az + w * tz + x * ty - y * tx);
  sums[at] += ex;
  sums[at + 1] += ey;
  sums[at + 2] += ez;
  sums[at + 6] += sinceS * ex;
  sums[at + 7] += sinceS * ey;
  sums[at + 8] += sinceS * ez;
}

/** Rotation matrix of a row's orientation, row-major. */
function writeMatrix(out: Float64Array, at: number, row: Float64Array): void {
  const w = row[W];
  const x = row[X];
  const y = row[Y];
  const z = row[Z];
  out[at] = 1 - 2 * (y * y + z * z);
  out[at + 1] = 2 * (x * y - w * z);
  out[at + 2] = 2 * (x * z + w * y);
  out[at + 3] = 2 * (x * y + w * z);
  out[at + 4] = 1 - 2 * (x * x + z * z);
  out[at + 5] = 2 * (y * z - w * x);
  out[at + 6] = 2 * (x * z - w * y);
  out[at + 7] = 2 * (y * z + w * x);
  out[at + 8] = 1 - 2 * (x * x + y * y);
}
