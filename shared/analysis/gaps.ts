import type { Gap } from '#shared/schema/summary.ts';

/** Notices stretches without data of one sensor, which may be several streams one after the other. */
export class GapTrack {
  readonly gaps: Gap[] = [];
  readonly #limitUs: number;
  #streamId = '';
  #lastUs = Number.NaN;

  /** `floorS`: 5 for heart rate, 0.5 for motion; three nominal periods where that is longer. */
  constructor(nominalRateHz: number, floorS: number) {
    this.#limitUs = 1e6 * Math.max(floorS, nominalRateHz > 0 ? 3 / nominalRateHz : 0);
  }

  get limitUs(): number {
    return this.#limitUs;
  }

  /** A usable sample. True when it ends a gap (or is the first): what came before must not be integrated up to here. */
  add(streamId: string, timeUs: number): boolean {
    const opened = !(timeUs - this.#lastUs <= this.#limitUs);
    if (opened && this.#lastUs < timeUs) this.gaps.push({ streamId: this.#streamId, fromUs: this.#lastUs, toUs: timeUs });
    this.#streamId = streamId;
    this.#lastUs = timeUs;
    return opened;
  }

  /** All gaps, the open one at the end included. */
  until(endedUs: number): readonly Gap[] {
    if (!(endedUs - this.#lastUs > this.#limitUs)) return this.gaps;
    return [...this.gaps, { streamId: this.#streamId, fromUs: this.#lastUs, toUs: endedUs }];
  }
}
