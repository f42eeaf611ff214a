import { LowPass, lowPassLength } from '#shared/signal/lowPass.ts';
import { atan2 } from '#shared/signal/portableMath.ts';
import type { MagneticParams } from './magneticParams.ts';

const RAD = Math.PI / 180;

/** Layout of the state: the field taken as the earth's, a candidate for it, times, the field now. */
const NORM_REF = 0;
const DIP_REF = 1;
const NORM_CANDIDATE = 2;
const DIP_CANDIDATE = 3;
const CANDIDATE_S = 4;
const UNDISTURBED_S = 5;
const FIELD = 6;
export const MAGNETIC_REFERENCE_LENGTH = FIELD + lowPassLength(2);

/**
 * Tells the earth's field from a disturbed one by strength and dip. The reference follows slowly while the field fits it; a field that
 * differs becomes the reference after it has stayed the same for long enough while the sensor was turning, which a magnet that moves
 * with the sensor would not (Laidig & Seel 2023, section 3.6).
 */
export class MagneticReference {
  readonly #s: Float64Array;
  readonly #field: LowPass;
  readonly #params: MagneticParams;
  /** Strength and dip (rad) of the field now. */
  readonly #now = new Float64Array(2);

  /** `state`: MAGNETIC_REFERENCE_LENGTH numbers. */
  constructor(params: MagneticParams, state: Float64Array) {
    this.#params = params;
    this.#s = state;
    this.#field = new LowPass(2, params.magFieldTauS, state.subarray(FIELD, MAGNETIC_REFERENCE_LENGTH));
  }

  /** A field has been taken as the earth's. */
  get known(): boolean {
    return this.#s[NORM_REF] > 0;
  }

  get undisturbed(): boolean {
    return this.#s[UNDISTURBED_S] >= this.#params.magLeastUndisturbedS;
  }

  setSampleInterval(intervalS: number): void {
    this.#field.setSampleInterval(intervalS);
  }

  /** Takes the field in the earth frame (any unit, z up); `turning`: the sensor turns fast enough to tell its own field from the earth's. */
  step(field: Float64Array, turning: boolean, stepS: number): void {
    const s = this.#s;
    const now = this.#now;
    const levelSq = field[0] * field[0] + field[1] * field[1];
    now[0] = Math.sqrt(levelSq + field[2] * field[2]);
    now[1] = -atan2(field[2], Math.sqrt(levelSq));
    this.#field.filter(now);
    const follow = stepS / (this.#params.magReferenceTauS + stepS);
    if (this.#fits(NORM_REF)) {
      s[UNDISTURBED_S] += stepS;
      if (this.undisturbed) this.#follow(NORM_REF, follow);
    } else {
      s[UNDISTURBED_S] = 0;
    }
    if (!this.#fits(NORM_CANDIDATE)) {
      s[NORM_CANDIDATE] = this.#field.value[0];
      s[DIP_CANDIDATE] = this.#field.value[1];
      s[CANDIDATE_S] = 0;
      return;
    }
    if (turning) s[CANDIDATE_S] += stepS;
    this.#follow(NORM_CANDIDATE, follow);
    const enoughS = this.known ? this.#params.magNewFieldS : this.#params.magFirstFieldS;
    if (this.undisturbed || s[CANDIDATE_S] < enoughS) return;
    s[NORM_REF] = s[NORM_CANDIDATE];
    s[DIP_REF] = s[DIP_CANDIDATE];
    s[UNDISTURBED_S] = this.#params.magLeastUndisturbedS;
  }

  #fits(reference: number): boolean {
    const s = this.#s;
    const norm = this.#field.value[0];
    const dip = this.#field.value[1];
    const { magNormTolerance, magDipToleranceDeg } = this.#params;
    return Math.abs(norm - s[reference]) < magNormTolerance * s[reference] && Math.abs(dip - s[reference + 1]) < magDipToleranceDeg * RAD;
  }

  #follow(reference: number, gain: number): void {
    const s = this.#s;
    s[reference] += gain * (this.#field.value[0] - s[reference]);
    s[reference + 1] += gain * (this.#field.value[1] - s[reference + 1]);
  }
}
