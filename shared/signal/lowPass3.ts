import { designLowPass, type LowPassCoefficients } from './lowPass.ts';

/**
 * `LowPass` of one 3-vector in plain scalar fields, for the per-sample path of the orientation filter. Input and output are fields
 * and not arguments: numbers handed to a method that is not inlined would be put on the heap.
 */
export class LowPass3 {
  /** Output. */
  x = 0;
  y = 0;
  z = 0;
  /** Input of the next `step`. */
  inX = 0;
  inY = 0;
  inZ = 0;
  #intervalS = 0.01;
  #x0 = 0;
  #y0 = 0;
  #z0 = 0;
  #x1 = 0;
  #y1 = 0;
  #z1 = 0;
  #b0 = 1;
  #a1 = 0;
  #a2 = 0;
  #bypass = true;
  #tauS: number;
  #startedS = 0;
  #count = 0;

  constructor(tauS: number) {
    this.#tauS = tauS;
  }

  /** Coefficients for a new sampling interval; the state goes on. */
  setSampleInterval(intervalS: number): void {
    this.#intervalS = intervalS;
    const k: LowPassCoefficients = { b0: 1, a1: 0, a2: 0, bypass: true };
    designLowPass(k, this.#tauS, intervalS);
    this.#b0 = k.b0;
    this.#a1 = k.a1;
    this.#a2 = k.a2;
    this.#bypass = k.bypass;
  }

  /** The next samples start a new running mean. */
  reset(): void {
    this.#startedS = 0;
    this.#count = 0;
  }

  step(): void {
    if (this.#startedS < this.#tauS) {
      this.#start();
      return;
    }
    const x = this.inX;
    const y = this.inY;
    const z = this.inZ;
    if (this.#bypass) {
      this.x = x;
      this.y = y;
      this.z = z;
      return;
    }
    const b0 = this.#b0;
    const a1 = this.#a1;
    const a2 = this.#a2;
    const bx = b0 * x;
    const by = b0 * y;
    const bz = b0 * z;
    const ox = bx + this.#x0;
    const oy = by + this.#y0;
    const oz = bz + this.#z0;
    this.#x0 = 2 * bx - a1 * ox + this.#x1;
    this.#y0 = 2 * by - a1 * oy + this.#y1;
    this.#z0 = 2 * bz - a1 * oz + this.#z1;
    this.#x1 = bx - a2 * ox;
    this.#y1 = by - a2 * oy;
    this.#z1 = bz - a2 * oz;
    this.x = ox;
    this.y = oy;
    this.z = oz;
  }

  #start(): void {
    const n = ++this.#count;
    this.x = n === 1 ? this.inX : this.x + (this.inX - this.x) / n;
    this.y = n === 1 ? this.inY : this.y + (this.inY - this.y) / n;
    this.z = n === 1 ? this.inZ : this.z + (this.inZ - this.z) / n;
    this.#startedS += this.#intervalS;
    if (this.#startedS < this.#tauS) return;
    const k0 = 1 - this.#b0;
    const k1 = this.#b0 - this.#a2;
    this.#x0 = this.x * k0;
    this.#y0 = this.y * k0;
    this.#z0 = this.z * k0;
    this.#x1 = this.x * k1;
    this.#y1 = this.y * k1;
    this.#z1 = this.z * k1;
  }
}
