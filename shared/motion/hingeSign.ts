import type { HingeGeometry } from './hingeGeometry.ts';

/**
 * Evidence for the sign of j2 against j1, which rates alone leave open. With the right sign both sensors see the same rate across
 * the axis; in a movement all in one plane there is none, and then the horizontal acceleration of two neighbouring segments
 * decides: a wrong sign turns one of them round.
 */
export class HingeSign {
  #kept = 0;
  #turned = 0;
  #along = 0;
  #size = 0;

  /** Adds one pair of poses with weight `gain` (a share of what is remembered). */
  add(geometry: HingeGeometry, first: Float64Array, second: Float64Array, deltaRad: number, gain: number): void {
    this.#kept += gain * (geometry.mismatch(first, second, deltaRad) - this.#kept);
    this.#turned += gain * (geometry.mismatch(first, second, deltaRad + Math.PI) - this.#turned);
    geometry.compareAccelerations(first, second, deltaRad);
    this.#along += gain * (geometry.cos - this.#along);
    this.#size += gain * (geometry.weight - this.#size);
  }

  /** -2 to 2; above 0 the sign is right. */
  get score(): number {
    const rates = this.#kept + this.#turned;
    return (rates > 0 ? (this.#turned - this.#kept) / rates : 0) + (this.#size > 0 ? this.#along / this.#size : 0);
  }

  /** j2 was turned round: the evidence stays and changes sides. */
  turnRound(): void {
    const kept = this.#kept;
    this.#kept = this.#turned;
    this.#turned = kept;
    this.#along = -this.#along;
  }
}
