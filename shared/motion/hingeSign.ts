import type { HingeGeometry } from './hingeGeometry.ts';

/** s; after that time evidence is replaced by newer. */
const MEMORY_S = 60;
/** (rad/s)^2; rates across the axis below this are wobble of either segment and say little. */
const FLOOR = 0.3;

/**
 * Evidence for the sign of j2 against j1 from rates: with the right sign both sensors see the same rate across the axis. Weaker than
 * the accelerations of `HingeArms`, but independent of them.
 */
export class HingeSign {
  #kept = 0;
  #turned = 0;
  #seenS = 0;

  /** Adds one pair of poses that stands for `stepS` of movement, at the heading `geometry` is set to. */
  add(geometry: HingeGeometry, first: Float64Array, second: Float64Array, stepS: number): void {
    this.#seenS += stepS;
    const gain = Math.max(stepS / MEMORY_S, stepS / this.#seenS);
    geometry.compareRates(first, second);
    this.#kept += gain * (geometry.kept - this.#kept);
    this.#turned += gain * (geometry.turned - this.#turned);
  }

  /** -1 to 1; above 0 the sign is right. */
  get score(): number {
    return (this.#turned - this.#kept) / (this.#turned + this.#kept + FLOOR);
  }

  /** j2 was turned round: the evidence stays and changes sides. */
  turnRound(): void {
    const kept = this.#kept;
    this.#kept = this.#turned;
    this.#turned = kept;
  }
}
