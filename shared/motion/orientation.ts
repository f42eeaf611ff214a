import { cos, sin } from '#shared/signal/portableMath.ts';
import { GRAVITY_CORRECTION_LENGTH, GravityCorrection } from './gravityCorrection.ts';
import type { GyroBias } from './gyroBias.ts';
import { type HeadingReason, MAGNETIC_HEADING_LENGTH, MagneticHeading } from './magneticHeading.ts';
import type { OrientationParams } from './orientationParams.ts';
import type { OrientationReason } from './orientationTrust.ts';
import type { QuatWxyz } from './quaternion.ts';
import { GATE, SAMPLE_GATE_LENGTH, SampleGate } from './sampleGate.ts';
import { INTEGRATOR, INTEGRATOR_LENGTH, SampleIntegrator } from './sampleIntegrator.ts';

/** Layout of the state; each part keeps its own. */
const LAST_US = 0;
const LEAD_Q = 1;
const INTEGRATION = 5;
const CORRECTION = INTEGRATION + INTEGRATOR_LENGTH;
const SAMPLE_GATE = CORRECTION + GRAVITY_CORRECTION_LENGTH;
const HEADING = SAMPLE_GATE + SAMPLE_GATE_LENGTH;
const LENGTH = HEADING + MAGNETIC_HEADING_LENGTH;
const Q = INTEGRATION + INTEGRATOR.q;
const RATE = INTEGRATION + INTEGRATOR.rate;
const STEP_S = INTEGRATION + INTEGRATOR.stepS;
const BLOCK_S = INTEGRATION + INTEGRATOR.blockS;
const SAMPLE_S = SAMPLE_GATE + GATE.sampleS;
const HOLE_S = SAMPLE_GATE + GATE.holeS;
/** Grows with every change of the layout. */
const LAYOUT_VERSION = 1;

/**
 * Orientation of one sensor from gyroscope and accelerometer: sensor -> earth, z up, heading arbitrary but steady; with a magnetometer
 * also sensor -> east, north, up. Written from the equations of VQF (Laidig & Seel, Information Fusion 91:187-204, 2023; doi
 * 10.1016/j.inffus.2022.10.014), with averages over short blocks, and with the gyroscope's scale and the magnetometer's delay estimated too.
 */
export class OrientationFilter {
  readonly heading: MagneticHeading;
  /** The next sample: us, rate (rad/s), specific force (m/s2). An array, because numbers handed over would be put on the heap. */
  readonly sample = new Float64Array(7);
  /** The next magnetic field x, y, z in the sensor frame, any unit. */
  readonly field = new Float64Array(3);

  readonly #s = new Float64Array(LENGTH);
  readonly #integrator: SampleIntegrator;
  readonly #correction: GravityCorrection;
  readonly #gate: SampleGate;
  readonly #everyS: number;
  readonly #leadS: number;
  readonly #usualRateSq: number;
  readonly #usualAccSq: number;
  /** Where the output quaternion is. */
  readonly #out: number;

  constructor(params: OrientationParams) {
    const s = this.#s;
    this.#correction = new GravityCorrection(params, s.subarray(CORRECTION, SAMPLE_GATE));
    this.#integrator = new SampleIntegrator(s.subarray(INTEGRATION, CORRECTION), this.#correction.bias.estimate);
    this.#gate = new SampleGate(params, s.subarray(SAMPLE_GATE, HEADING));
    this.heading = new MagneticHeading(params, s.subarray(HEADING, LENGTH));
    this.#everyS = 1 / params.correctionRateHz;
    this.#leadS = params.leadS;
    this.#usualRateSq = this.#gate.usualRateSq;
    this.#usualAccSq = this.#gate.usualAccSq;
    this.#out = params.leadS === 0 ? Q : LEAD_Q;
    s[LAST_US] = Number.NaN;
    s[LEAD_Q] = 1;
  }

  /** Bias and scale error of the gyroscope. */
  get bias(): GyroBias {
    return this.#correction.bias;
  }

  /** Sensor -> earth (z up, heading arbitrary), unit norm. */
  get w(): number {
    return this.#s[this.#out];
  }

  get x(): number {
    return this.#s[this.#out + 1];
  }

  get y(): number {
    return this.#s[this.#out + 2];
  }

  get z(): number {
    return this.#s[this.#out + 3];
  }

  /** Rate without bias and scale error, sensor frame, rad/s. */
  get rateX(): number {
    return this.#s[RATE];
  }

  get rateY(): number {
    return this.#s[RATE + 1];
  }

  get rateZ(): number {
    return this.#s[RATE + 2];
  }

  get atRest(): boolean {
    return this.#correction.rest.atRest;
  }

  get sampleCount(): number {
    return this.#gate.sampleCount + this.#s[INTEGRATION + INTEGRATOR.count];
  }

  /** Samples left out: not finite, out of any range, all zero, twice or late. */
  get ignoredCount(): number {
    return this.#gate.ignoredCount;
  }

  /** Holes of more than 1 s. */
  get gapCount(): number {
    return this.#gate.gapCount;
  }

  /** 0 to 1: 1 without any error expected, 0.5 where 5 deg of inclination error must be expected, 0 without data. */
  get quality(): number {
    return this.#gate.silentSince(this.#s[LAST_US]) ? 0 : this.#gate.trust.quality(this.#usualErrorDeg());
  }

  /** What takes the quality away. */
  get reason(): OrientationReason {
    return this.#gate.silentSince(this.#s[LAST_US]) ? 'noData' : this.#gate.trust.reason(this.#usualErrorDeg());
  }

  /** The same for the magnetic heading, 0.5 where 15 deg must be expected. */
  get headingQuality(): number {
    return this.heading.quality(this.#s[LAST_US]);
  }

  get headingReason(): HeadingReason {
    return this.heading.reason(this.#s[LAST_US]);
  }

  /** Writes sensor -> east, north, up: `w`, `x`, `y`, `z` turned by the magnetic heading. See `headingQuality` for its worth. */
  readEarth(out: QuatWxyz): QuatWxyz {
    const { w, x, y, z } = this;
    const half = 0.5 * this.heading.deltaRad;
    const c = cos(half);
    const s = sin(half);
    out.w = c * w - s * z;
    out.x = c * x - s * y;
    out.y = c * y + s * x;
    out.z = c * z + s * w;
    return out;
  }

  /** Takes one sample (us, rad/s, m/s2); false when it was ignored. */
  step(timestampUs: number, wx: number, wy: number, wz: number, ax: number, ay: number, az: number): boolean {
    const { sample } = this;
    sample[0] = timestampUs;
    sample[1] = wx;
    sample[2] = wy;
    sample[3] = wz;
    sample[4] = ax;
    sample[5] = ay;
    sample[6] = az;
    return this.stepSample();
  }

  /** Takes what is in `sample`; false when it was ignored. */
  stepSample(): boolean {
    const s = this.#s;
    const { sample } = this;
    const rateSq = sample[1] * sample[1] + sample[2] * sample[2] + sample[3] * sample[3];
    const accSq = sample[4] * sample[4] + sample[5] * sample[5] + sample[6] * sample[6];
    const stepS = (sample[0] - s[LAST_US]) * 1e-6;
    s[STEP_S] = stepS;
    const usual = stepS > 0 && stepS <= s[HOLE_S] && rateSq < this.#usualRateSq && accSq < this.#usualAccSq && rateSq + accSq > 0;
    if (!usual && !this.#admit()) return false;
    s[LAST_US] = sample[0];
    this.#integrator.step(sample);
    if (s[BLOCK_S] >= this.#everyS - 0.25 * s[SAMPLE_S]) this.#runBlock();
    if (this.#leadS !== 0) this.#integrator.lead(s, LEAD_Q, this.#leadS);
    return true;
  }

  /** Takes the magnetic field at the time of the last sample; false when it is not a field. Call it when there is one, after `step`. */
  magnetometer(x: number, y: number, z: number): boolean {
    this.field[0] = x;
    this.field[1] = y;
    this.field[2] = z;
    return this.stepField();
  }

  /** Takes what is in `field`; false when it is not a field. */
  stepField(): boolean {
    const s = this.#s;
    if (Number.isNaN(s[LAST_US])) return false;
    return this.heading.step(s[LAST_US], this.field, s, Q, this.#correction.rest.rate);
  }

  /** All that a filter with the same parameters needs to go on from here, bit for bit. */
  save(): Float64Array {
    const saved = new Float64Array(LENGTH + 1);
    saved[0] = LAYOUT_VERSION;
    saved.set(this.#s, 1);
    return saved;
  }

  /** Goes on from what `save` of a filter with the same parameters gave. Throws RangeError for anything else. */
  restore(saved: Float64Array): void {
    if (saved.length !== LENGTH + 1 || saved[0] !== LAYOUT_VERSION) throw new RangeError('not the saved state of this orientation filter');
    this.#s.set(saved.subarray(1));
    this.#correction.restored();
    this.heading.restored();
  }

  /** Anything but the next sample in time; false when it is left out. */
  #admit(): boolean {
    const s = this.#s;
    const admission = this.#gate.admit(this.sample, s[LAST_US]);
    if (admission === 'refuse') return false;
    if (admission === 'restart') {
      this.#correction.restart();
      this.#integrator.startBlock();
      s[STEP_S] = s[SAMPLE_S];
      // So that the block runs with this very sample and sets the inclination at once.
      s[BLOCK_S] = this.#everyS;
    }
    return true;
  }

  #runBlock(): void {
    const s = this.#s;
    this.#gate.endBlock(s, BLOCK_S);
    this.#correction.step(this.#integrator, s, Q);
  }

  /** Turn that the bias, as far as it is unknown, makes while gravity is averaged. Horizontal axes only: heading is arbitrary. */
  #usualErrorDeg(): number {
    return this.#correction.errorDeg(this.#s, Q);
  }
}
