import type { RowQueue } from '#shared/signal/rowQueue.ts';
import { POSE, POSE_WIDTH } from './sensorTrack.ts';

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
      if (usable) this.#fill(timeUs, beforeUs, afterUs);
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

  #fill(timeUs: number, beforeUs: number, afterUs: number): void {
    const a = this.#a.poses;
    const b = this.#b.poses;
    const from = a.offset(0);
    for (let i = 0; i < POSE_WIDTH; i++) this.first[i] = a.data[from + i];
    const b0 = b.offset(0);
    const b1 = beforeUs === afterUs ? b0 : b.offset(1);
    const k = beforeUs === afterUs ? 0 : (timeUs - beforeUs) / (afterUs - beforeUs);
    const d = b.data;
    const dot = d[b0 + 1] * d[b1 + 1] + d[b0 + 2] * d[b1 + 2] + d[b0 + 3] * d[b1 + 3] + d[b0 + 4] * d[b1 + 4];
    const flip = dot < 0 ? -1 : 1;
    for (let i = 1; i < POSE_WIDTH; i++) this.second[i] = (1 - k) * d[b0 + i] + k * d[b1 + i] * (i <= 4 ? flip : 1);
    const s = this.second;
    const n = 1 / Math.sqrt(s[1] * s[1] + s[2] * s[2] + s[3] * s[3] + s[4] * s[4]);
    for (let i = 1; i <= 4; i++) s[i] *= n;
    s[POSE.flaw] = Math.max(d[b0 + POSE.flaw], d[b1 + POSE.flaw]);
    s[0] = this.first[0];
  }
}
