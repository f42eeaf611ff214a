import { EvenGrid } from '#shared/signal/evenGrid.ts';
import { LowPass } from '#shared/signal/lowPass.ts';
import { hypot } from '#shared/signal/portableMath.ts';
import { findGait, type GaitWindow } from './gaitWindow.ts';
import { StepBouts, type WalkingBout } from './stepBouts.ts';
import { type StepParams, stepDefaults } from './stepParams.ts';

const RATE_HZ = 20;
const CELL_US = 1_000_000 / RATE_HZ;
/** A segment (half a second) is the smallest piece of time that is walk or stand; a window of 5 s holds four slow strides. */
const SEGMENT_CELLS = 10;
const SEGMENT_US = SEGMENT_CELLS * CELL_US;
const WINDOW_SEGMENTS = 10;
const WINDOW_CELLS = WINDOW_SEGMENTS * SEGMENT_CELLS;
/** Windows in a row that must agree before any of them counts. */
const AGREEING_WINDOWS = 6;
const HELD_SEGMENTS = WINDOW_SEGMENTS + AGREEING_WINDOWS - 1;
const HELD_CELLS = HELD_SEGMENTS * SEGMENT_CELLS;
/** Stillness of three segments is standing; a leg that swings is still for less. */
const STAND_SEGMENTS = 3;
/** How far step frequencies of windows half a second apart may be from each other. */
const AGREEMENT = 0.12;
const MAX_GAP_US = 500_000;
/** Time constants of the band pass (cut-offs 0.5 and 3.75 Hz): posture and arm gestures below, heel strikes and noise above. */
const SLOW_TAU_S = 0.45;
const FAST_TAU_S = 0.06;
/** Beyond 8 g nothing of a step is left; a wild value is not let into the filters. m/s2. */
const MAX_NORM = 80;

/**
 * Counts steps from acceleration alone, worn anywhere, at 15-200 Hz, from its norm (so in any orientation). A stride is looked for in 5 s
 * windows every half second (gaitWindow.ts); six in a row must agree, which a walk of 4 s makes them do and one of 2 s does not; every
 * half second takes the best of the windows that hold it, and steps are the integral of the step frequency over the time walked: a peak
 * that a pocket hides or doubles costs nothing. Periodicity and continuity as gates: Gu et al. 2017 (IEEE Sensors J 17:3453-3460).
 * A half second is judged 7.5 s later, or by `finish`. Live and batch are the same calls.
 */
export class StepCounter {
  readonly #params: StepParams;
  readonly #grid: EvenGrid;
  readonly #bouts: StepBouts;
  readonly #slow = new LowPass(1, SLOW_TAU_S);
  readonly #fast = new LowPass(1, FAST_TAU_S);
  readonly #value = new Float64Array(1);
  readonly #held = new Float64Array(HELD_CELLS);
  readonly #lags = new Float64Array(WINDOW_CELLS);
  /** The newest windows, newest first: those that are not yet confirmed. */
  readonly #windows: readonly GaitWindow[] = emptyWindows(AGREEING_WINDOWS);
  /** The best confirmed window so far of each segment held. */
  readonly #best: readonly GaitWindow[] = emptyWindows(HELD_SEGMENTS);
  #cells = 0;
  #startUs = 0;
  /** Windows in a row that walk and agree, up to the newest. */
  #agreeing = 0;
  #stillSegments = STAND_SEGMENTS;

  constructor(onBout: (bout: WalkingBout) => void, params: StepParams = stepDefaults) {
    this.#params = params;
    this.#bouts = new StepBouts(params, onBout);
    this.#grid = new EvenGrid(
      CELL_US,
      MAX_GAP_US,
      (startUs, mean) => this.#onCell(startUs, mean),
      () => this.finish(),
    );
  }

  /** Steps of walking that is long enough to be walking. */
  get stepCount(): number {
    return this.#bouts.stepCount;
  }

  /** Steps per minute of the newest window; null when it is not walking. */
  get cadencePerMin(): number | null {
    return this.#agreeing >= AGREEING_WINDOWS ? this.#windows[0].stepHz * 60 : null;
  }

  /** Acceleration in m/s2 (specific force, any axes). Values that are not finite, or zero in all axes, are no measurement. */
  push(timeUs: number, x: number, y: number, z: number): void {
    const norm = hypot(x, y, z);
    if (norm > 0 && norm < Number.POSITIVE_INFINITY) this.#grid.push(timeUs, Math.min(norm, MAX_NORM));
  }

  /** The recording ends or pauses here: what is still open is judged by what there is. */
  finish(): void {
    while (this.#cells >= SEGMENT_CELLS) this.#settleFirst();
    this.#bouts.end();
    this.#cells = 0;
    this.#agreeing = 0;
    this.#stillSegments = STAND_SEGMENTS;
    this.#slow.reset();
    this.#fast.reset();
    for (const best of this.#best) Object.assign(best, NOTHING);
  }

  #onCell(startUs: number, mean: number): void {
    if (this.#cells === 0) this.#startUs = startUs;
    this.#value[0] = mean;
    this.#slow.step(this.#value, 1 / RATE_HZ);
    this.#value[0] = mean - this.#slow.value[0];
    this.#fast.step(this.#value, 1 / RATE_HZ);
    this.#held[this.#cells++] = this.#fast.value[0];
    if (this.#cells < WINDOW_CELLS || this.#cells % SEGMENT_CELLS !== 0) return;
    this.#analyse(this.#cells - WINDOW_CELLS);
    if (this.#cells === HELD_CELLS) this.#settleFirst();
  }

  /** Looks at the window that starts at cell `from` and confirms it, or the row of windows that it completes. */
  #analyse(from: number): void {
    const windows = this.#windows;
    for (let i = windows.length - 1; i > 0; i--) Object.assign(windows[i], windows[i - 1]);
    findGait(this.#held.subarray(from, from + WINDOW_CELLS), RATE_HZ, this.#params, this.#lags, windows[0]);
    const already = this.#agreeing >= AGREEING_WINDOWS;
    const agrees = Math.abs(windows[0].stepHz - windows[1].stepHz) <= AGREEMENT * windows[1].stepHz;
    if (agrees && this.#walks(windows[0], already)) this.#agreeing++;
    else this.#agreeing = this.#walks(windows[0], false) ? 1 : 0;
    if (this.#agreeing < AGREEING_WINDOWS) return;
    const first = from / SEGMENT_CELLS;
    if (!already) for (let i = 1; i < AGREEING_WINDOWS; i++) this.#confirm(windows[i], first - i);
    this.#confirm(windows[0], first);
  }

  #confirm(window: GaitWindow, firstSegment: number): void {
    for (let i = firstSegment; i < firstSegment + WINDOW_SEGMENTS; i++) {
      if (scoreOf(window) > scoreOf(this.#best[i])) Object.assign(this.#best[i], window);
    }
  }

  /** Judges the oldest segment and moves on by it. */
  #settleFirst(): void {
    this.#stillSegments = this.#isStill(0) ? this.#stillSegments + 1 : 0;
    this.#bouts.step(this.#startUs, SEGMENT_US, this.#stands() ? 0 : this.#best[0].stepHz);
    this.#held.copyWithin(0, SEGMENT_CELLS);
    this.#cells -= SEGMENT_CELLS;
    this.#startUs += SEGMENT_US;
    for (let i = 1; i < HELD_SEGMENTS; i++) Object.assign(this.#best[i - 1], this.#best[i]);
    Object.assign(this.#best[HELD_SEGMENTS - 1], NOTHING);
  }

  /** Still here, and in enough segments in a row. */
  #stands(): boolean {
    if (this.#stillSegments === 0) return false;
    let still = this.#stillSegments;
    for (let i = 1; still < STAND_SEGMENTS && (i + 1) * SEGMENT_CELLS <= this.#cells; i++) {
      if (!this.#isStill(i)) return false;
      still++;
    }
    return true;
  }

  #isStill(segment: number): boolean {
    let energy = 0;
    for (let i = segment * SEGMENT_CELLS; i < (segment + 1) * SEGMENT_CELLS; i++) energy += this.#held[i] * this.#held[i];
    return Math.sqrt(energy / SEGMENT_CELLS) < this.#params.standShare * this.#best[segment].rms;
  }

  #walks({ stepHz, regularity, stepShare, halfShare, rms }: GaitWindow, already: boolean): boolean {
    const params = this.#params;
    if (stepHz === 0 || rms < params.minRms) return false;
    if (already && regularity >= params.stayRegularity && stepShare >= params.stayStepShare) return true;
    if (regularity >= params.enterRegularity && stepShare >= params.enterStepShare) return true;
    return regularity >= params.oneLegRegularity && stepShare >= params.oneLegStepShare && halfShare <= params.oneLegMaxHalfShare;
  }
}

const NOTHING: Readonly<GaitWindow> = { stepHz: 0, regularity: 0, stepShare: 0, halfShare: 0, rms: 0 };

function emptyWindows(length: number): GaitWindow[] {
  return Array.from({ length }, () => ({ ...NOTHING }));
}

function scoreOf({ regularity, stepShare }: GaitWindow): number {
  return regularity + stepShare;
}
