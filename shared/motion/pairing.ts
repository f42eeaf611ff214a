import type { RowQueue } from '#shared/signal/rowQueue.ts';
import { POSE, POSE_WIDTH } from './sensorTrack.ts';

/** An imported constant is read from memory at every use, a local one is compiled in. */
const { timeUs: TIME_US, w: W, x: X, y: Y, z: Z, rateX: RATE_X, flaw: FLAW_AT } = POSE;

/** Share of the passing time by which the offset between two clocks is taken up. */
const SLEW = 0.1;

/** Poses of one sensor in the order of time. */
export interface PoseSource {
  readonly poses: RowQueue;
  /** us; longest distance between two poses that may be interpolated over. */
  readonly maxHoleUs: number;
}

/**
 * Brings the second sensor to the times of the first, by time stamps alone: a time is paired once both sensors have passed it, so
 * the order of arrival cannot matter. A hole of more than three periods in the second sensor is never bridged.
 */
export class Pairing {
  /** Pose rows of the pair; valid inside `take`. Both carry the first sensor's time. */
  readonly first = new Float64Array(POSE_WIDTH);
  readonly second = new Float64Array(POSE_WIDTH);
  readonly #a: PoseSource;
  readonly #b: PoseSource;
  #targetUs = 0;
  #offsetUs = 0;
  #lastUs = Number.NaN;
  /** The pair's time by the second sensor's clock. */
  #secondUs = 0;

  constructor(a: PoseSource, b: PoseSource) {
    this.#a = a;
    this.#b = b;
  }

  /**
   * The second sensor's time stamps are this much later than the first's for the same moment, us. Taken up gradually, a tenth of the
   * time that passes, so that no time is paired twice or left out.
   */
  setOffset(offsetUs: number): void {
    this.#targetUs = offsetUs;
  }

  /** Next pair into `first` and `second`; false when one of the sensors has not come that far. */
  take(): boolean {
    const a = this.#a.poses;
    const b = this.#b.poses;
    while (a.length > 0 && b.length > 0) {
      const firstUs = a.data[a.offset(0)];
      const timeUs = firstUs + this.#offsetAt(firstUs);
      this.#secondUs = timeUs;
      while (b.length > 1 && b.data[b.offset(1)] <= timeUs) b.drop(1);
      const beforeUs = b.data[b.offset(0)];
      if (beforeUs > timeUs) {
        this.#keepOffset(firstUs);
        a.drop(1);
        continue;
      }
      if (beforeUs < timeUs && b.length < 2) return false;
      const afterUs = beforeUs === timeUs ? timeUs : b.data[b.offset(1)];
      const usable = afterUs - beforeUs <= this.#b.maxHoleUs;
      if (usable) this.#fill(beforeUs === afterUs);
      this.#keepOffset(firstUs);
      a.drop(1);
      if (usable) return true;
    }
    return false;
  }

  #offsetAt(timeUs: number): number {
    const most = Number.isNaN(this.#lastUs) ? 0 : SLEW * (timeUs - this.#lastUs);
    const away = this.#targetUs - this.#offsetUs;
    return this.#offsetUs + Math.max(-most, Math.min(most, away));
  }

  #keepOffset(timeUs: number): void {
    this.#offsetUs = this.#offsetAt(timeUs);
    this.#lastUs = timeUs;
  }

  /** The first sensor's row as it is, and the second's between the two rows around its time, or that of its time when it `met` one. */
  #fill(met: boolean): void {
    const { first, second } = this;
    const a = this.#a.poses;
    const from = a.offset(0);
    const rows = a.data;
    for (let i = 0; i < POSE_WIDTH; i++) first[i] = rows[from + i];
    const b = this.#b.poses;
    const d = b.data;
    const b0 = b.offset(0);
    if (met) {
      for (let i = 1; i < POSE_WIDTH; i++) second[i] = d[b0 + i];
    } else {
      const b1 = b.offset(1);
      const k = (this.#secondUs - d[b0]) / (d[b1] - d[b0]);
      between(second, d, b0, b1, k);
      second[FLAW_AT] = Math.max(d[b0 + FLAW_AT], d[b1 + FLAW_AT]);
    }
    second[TIME_US] = first[TIME_US];
  }
}

/** Writes the row a share `k` of the way from the row at `from` to that at `to`; the orientation keeps its unit norm. */
function between(out: Float64Array, d: Float64Array, from: number, to: number, k: number): void {
  const w = d[from + W];
  const x = d[from + X];
  const y = d[from + Y];
  const z = d[from + Z];
  const dot = w * d[to + W] + x * d[to + X] + y * d[to + Y] + z * d[to + Z];
  const kept = 1 - k;
  const taken = dot < 0 ? -k : k;
  const qw = kept * w + taken * d[to + W];
  const qx = kept * x + taken * d[to + X];
  const qy = kept * y + taken * d[to + Y];
  const qz = kept * z + taken * d[to + Z];
  const n = 1 / Math.sqrt(qw * qw + qx * qx + qy * qy + qz * qz);
  out[W] = qw * n;
  out[X] = qx * n;
  out[Y] = qy * n;
  out[Z] = qz * n;
  for (let i: number = RATE_X; i < FLAW_AT; i++) out[i] = kept * d[from + i] + k * d[to + i];
}
