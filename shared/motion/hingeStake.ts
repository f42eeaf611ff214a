import { wrapRad } from './quaternion.ts';

/** What the two signs of a hinge's second axis make of a movement: sums over their angles, apart from a constant. */
export class HingeStake {
  #count = 0;
  #startA = 0;
  #startB = 0;
  #a = 0;
  #b = 0;
  #aa = 0;
  #bb = 0;
  #ab = 0;

  /** Takes the angle of one moment (rad) by either sign. */
  add(radA: number, radB: number): void {
    if (this.#count++ === 0) {
      this.#startA = radA;
      this.#startB = radB;
    }
    const a = wrapRad(radA - this.#startA);
    const b = wrapRad(radB - this.#startB);
    this.#a += a;
    this.#b += b;
    this.#aa += a * a;
    this.#bb += b * b;
    this.#ab += a * b;
  }

  /** rad; root mean square difference of the two angles, whichever way each counts: how far a wrong sign would be off. */
  get stakeRad(): number {
    const both = this.#squares(this.#aa, this.#a, this.#a) + this.#squares(this.#bb, this.#b, this.#b);
    return Math.sqrt(Math.max(0, both - 2 * Math.abs(this.#squares(this.#ab, this.#a, this.#b))));
  }

  /** rad; how far the joint moved, root mean square about the mean angle: the smaller one of both signs. */
  get movedRad(): number {
    const smaller = Math.min(this.#squares(this.#aa, this.#a, this.#a), this.#squares(this.#bb, this.#b, this.#b));
    return Math.sqrt(Math.max(0, smaller));
  }

  /** Mean product about the means. */
  #squares(products: number, first: number, second: number): number {
    return this.#count === 0 ? 0 : (products - (first * second) / this.#count) / this.#count;
  }
}
