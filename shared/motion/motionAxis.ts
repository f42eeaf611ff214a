import { hypot } from '#shared/signal/portableMath.ts';

/** s of motion in which older movement loses its weight. */
const MEMORY_S = 30;
const ITERATIONS = 40;

/**
 * Main axis of a movement in the sensor frame: first principal component of the angular rate without its part along gravity
 * (turning on the spot is not the exercise).
 */
export class MotionAxis {
  x = 1;
  y = 0;
  z = 0;
  known = false;
  #xx = 0;
  #yy = 0;
  #zz = 0;
  #xy = 0;
  #xz = 0;
  #yz = 0;
  /** Share of the movement that is about the axis, 0 to 1. */
  #share = 0;

  /** Adds one sample: rate (rad/s) and the direction of gravity. */
  add(wx: number, wy: number, wz: number, gx: number, gy: number, gz: number, stepS: number): void {
    const along = wx * gx + wy * gy + wz * gz;
    const x = wx - along * gx;
    const y = wy - along * gy;
    const z = wz - along * gz;
    const keep = 1 - stepS / MEMORY_S;
    this.#xx = this.#xx * keep + x * x * stepS;
    this.#yy = this.#yy * keep + y * y * stepS;
    this.#zz = this.#zz * keep + z * z * stepS;
    this.#xy = this.#xy * keep + x * y * stepS;
    this.#xz = this.#xz * keep + x * z * stepS;
    this.#yz = this.#yz * keep + y * z * stepS;
  }

  /** Takes the axis from what was added; a known axis keeps its direction. */
  settle(): void {
    let x = this.#xx >= this.#yy && this.#xx >= this.#zz ? 1 : 0.1;
    let y = this.#yy > this.#xx && this.#yy >= this.#zz ? 1 : 0.1;
    let z = this.#zz > this.#xx && this.#zz > this.#yy ? 1 : 0.1;
    let length = 1;
    for (let i = 0; i < ITERATIONS; i++) {
      const nx = this.#xx * x + this.#xy * y + this.#xz * z;
      const ny = this.#xy * x + this.#yy * y + this.#yz * z;
      const nz = this.#xz * x + this.#yz * y + this.#zz * z;
      length = hypot(nx, ny, nz);
      if (!(length > 0)) return;
      x = nx / length;
      y = ny / length;
      z = nz / length;
    }
    const sign = this.known && x * this.x + y * this.y + z * this.z < 0 ? -1 : 1;
    this.x = sign * x;
    this.y = sign * y;
    this.z = sign * z;
    this.#share = length / (this.#xx + this.#yy + this.#zz);
    this.known = true;
  }

  /** How much of the movement is about one axis, 0 (all over) to 1. */
  get clarity(): number {
    return Math.max(0, Math.min(1, 2 * this.#share - 1));
  }

  /** How far the axis is from upright, where gravity cannot show the turn, for a direction of gravity: 0 upright, 1 level. */
  levelness(gx: number, gy: number, gz: number): number {
    const along = gx * this.x + gy * this.y + gz * this.z;
    return Math.max(0, 1 - along * along);
  }
}
