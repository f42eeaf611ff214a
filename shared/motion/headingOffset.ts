import { hypot } from '#shared/signal/portableMath.ts';
import type { HingeGeometry } from './hingeGeometry.ts';

/**
 * s; the heading offset follows the axes this slowly. It drifts with the gyroscopes' bias only, but skin, muscle and a joint that is
 * no perfect hinge turn it within every repetition, and following that takes their error off the angle.
 */
export const HEADING_TAU_S = 1;

/**
 * Heading difference of two sensors on one hinge: filtered argument of r^2 e^(i (h1 - h2)), h being the heading of the axis as each
 * sensor sees it and r the product of its horizontal lengths (motion.md, Hinge joint, step 3). A mean of all at first.
 */
export class HeadingOffset {
  /** Filtered r^2 cos, r^2 sin and r^2. */
  cos = 0;
  sin = 0;
  weight = 0;
  #seenS = 0;

  /** What was known is a guess from here on: the next pairs count as the first. */
  restart(): void {
    this.#seenS = 0;
  }

  /** Adds the headings that `geometry` compared last; `tauS` is how long they are remembered. */
  add(geometry: HingeGeometry, stepS: number, tauS = HEADING_TAU_S): void {
    this.#seenS += stepS;
    const gain = this.#seenS > 0 ? Math.min(1, stepS / Math.min(tauS, this.#seenS)) : 1;
    this.cos += gain * (geometry.cos - this.cos);
    this.sin += gain * (geometry.sin - this.sin);
    this.weight += gain * (geometry.weight - this.weight);
  }

  /** The second axis was turned round. */
  turnRound(): void {
    this.cos = -this.cos;
    this.sin = -this.sin;
  }

  /** How steady the offset is, 0 to 1. */
  get steadiness(): number {
    return this.weight > 0 ? Math.min(1, hypot(this.cos, this.sin) / this.weight) : 0;
  }
}
