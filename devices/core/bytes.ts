/** Reads fields in order, little-endian unless told otherwise. Never throws: past the end every read gives undefined and `short` stays true. */
export class ByteReader {
  readonly length: number;
  short = false;
  #offset = 0;
  readonly #view: DataView;
  readonly #little: boolean;

  constructor(bytes: Uint8Array, byteOrder: 'little' | 'big' = 'little') {
    this.length = bytes.byteLength;
    this.#little = byteOrder === 'little';
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.length - this.#offset;
  }

  u8(): number | undefined {
    const at = this.#take(1);
    return at === undefined ? undefined : this.#view.getUint8(at);
  }

  u16(): number | undefined {
    const at = this.#take(2);
    return at === undefined ? undefined : this.#view.getUint16(at, this.#little);
  }

  u32(): number | undefined {
    const at = this.#take(4);
    return at === undefined ? undefined : this.#view.getUint32(at, this.#little);
  }

  s8(): number | undefined {
    const at = this.#take(1);
    return at === undefined ? undefined : this.#view.getInt8(at);
  }

  s16(): number | undefined {
    const at = this.#take(2);
    return at === undefined ? undefined : this.#view.getInt16(at, this.#little);
  }

  s24(): number | undefined {
    const at = this.#take(3);
    if (at === undefined) return undefined;
    return this.#little
      ? this.#view.getUint16(at, true) | (this.#view.getInt8(at + 2) << 16)
      : this.#view.getUint16(at + 1, false) | (this.#view.getInt8(at) << 16);
  }

  s32(): number | undefined {
    const at = this.#take(4);
    return at === undefined ? undefined : this.#view.getInt32(at, this.#little);
  }

  /** Whole: nanosecond clocks do not fit a double. */
  u64(): bigint | undefined {
    const at = this.#take(8);
    return at === undefined ? undefined : this.#view.getBigUint64(at, this.#little);
  }

  s64(): bigint | undefined {
    const at = this.#take(8);
    return at === undefined ? undefined : this.#view.getBigInt64(at, this.#little);
  }

  /** NaN past the end, so that one finite check covers a whole group of floats. */
  f32(): number {
    const at = this.#take(4);
    return at === undefined ? Number.NaN : this.#view.getFloat32(at, this.#little);
  }

  skip(count: number): void {
    this.#take(count);
  }

  #take(count: number): number | undefined {
    if (this.remaining < count) {
      this.short = true;
      this.#offset = this.length;
      return undefined;
    }
    const at = this.#offset;
    this.#offset += count;
    return at;
  }
}

/** Nanoseconds to whole microseconds, rounded down; exact below 2^53 us. */
export function microsecondsOf(ns: bigint): number {
  return Number(ns / 1000n);
}
