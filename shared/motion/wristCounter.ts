import { CyclicAligner } from './cyclicAligner.ts';
import { restAhead } from './cyclicEnd.ts';
import { type CyclicFit, followCycles } from './cyclicFit.ts';
import { countTurns, reachedAt, type Turns } from './cyclicTurns.ts';
import { hasWalkingRhythm } from './walkingRhythm.ts';
import { isMoving, PARTING_S, WALK_WINDOW } from './wristBouts.ts';
import { GRID_HZ, WristGrid } from './wristGrid.ts';
import { isExercise, middleReading, readingConfidence, type WristReading, wholeTurns, wristReadings } from './wristReading.ts';
import type { WristRepetition } from './wristRepetitions.ts';

/** `availableUs`: the time of the sample with which the repetition became known. */
export type WristRepetitionSink = (repetition: WristRepetition, availableUs: number) => void;

/** Points: how often a set is looked for, and how often the movement of one that was found is learned anew. */
const SEARCH_EVERY = Math.round(GRID_HZ);
const LEARN_EVERY = 12;
/** Independent share of a point; 0.2 and 0.3 count the same. */
const INDEPENDENCE = 0.3;
/** Of the four likeliest readings, those that must show an exercise; twice in turn, with periods no further apart than this share. */
const LEAST_AGREEING = 3;
const SAME_PERIOD = 0.3;
/** Points a set is looked for in, and the fewest that may hold one. */
const SEARCHED = 25 * GRID_HZ;
const LEAST_SEARCHED = 3.5 * GRID_HZ;
/** s by which smoothing and the grid are late. */
const LATE_S = 0.3;
/** Points without movement after which the repetition in progress counts, if most of it was done. */
const STOPPED = Math.round(GRID_HZ);
/** Periods outside repetitions after which the set is over. */
const LONGEST_OUTSIDE = 2.5;
/** Points of a set that are followed, and what is kept of them when they are too many. */
const LONGEST_FOLLOWED = 40 * GRID_HZ;
const KEPT_S = 20;
/** Points behind the present bout from which on they are forgotten, but for the last `WALK_WINDOW`. */
const FORGOTTEN = 256;
const CAPACITY = 1024;

/** A set in progress. */
interface FollowedSet {
  fit: CyclicFit;
  turns: Turns;
  readonly confidence: number;
}

/**
 * Counts repetitions of any exercise with one wrist sensor as its samples arrive, any mounting. The movement is learned from its
 * first two and a half rounds, which are counted late and together; from then on each counts where it ends. What was counted stays
 * counted. Nothing is counted at rest, while walking, or of fewer than three alike movements. See countWristRepetitions, which
 * knows what came later. Works twelve times a second, which allocates; a sample between does not.
 */
export class WristCounter {
  count = 0;
  readonly #sink: WristRepetitionSink;
  #grid = new WristGrid(CAPACITY);
  #nowUs = Number.NEGATIVE_INFINITY;
  /** Points seen of the grid, and seen in all. */
  #seen = 0;
  #points = 0;
  /** First point of the set in progress, or from where on one is looked for. */
  #from = 0;
  #movedAt = Number.NEGATIVE_INFINITY;
  #set: FollowedSet | null = null;
  /** What the last search saw. */
  #candidate: WristReading | null = null;
  /** Repetitions counted before the first turn of the set in progress. */
  #before = 0;
  /** Where the last repetition of the set ended. */
  #endedUs = Number.NaN;

  constructor(sink: WristRepetitionSink) {
    this.#sink = sink;
  }

  /** Takes one sample (us; rad/s and m/s2); one that is not finite or not later than the last is left out. */
  push(timeUs: number, gx: number, gy: number, gz: number, ax: number, ay: number, az: number): void {
    if (!Number.isFinite(timeUs + gx + gy + gz + ax + ay + az) || timeUs <= this.#nowUs) return;
    if (timeUs - this.#nowUs > PARTING_S * 1e6) this.#restart();
    this.#nowUs = timeUs;
    this.#grid.push(timeUs, gx, gy, gz, ax, ay, az);
    this.#run();
  }

  /** The recording is over: a repetition of which most was done counts. */
  finish(): void {
    this.#grid.finish();
    this.#run();
    if (this.#set !== null) this.#look(this.#set, false);
    this.#end(this.#seen);
  }

  /** After a long hole nothing is known of what went before. */
  #restart(): void {
    this.#end(this.#seen);
    this.#grid = new WristGrid(CAPACITY);
    this.#seen = 0;
    this.#from = 0;
    this.#movedAt = Number.NEGATIVE_INFINITY;
  }

  #run(): void {
    while (this.#seen < this.#grid.ready) {
      if (isMoving(this.#grid, this.#seen)) this.#movedAt = this.#seen;
      this.#seen++;
      this.#points++;
      this.#step();
      if (this.#from > FORGOTTEN + WALK_WINDOW) this.#forget(this.#from - WALK_WINDOW);
    }
  }

  #step(): void {
    const stillFor = this.#seen - 1 - this.#movedAt;
    if (stillFor > PARTING_S * GRID_HZ) this.#end(this.#seen);
    else if (this.#isWalking()) this.#end(this.#seen - WALK_WINDOW / 2);
    else if (this.#set === null) {
      if (this.#points % SEARCH_EVERY === 0 && stillFor <= STOPPED) this.#search();
    } else {
      this.#look(this.#set, this.#points % LEARN_EVERY === 0);
      if (stillFor > STOPPED) this.#countUpTo(this.#set, wholeTurns(this.#set.turns.total));
      this.#shorten(this.#set);
    }
  }

  #isWalking(): boolean {
    if (this.#points % SEARCH_EVERY !== 0 || this.#seen < WALK_WINDOW) return false;
    return hasWalkingRhythm(this.#grid.signals(this.#seen - WALK_WINDOW, this.#seen));
  }

  #search(): void {
    this.#from = Math.max(this.#from, Math.floor(this.#seen - SEARCHED));
    if (this.#seen - this.#from < LEAST_SEARCHED) return;
    const signals = this.#grid.signals(this.#from, this.#seen);
    const readings = wristReadings(signals, new CyclicAligner(signals, INDEPENDENCE));
    const exercises = readings.filter((reading) => {
      const goesOn = reading.turns.to > signals.known.length - reading.turns.periodS * GRID_HZ;
      return goesOn && isExercise(signals, reading);
    });
    const last = this.#candidate;
    this.#candidate = exercises.length < LEAST_AGREEING ? null : middleReading(exercises);
    if (last === null || this.#candidate === null) return;
    const { fit, turns, likeness } = this.#candidate;
    if (Math.abs(turns.periodS / last.turns.periodS - 1) >= SAME_PERIOD) return;
    this.#set = { fit, turns, confidence: readingConfidence(likeness, exercises.length / readings.length) };
    this.#countEnded(this.#set);
  }

  #look(set: FollowedSet, learnAnew: boolean): void {
    const signals = this.#grid.signals(this.#from, this.#seen);
    set.fit = followCycles(signals, new CyclicAligner(signals, INDEPENDENCE), set.fit, learnAnew);
    set.turns = countTurns(set.fit, signals.known);
    this.#countEnded(set);
  }

  /** Ends a set that is over; one that is long is followed from a later turn on. */
  #shorten({ fit, turns }: FollowedSet): void {
    const points = this.#seen - this.#from;
    if (points - turns.to > LONGEST_OUTSIDE * turns.periodS * GRID_HZ) this.#end(0);
    const done = points > LONGEST_FOLLOWED ? Math.floor(turns.total - KEPT_S / turns.periodS) : 0;
    if (done <= 0 || this.#set === null) return;
    const at = Math.ceil(reachedAt(turns, done));
    this.#before += done;
    this.#from += at;
    this.#set.fit = { ...fit, states: fit.states.subarray(at) };
  }

  /** Counts what has come to rest by now, as far as that can be seen. */
  #countEnded(set: FollowedSet): void {
    const { fit, turns } = set;
    this.#countUpTo(set, Math.floor(turns.total + restAhead(fit, turns) + LATE_S / turns.periodS));
  }

  /** Counts the set's repetitions up to its `turn`-th; where they end may be seen otherwise later, their number does not fall. */
  #countUpTo({ fit, turns, confidence }: FollowedSet, turn: number): void {
    if (this.count >= this.#before + turn) return;
    const ahead = restAhead(fit, turns);
    const timeUs = (at: number): number => Math.round(this.#grid.timeUs(this.#from + at));
    while (this.count < this.#before + turn) {
      const isFirst = Number.isNaN(this.#endedUs);
      const startUs = isFirst ? timeUs(Math.max(0, turns.soFar.findIndex((value) => value > 0) - 1)) : this.#endedUs;
      const reachedUs = timeUs(reachedAt(turns, this.count - this.#before + 1 - ahead));
      this.#endedUs = Math.max(startUs + 1, reachedUs);
      this.#sink({ index: this.count++, startUs, endUs: this.#endedUs, confidence }, this.#nowUs);
    }
  }

  /** The set in progress, if any, is over; the next one is looked for after it, from `from` on at the earliest. */
  #end(from: number): void {
    if (this.#set !== null) {
      this.#countUpTo(this.#set, wholeTurns(this.#set.turns.total));
      this.#from += this.#set.turns.to;
    }
    this.#from = Math.max(this.#from, Math.floor(from));
    this.#set = null;
    this.#candidate = null;
    this.#before = this.count;
    this.#endedUs = Number.NaN;
  }

  #forget(points: number): void {
    this.#grid.drop(points);
    this.#seen -= points;
    this.#from -= points;
    this.#movedAt -= points;
  }
}
