import { hypot, square } from '#shared/signal/portableMath.ts';
import type { OrientationParams } from './orientationParams.ts';
import { OrientationTrust, TRUST_LENGTH } from './orientationTrust.ts';
import { SAMPLE_CLOCK_LENGTH, SampleClock } from './sampleClock.ts';

const RAD = Math.PI / 180;
const G = 9.80665;
/** A hole longer than this is not integrated over. */
export const MAX_STEP_S = 1;
/** So many usual intervals without a sample are a hole. */
const HOLE_INTERVALS = 3.05;
/** How fast the usual interval follows, per block. */
const INTERVAL_GAIN = 0.1;
/** Beyond any sensor: 100 rad/s = 5730 deg/s, 1000 m/s2 = 100 g. Such a sample is broken data. */
export const MAX_RATE = 100;
export const MAX_ACC = 1000;
/** Share of the full scale from which a reading may be cut off, and the share of it that may then be missing. */
const NEAR_FULL_SCALE = 0.998;
const CUT_OFF = 0.25;
/** deg; inclination from one sample of a sensor in motion. */
const FIRST_SAMPLE_DEG = 10;

const SAMPLE_S = 0;
const HOLE_S = 1;
const BROKEN_US = 2;
const SAMPLES = 3;
const IGNORED = 4;
const GAPS = 5;
const TRUST = 6;
const CLOCK = TRUST + TRUST_LENGTH;
export const SAMPLE_GATE_LENGTH = CLOCK + SAMPLE_CLOCK_LENGTH;

/** Where others find what they need in the state: the usual sampling interval, and the interval that is a hole (s). */
export const GATE = { sampleS: SAMPLE_S, holeS: HOLE_S } as const;

/** What becomes of a sample: left out, integrated, or the first of a new start. */
export type Admission = 'refuse' | 'integrate' | 'restart';

/** Decides about samples that are not simply the next one, counts them, and keeps the trust in the estimate. */
export class SampleGate {
  readonly trust: OrientationTrust;
  /** Squares below which a reading (rad/s, m/s2) is neither cut off nor broken. */
  readonly usualRateSq: number;
  readonly usualAccSq: number;
  readonly #s: Float64Array;
  readonly #clock: SampleClock;
  readonly #tauS: number;
  readonly #rateLimit: number;
  readonly #accLimit: number;

  /** `state`: SAMPLE_GATE_LENGTH numbers. */
  constructor(params: OrientationParams, state: Float64Array) {
    this.#s = state;
    this.#tauS = params.tauAccS;
    this.trust = new OrientationTrust(params.tauAccS, state.subarray(TRUST, CLOCK));
    this.#clock = new SampleClock(params.clockRestartS, state.subarray(CLOCK, SAMPLE_GATE_LENGTH));
    this.#rateLimit = params.gyroFullScaleDegPerS === null ? MAX_RATE : NEAR_FULL_SCALE * params.gyroFullScaleDegPerS * RAD;
    this.#accLimit = params.accFullScale === null ? MAX_ACC : NEAR_FULL_SCALE * params.accFullScale;
    this.usualRateSq = square(Math.min(MAX_RATE, this.#rateLimit));
    this.usualAccSq = square(Math.min(MAX_ACC, this.#accLimit));
    state[BROKEN_US] = Number.NaN;
    state[SAMPLE_S] = 1 / params.nominalRateHz;
    state[HOLE_S] = Math.min(MAX_STEP_S, HOLE_INTERVALS * state[SAMPLE_S]);
  }

  get sampleCount(): number {
    return this.#s[SAMPLES];
  }

  get ignoredCount(): number {
    return this.#s[IGNORED];
  }

  get gapCount(): number {
    return this.#s[GAPS];
  }

  /** No usable sample yet, or only broken ones for too long after the last, at `lastUs`. */
  silentSince(lastUs: number): boolean {
    return Number.isNaN(lastUs) || this.#s[BROKEN_US] - lastUs > MAX_STEP_S * 1e6;
  }

  /** `sample` (us, rad/s, m/s2) after the last good one at `lastUs` (NaN: there was none). */
  admit(sample: Float64Array, lastUs: number): Admission {
    const s = this.#s;
    const [timestampUs, wx, wy, wz, ax, ay, az] = sample;
    const rate = hypot(wx, wy, wz);
    const acc = hypot(ax, ay, az);
    if (!(rate <= MAX_RATE && acc <= MAX_ACC && rate + acc > 0 && Number.isFinite(timestampUs))) {
      s[IGNORED]++;
      if (timestampUs > lastUs) s[BROKEN_US] = timestampUs;
      this.trust.fault('invalid', 0);
      return 'refuse';
    }
    const stepS = (timestampUs - lastUs) * 1e-6;
    if (stepS <= 0 && !this.#clock.late(timestampUs, lastUs)) {
      s[IGNORED]++;
      return 'refuse';
    }
    const stepDeg = (rate * Math.min(stepS, MAX_STEP_S)) / RAD;
    if (Math.max(Math.abs(wx), Math.abs(wy), Math.abs(wz)) >= this.#rateLimit) this.trust.fault('saturated', CUT_OFF * stepDeg);
    if (Math.max(Math.abs(ax), Math.abs(ay), Math.abs(az)) >= this.#accLimit)
      this.trust.fault('saturated', (CUT_OFF * acc * Math.min(stepS, MAX_STEP_S)) / (G * this.#tauS * RAD));
    if (stepS > 0 && stepS <= MAX_STEP_S) {
      if (stepS > s[HOLE_S]) this.trust.fault(s[BROKEN_US] > lastUs ? 'invalid' : 'gap', 0.5 * stepDeg);
      return 'integrate';
    }
    const isFirst = Number.isNaN(lastUs);
    if (!isFirst) s[GAPS]++;
    s[BROKEN_US] = Number.NaN;
    this.trust.fault(isFirst ? 'notSettled' : stepS > 0 ? 'gap' : 'timeJump', FIRST_SAMPLE_DEG);
    return 'restart';
  }

  /** After a block; `block` from `at` on: its seconds and its number of samples. */
  endBlock(block: Float64Array, at: number): void {
    const s = this.#s;
    s[SAMPLES] += block[at + 1];
    s[SAMPLE_S] += INTERVAL_GAIN * (block[at] / block[at + 1] - s[SAMPLE_S]);
    s[HOLE_S] = Math.min(MAX_STEP_S, HOLE_INTERVALS * s[SAMPLE_S]);
    this.trust.recover(block, at);
  }
}
