/** Bits into bytes, highest bit first. The caller provides enough room. */
export class BitWriter {
  readonly #out: Uint8Array;
  #at: number;
  #held = 0;
  #count = 0;

  constructor(out: Uint8Array, offset: number) {
    this.#out = out;
    this.#at = offset;
  }

  /** Writes the `width` (0 to 24) low bits of `value`. */
  put(value: number, width: number): void {
    this.#held = (this.#held << width) | value;
    this.#count += width;
    while (this.#count >= 8) {
      this.#count -= 8;
      this.#out[this.#at++] = this.#held >>> this.#count;
    }
  }

  /** Fills the last byte with zeros; returns the offset behind it. */
  finish(): number {
    if (this.#count > 0) this.put(0, 8 - this.#count);
    return this.#at;
  }
}

/** Reads what BitWriter wrote. Past the end it gives zeros and says so in `overrun`. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #held = 0;
  #count = 0;
  overrun = false;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.#at = offset;
  }

  /** The next `width` (0 to 24) bits. */
  take(width: number): number {
    while (this.#count < width) this.#fill();
    this.#count -= width;
    return (this.#held >>> this.#count) & ((1 << width) - 1);
  }

  /** How many ones come before the next zero, at most `most`; the zero is taken too, except after `most` ones. */
  takeUnary(most: number): number {
    let ones = 0;
    for (;;) {
      if (this.#count === 0) this.#fill();
      const run = Math.clz32(~(this.#held << (32 - this.#count)));
      if (ones + run >= most) {
        this.#count -= most - ones;
        return most;
      }
      ones += run;
      this.#count -= run;
      if (this.#count > 0) {
        this.#count--;
        return ones;
      }
    }
  }

  /** Offset behind the last byte of which a bit was taken. */
  get offset(): number {
    return this.#at - (this.#count >> 3);
  }

  #fill(): void {
    if (this.#at >= this.#bytes.length) this.overrun = true;
    this.#held = (this.#held << 8) | (this.#bytes[this.#at++] ?? 0);
    this.#count += 8;
  }
}
