import { SampleColumns } from '#shared/import/sampleColumns.ts';

const FIRST_CAPACITY = 1 << 14;
/** About a year of a watch that measures every few seconds all day; more is refused, so that memory stays bounded. */
export const MOST_READINGS = 1 << 22;
const INDEX_SPAN = 2 ** 22;
/** A source with a reading every half minute or more often followed the workout. */
const FOLLOWS_S = 30;

/** Heart-rate readings of an export: 6 bytes each, in the order of the file, which is by source and not by time. */
export class HeartStore {
  count = 0;
  refused = 0;
  readonly #sources = new Map<string, number>();
  #seconds = new Uint32Array(FIRST_CAPACITY);
  #bpm = new Uint8Array(FIRST_CAPACITY);
  #source = new Uint8Array(FIRST_CAPACITY);

  /** `second`: UTC s. `bpm` from 20 to 260 is held to a byte: nobody's heart beats faster than 255 in earnest. */
  add(second: number, bpm: number, source: string): void {
    if (this.count === MOST_READINGS) {
      this.refused++;
      return;
    }
    if (this.count === this.#seconds.length) this.#grow();
    this.#seconds[this.count] = second;
    this.#bpm[this.count] = Math.min(255, Math.round(bpm));
    this.#source[this.count] = this.#sourceIndex(source);
    this.count++;
  }

  #sourceIndex(source: string): number {
    const known = this.#sources.get(source);
    if (known !== undefined) return known;
    // A 256th source is put with the last: no phone has so many.
    const index = Math.min(255, this.#sources.size);
    this.#sources.set(source, index);
    return index;
  }

  #grow(): void {
    const size = Math.min(MOST_READINGS, 2 * this.#seconds.length);
    this.#seconds = grown(this.#seconds, new Uint32Array(size));
    this.#bpm = grown(this.#bpm, new Uint8Array(size));
    this.#source = grown(this.#source, new Uint8Array(size));
  }

  /** Puts all readings in order of time; call it once, when everything is read. */
  sort(): void {
    const { count } = this;
    let first = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) first = Math.min(first, this.#seconds[i]);
    const keys = new Float64Array(count);
    for (let i = 0; i < count; i++) keys[i] = (this.#seconds[i] - first) * INDEX_SPAN + i;
    keys.sort();
    const index = (i: number) => keys[i] % INDEX_SPAN;
    this.#seconds = Uint32Array.from({ length: count }, (_, i) => first + Math.floor(keys[i] / INDEX_SPAN));
    this.#bpm = reordered(this.#bpm, new Uint8Array(count), index);
    this.#source = reordered(this.#source, new Uint8Array(count), index);
  }

  /** Heart rate from `fromS` to `toS` by one source: that of the workout if it followed it, else the one with most readings. */
  between(fromS: number, toS: number, preferred: string): { readonly columns: SampleColumns; readonly source: string } {
    const from = this.#lowerBound(fromS);
    const to = this.#lowerBound(toS + 1);
    const counts = new Map<number, number>();
    for (let i = from; i < to; i++) counts.set(this.#source[i], (counts.get(this.#source[i]) ?? 0) + 1);
    const own = this.#sources.get(preferred);
    const most = [...counts].reduce<[number, number] | null>((best, each) => (best === null || each[1] > best[1] ? each : best), null);
    const follows = own !== undefined && (counts.get(own) ?? 0) * FOLLOWS_S >= toS - fromS;
    const chosen = follows ? own : (most?.[0] ?? -1);
    const columns = new SampleColumns(1);
    for (let i = from; i < to; i++) if (this.#source[i] === chosen) columns.push(this.#seconds[i] * 1e6, this.#bpm[i]);
    const source = [...this.#sources].find(([, index]) => index === chosen)?.[0] ?? preferred;
    return { columns, source };
  }

  #lowerBound(second: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#seconds[middle] < second) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function grown<T extends Uint32Array | Uint8Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

function reordered(from: Uint8Array<ArrayBuffer>, into: Uint8Array<ArrayBuffer>, index: (i: number) => number): Uint8Array<ArrayBuffer> {
  for (let i = 0; i < into.length; i++) into[i] = from[index(i)];
  return into;
}
