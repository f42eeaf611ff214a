import type { Repetition } from '#shared/schema/summary.ts';
import { exp } from '#shared/signal/portableMath.ts';
import { RowQueue } from '#shared/signal/rowQueue.ts';
import { REP } from './repetitionRows.ts';
import { describeRepetition } from './repetitionShape.ts';

/** How repetitions are told from other movement (motion.md, Repetitions). */
export interface RepetitionParams {
  /** deg; smaller excursions from the rest pose are not counted. See `minRomFor`. */
  readonly minRomDeg: number;
  /** Share of the running amplitude to pass on the way up. */
  readonly rise: number;
  /** Share of the repetition's own peak to fall below on the way back. */
  readonly fall: number;
  /** s; neither way may be faster. */
  readonly minHalfPeriodS: number;
}

export const repetitionDefaults: RepetitionParams = { minRomDeg: 15, rise: 0.65, fall: 0.35, minHalfPeriodS: 0.3 };

/** max(15 deg, 30 % of the prescribed range). */
export function minRomFor(prescribedDeg: number | null): number {
  return Math.max(15, prescribedDeg === null ? 0 : 0.3 * Math.abs(prescribedDeg));
}

/** `availableUs`: the time of the sample with which the repetition was over (or became known). */
export type RepetitionSink = (repetition: Repetition, availableUs: number) => void;

/** us; a repetition that goes no further down is over after this. */
const SETTLE_US = 1_000_000;
/** Share of the peak below which the pose is the rest pose again. */
const LOW = 0.1;
/** Share of the peak by which the angle must rise from its valley for the next repetition to have begun. */
const NEXT = 0.15;
/** deg; even a joint that is counted over many turns does not get here. */
export const NO_ANGLE_DEG = 1e6;
/** us; a longer hole, or a pose held longer than this, means a new rest pose. */
const HOLE_US = 1_500_000;
const NEW_POSE_US = 60_000_000;
/** s; time constant of the speed estimate. */
const SPEED_TAU_S = 0.03;
/** deg/s; slower than this for a second is standing still. */
const STILL_DEG_PER_S = 5;
/** Rows kept to describe a repetition: 60 s at 100 Hz. */
const HISTORY_ROWS = 6000;

/**
 * Counts repetitions on an angle, causally, by hysteresis on the excursion from the rest pose: above 65 % of the usual amplitude,
 * then back below 35 %. The start pose is the low state; the way of the first two repetitions is the way of all.
 */
export class RepetitionCounter {
  /** Highest excursion of the repetition in progress, deg from rest; null between repetitions. */
  peakDeg: number | null = null;
  count = 0;
  readonly #params: RepetitionParams;
  readonly #sink: RepetitionSink;
  readonly #rows = new RowQueue(REP.width, 512);
  readonly #amplitudes: number[] = [];
  readonly #restAngles: number[] = [];
  #phase: 'low' | 'high' | 'returning' = 'low';
  #rest = Number.NaN;
  /** +1 or -1 while in an excursion; 0 while the way is open. */
  #direction = 0;
  #peak = 0;
  #roseUs = 0;
  #fellUs = 0;
  #valley = 0;
  #missed = 0;
  #stillSinceUs = 0;
  #valleyUs = 0;
  #lastUs = Number.NaN;
  #lastAngle = Number.NaN;
  #speed = 0;
  /** Share of a new rate in the speed, for steps of `#stepS`; that is rounded to 0.1 ms so that it seldom changes. */
  #speedGain = 0;
  #stepS = 0;

  constructor(params: RepetitionParams, sink: RepetitionSink) {
    this.#params = params;
    this.#sink = sink;
  }

  /** The next angle is the rest pose; what was learned of amplitude and direction is kept only if `sameExercise`. */
  restart(sameExercise: boolean): void {
    this.#toLow();
    this.#rest = Number.NaN;
    this.#restAngles.length = 0;
    this.#rows.drop(this.#rows.length);
    if (sameExercise) return;
    this.#amplitudes.length = 0;
    this.#direction = 0;
  }

  /** Takes one angle (deg); values beyond 1e6, not finite or not later than the last are left out. */
  push(timeUs: number, angleDeg: number, confidence: number, availableUs: number): void {
    if (!(Math.abs(angleDeg) < NO_ANGLE_DEG) || timeUs <= this.#lastUs) return;
    if (timeUs - this.#lastUs > HOLE_US) this.restart(true);
    const stepS = (timeUs - this.#lastUs) * 1e-6;
    const rate = stepS > 0 ? (angleDeg - this.#lastAngle) / stepS : 0;
    const roundedS = Math.round(stepS * 1e4) / 1e4;
    if (roundedS !== this.#stepS) {
      this.#stepS = roundedS;
      this.#speedGain = 1 - exp(-roundedS / SPEED_TAU_S);
    }
    this.#speed = stepS > 0 ? this.#speed + this.#speedGain * (rate - this.#speed) : 0;
    this.#lastUs = timeUs;
    this.#lastAngle = angleDeg;
    if (Number.isNaN(this.#rest)) this.#rest = angleDeg;
    this.#keep(timeUs, angleDeg, confidence);
    if (this.#phase === 'low') this.#whileLow(timeUs, angleDeg);
    else if (this.#phase === 'high') this.#whileHigh(timeUs, angleDeg);
    else this.#whileReturning(timeUs, angleDeg, availableUs);
  }

  /** End of the recording: a repetition already on its way back counts. */
  finish(): void {
    if (this.#phase === 'returning') this.#complete(this.#lastUs);
    this.#toLow();
  }

  #keep(timeUs: number, angleDeg: number, confidence: number): void {
    if (this.#rows.length === HISTORY_ROWS) this.#rows.drop(1);
    const at = this.#rows.push();
    const { data } = this.#rows;
    data[at + REP.timeUs] = timeUs;
    data[at + REP.angleDeg] = angleDeg;
    data[at + REP.speed] = this.#speed;
    data[at + REP.confidence] = confidence;
  }

  #amplitude(): number {
    return Math.max(this.#params.minRomDeg, this.#amplitudes.length === 0 ? 0 : Math.min(...this.#amplitudes));
  }

  #whileLow(timeUs: number, angleDeg: number): void {
    const away = angleDeg - this.#rest;
    const excursion = this.#direction === 0 ? Math.abs(away) : this.#direction * away;
    if (excursion < this.#params.rise * this.#amplitude()) {
      this.#adapt(timeUs, angleDeg, excursion);
      return;
    }
    this.#missed = 0;
    if (this.count < 2) this.#direction = away < 0 ? -1 : 1;
    this.#phase = 'high';
    this.#peak = excursion;
    this.peakDeg = excursion;
    this.#roseUs = timeUs;
  }

  /** Smaller excursions make the usual amplitude smaller, uncounted; standing still shows the rest pose. */
  #adapt(timeUs: number, angleDeg: number, excursion: number): void {
    this.#missed = Math.max(this.#missed, excursion);
    if (excursion < this.#params.fall * this.#missed) {
      if (this.#missed >= this.#params.minRomDeg) remember(this.#amplitudes, this.#missed);
      this.#missed = 0;
    }
    if (Math.abs(this.#speed) > STILL_DEG_PER_S) this.#stillSinceUs = timeUs;
    else if (timeUs - this.#stillSinceUs > SETTLE_US) this.#rest = angleDeg;
  }

  #whileHigh(timeUs: number, angleDeg: number): void {
    const excursion = this.#direction * (angleDeg - this.#rest);
    if (excursion > this.#peak) {
      this.#peak = excursion;
      this.peakDeg = excursion;
      this.#fellUs = timeUs;
    }
    if (excursion < this.#params.fall * this.#peak) {
      const longEnough = timeUs - this.#roseUs >= this.#params.minHalfPeriodS * 1e6;
      if (this.#peak < this.#params.minRomDeg || !longEnough) {
        this.#toLow();
        return;
      }
      this.#phase = 'returning';
      this.#fellUs = timeUs;
      this.#valley = excursion;
      this.#valleyUs = timeUs;
    } else if (timeUs - this.#roseUs > NEW_POSE_US) {
      this.restart(true);
    }
  }

  #whileReturning(timeUs: number, angleDeg: number, availableUs: number): void {
    const excursion = this.#direction * (angleDeg - this.#rest);
    if (excursion < this.#valley) {
      this.#valley = excursion;
      this.#valleyUs = timeUs;
    }
    const turned = excursion > this.#valley + NEXT * this.#peak;
    const slow = excursion < LOW * this.#peak && Math.abs(this.#speed) < 0.2 * this.#peak;
    const stopped = timeUs - this.#fellUs > SETTLE_US && this.#direction * this.#speed > -STILL_DEG_PER_S;
    if (turned || slow || stopped) this.#complete(availableUs);
  }

  #complete(availableUs: number): void {
    this.count++;
    const valleyAngle = this.#rest + this.#direction * this.#valley;
    const usual = this.#amplitudes.length === 0 ? this.#peak : this.#amplitude();
    const repetition = describeRepetition(this.#rows, {
      index: this.count - 1,
      from: 0,
      to: this.#lastRowAt(this.#valleyUs),
      restDeg: this.#rest,
      direction: this.#direction,
      usualRomDeg: usual,
    });
    remember(this.#amplitudes, repetition.romDeg);
    remember(this.#restAngles, valleyAngle);
    this.#rest = this.#direction * Math.min(...this.#restAngles.map((angle) => this.#direction * angle));
    this.#stillSinceUs = this.#lastUs;
    while (this.#rows.length > 1 && this.#rows.data[this.#rows.offset(0)] < this.#valleyUs) this.#rows.drop(1);
    this.#toLow();
    this.#sink(repetition, availableUs);
  }

  #lastRowAt(timeUs: number): number {
    const rows = this.#rows;
    let last = rows.length - 1;
    while (last > 0 && rows.data[rows.offset(last) + REP.timeUs] > timeUs) last--;
    return last;
  }

  #toLow(): void {
    this.#phase = 'low';
    this.#peak = 0;
    this.peakDeg = null;
    if (this.count < 2) this.#direction = 0;
  }
}

/** Keeps the last three. */
function remember(values: number[], value: number): void {
  values.push(value);
  if (values.length > 3) values.shift();
}
