import type { CyclicAligner } from './cyclicAligner.ts';
import { type CyclicFit, fitCycles } from './cyclicFit.ts';
import { countTurns, type Turns, turnLikeness } from './cyclicTurns.ts';
import { hasWalkingRhythm } from './walkingRhythm.ts';
import { cut } from './wristBouts.ts';
import type { WristSignals } from './wristGrid.ts';

/** s; a shorter period is a walking arm (one stride takes 0.9 to 1.3 s), a longer one no repetition but a change of pose. */
const SHORTEST_S = 1.3;
const LONGEST_S = 7;
/** Fewer alike movements are no exercise: a wrist moves a lot in everyday life. */
const LEAST_COUNT = 3;
const LEAST_LIKENESS = 0.7;
/** Likeness of perfectly repeated movements in practice. */
const FULL_LIKENESS = 0.9;
/** Turns; a recording is often cut inside its first and last repetition, so a larger rest than this is one more. */
export const PARTIAL = 0.33;

/** One way to read a piece: what repeats in it, how often and how much alike. */
export interface WristReading {
  readonly fit: CyclicFit;
  readonly turns: Turns;
  readonly likeness: number;
}

/** The likeliest ways to read a piece, best first. */
export function wristReadings(signals: WristSignals, aligner: CyclicAligner): WristReading[] {
  return fitCycles(signals, aligner).map((fit) => {
    const turns = countTurns(fit, signals.known);
    return { fit, turns, likeness: turnLikeness(signals, aligner, fit, turns) };
  });
}

/** The one with as many of smaller as of larger number. */
export function middleReading(readings: readonly WristReading[]): WristReading {
  return readings.toSorted((a, b) => a.turns.total - b.turns.total)[readings.length >> 1];
}

/** False when what repeats is a walk, a change of pose or nothing much alike. */
export function isExercise(signals: WristSignals, { turns, likeness }: WristReading): boolean {
  const { from, to, periodS, total } = turns;
  if (periodS < SHORTEST_S || periodS > LONGEST_S || wholeTurns(total) < LEAST_COUNT || likeness < LEAST_LIKENESS) return false;
  return !hasWalkingRhythm(cut(signals, from, to));
}

/** Repetitions that a set of `total` turns had, now that it is over. */
export function wholeTurns(total: number): number {
  return Math.max(0, Math.ceil(total - PARTIAL));
}

/** 0 to 1, for a reading whose number a share of the readings agrees with. */
export function readingConfidence(likeness: number, agreeing: number): number {
  return Math.min(1, likeness / FULL_LIKENESS) * (0.5 + 0.5 * agreeing);
}
