/** Things with a time, pushed in almost any order and taken in order of time. Sorting happens only when something came late. */
export class TimeQueue<T> {
  readonly #items: T[] = [];
  readonly #compare: (a: T, b: T) => number;
  readonly #timeUs: (item: T) => number;
  #head = 0;
  #sorted = true;

  constructor(timeUs: (item: T) => number, tie: (a: T, b: T) => number = () => 0) {
    this.#timeUs = timeUs;
    this.#compare = (a, b) => timeUs(a) - timeUs(b) || tie(a, b);
  }

  push(item: T): void {
    const { length } = this.#items;
    if (length > this.#head && this.#compare(this.#items[length - 1], item) > 0) this.#sorted = false;
    this.#items.push(item);
  }

  /** The next item that is not later than `untilUs`; undefined when there is none. */
  takeUntil(untilUs: number): T | undefined {
    if (!this.#sorted) {
      const rest = this.#items.splice(this.#head).sort(this.#compare);
      for (const item of rest) this.#items.push(item);
      this.#sorted = true;
    }
    const next = this.#items[this.#head];
    if (next === undefined || this.#timeUs(next) > untilUs) return undefined;
    this.#head++;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
    return next;
  }
}
