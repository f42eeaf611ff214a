import type { SessionSummary } from '#shared/schema/summary.ts';
import { MAX_SESSION_US } from './limits.ts';

export const ANGLE_STEP_US = 200_000;
const MAX_STEPS = MAX_SESSION_US / ANGLE_STEP_US;

/** The angle every 200 ms from the session's start: the newest value of each step, null where there is none. */
export class AngleSeries {
  readonly #startedUs: number;
  /** NaN where there is none. */
  #deg = new Float64Array(1024).fill(Number.NaN);
  #length = 0;

  constructor(startedUs: number) {
    this.#startedUs = startedUs;
  }

  add(timeUs: number, angleDeg: number): void {
    const step = Math.floor((timeUs - this.#startedUs) / ANGLE_STEP_US);
    if (!(step >= 0 && step < MAX_STEPS)) return;
    if (step >= this.#deg.length) this.#grow(step + 1);
    if (step >= this.#length) this.#length = step + 1;
    this.#deg[step] = angleDeg;
  }

  series(endedUs: number): SessionSummary['angleSeries'] {
    if (this.#length === 0) return null;
    const steps = Math.max(0, Math.min(MAX_STEPS, Math.ceil((endedUs - this.#startedUs) / ANGLE_STEP_US)));
    const deg: (number | null)[] = [];
    for (let step = 0; step < steps; step++) deg.push(step < this.#length ? rounded(this.#deg[step]) : null);
    return { fromUs: this.#startedUs, stepUs: ANGLE_STEP_US, deg };
  }

  #grow(least: number): void {
    const grown = new Float64Array(Math.max(least, 2 * this.#deg.length)).fill(Number.NaN);
    grown.set(this.#deg);
    this.#deg = grown;
  }
}

function rounded(deg: number): number | null {
  // + 0: minus zero would not survive JSON.
  return Number.isNaN(deg) ? null : Math.round(deg * 100) / 100 + 0;
}
