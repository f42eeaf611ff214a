/** An uninterrupted walk. */
export interface WalkingBout {
  readonly startUs: number;
  readonly endUs: number;
  readonly steps: number;
  /** Mean over the bout, steps per minute. */
  readonly cadencePerMin: number;
}

/** Joins walked pieces of time to bouts; one with too few steps is dropped whole. */
export class StepBouts {
  readonly #minSteps: number;
  readonly #onBout: (bout: WalkingBout) => void;
  #startUs = 0;
  #endUs = 0;
  /** Steps of the open bout, with fraction. */
  #steps = 0;
  #counted = 0;

  constructor({ minBoutSteps }: { readonly minBoutSteps: number }, onBout: (bout: WalkingBout) => void) {
    this.#minSteps = minBoutSteps;
    this.#onBout = onBout;
  }

  get walking(): boolean {
    return this.#steps > 0;
  }

  get stepCount(): number {
    return this.#counted + (this.#steps >= this.#minSteps ? Math.round(this.#steps) : 0);
  }

  /** The next piece of time; `stepHz` 0: not walked. */
  step(startUs: number, durationUs: number, stepHz: number): void {
    if (stepHz <= 0) {
      this.end();
      return;
    }
    if (this.#steps === 0) this.#startUs = startUs;
    this.#endUs = startUs + durationUs;
    this.#steps += (stepHz * durationUs) / 1_000_000;
  }

  end(): void {
    if (this.#steps >= this.#minSteps) {
      const steps = Math.round(this.#steps);
      const minutes = (this.#endUs - this.#startUs) / 60_000_000;
      this.#counted += steps;
      this.#onBout({ startUs: this.#startUs, endUs: this.#endUs, steps, cadencePerMin: this.#steps / minutes });
    }
    this.#steps = 0;
  }
}
