/**
 * Puts time-stamped values on an even grid: every cell holds the mean over its time of the straight lines between the values, which
 * smooths a fast sensor (no aliasing) and fills in a slow one with the same arithmetic. A pause longer than `maxGapUs` is a gap and not
 * bridged; the grid then starts anew, as it does where time goes back by more than that. Nothing is allocated per value.
 */
export class EvenGrid {
  readonly #cellUs: number;
  readonly #maxGapUs: number;
  readonly #onCell: (startUs: number, mean: number) => void;
  readonly #onGap: () => void;
  #lastUs = Number.NaN;
  #lastValue = 0;
  #cellStartUs = 0;
  /** Integral over the cell in progress, value x us. */
  #area = 0;

  constructor(cellUs: number, maxGapUs: number, onCell: (startUs: number, mean: number) => void, onGap: () => void) {
    this.#cellUs = cellUs;
    this.#maxGapUs = maxGapUs;
    this.#onCell = onCell;
    this.#onGap = onGap;
  }

  /** A value or time that is not finite, and a time that does not move on, are ignored. */
  push(timeUs: number, value: number): void {
    if (!Number.isFinite(timeUs) || !Number.isFinite(value)) return;
    const stepUs = timeUs - this.#lastUs;
    if (stepUs <= 0 && stepUs >= -this.#maxGapUs) return;
    if (!(stepUs > 0 && stepUs <= this.#maxGapUs)) {
      if (!Number.isNaN(this.#lastUs)) this.#onGap();
      this.#cellStartUs = timeUs;
      this.#area = 0;
    } else {
      this.#draw(timeUs, value, (value - this.#lastValue) / stepUs);
    }
    this.#lastUs = timeUs;
    this.#lastValue = value;
  }

  #draw(timeUs: number, value: number, slope: number): void {
    let fromUs = this.#lastUs;
    let from = this.#lastValue;
    for (let endUs = this.#cellStartUs + this.#cellUs; endUs <= timeUs; endUs += this.#cellUs) {
      const end = this.#lastValue + slope * (endUs - this.#lastUs);
      this.#area += 0.5 * (from + end) * (endUs - fromUs);
      this.#onCell(this.#cellStartUs, this.#area / this.#cellUs);
      this.#cellStartUs = endUs;
      this.#area = 0;
      fromUs = endUs;
      from = end;
    }
    this.#area += 0.5 * (from + value) * (timeUs - fromUs);
  }
}
