import type { SessionSummary } from '#shared/schema/summary.ts';
import { MAX_SESSION_US } from './limits.ts';

export const ANGLE_STEP_US = 200_000;
const MAX_STEPS = MAX_SESSION_US / ANGLE_STEP_US;

/** The angle every 200 ms from the session's start: the newest value of each step, null where there is none. */
export class AngleSeries {
  readonly #startedUs: number;
  readonly #deg: (number | null)[] = [];

  constructor(startedUs: number) {
    this.#startedUs = startedUs;
  }

  add(timeUs: number, angleDeg: number): void {
    const step = Math.floor((timeUs - this.#startedUs) / ANGLE_STEP_US);
    if (!(step >= 0 && step < MAX_STEPS)) return;
    while (this.#deg.length < step) this.#deg.push(null);
    // + 0: minus zero would not survive JSON.
    this.#deg[step] = Math.round(angleDeg * 100) / 100 + 0;
  }

  series(endedUs: number): SessionSummary['angleSeries'] {
    if (this.#deg.length === 0) return null;
    const steps = Math.max(0, Math.min(MAX_STEPS, Math.ceil((endedUs - this.#startedUs) / ANGLE_STEP_US)));
    const deg = this.#deg.slice(0, steps);
    while (deg.length < steps) deg.push(null);
    return { fromUs: this.#startedUs, stepUs: ANGLE_STEP_US, deg };
  }
}
