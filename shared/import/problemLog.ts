import type { ImportProblem, Problems } from './found.ts';

/** Shown in full; the rest is counted. */
const FIRST = 20;

/** Collects what could not be read: nothing is left out silently, and a million bad rows do not fill the memory. */
export class ProblemLog {
  readonly #first: ImportProblem[] = [];
  #count = 0;

  add(code: ImportProblem['code'], where: string, detail: string): void {
    this.#count++;
    if (this.#first.length < FIRST) this.#first.push({ code, where, detail: detail.slice(0, 200) });
  }

  get count(): number {
    return this.#count;
  }

  get problems(): Problems {
    return { first: [...this.#first], count: this.#count };
  }
}
