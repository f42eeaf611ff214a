import { CyclicAligner } from './cyclicAligner.ts';
import { restAhead } from './cyclicEnd.ts';
import { reachedAt, type Turns } from './cyclicTurns.ts';
import { cut, PARTING_S, wristBouts } from './wristBouts.ts';
import { GRID_HZ, type WristSignals } from './wristGrid.ts';
import { isExercise, middleReading, PARTIAL, readingConfidence, type WristReading, wholeTurns, wristReadings } from './wristReading.ts';
import { wristSignals } from './wristSignals.ts';

/** One repetition found without a joint angle, times in the recording's us. */
export interface WristRepetition {
  readonly index: number;
  readonly startUs: number;
  readonly endUs: number;
  /** 0 to 1: how much alike this set's repetitions are, and how far other readings of the recording agree on their number. */
  readonly confidence: number;
}

export interface WristCount {
  readonly repetitions: readonly WristRepetition[];
  /** Lowest of all sets; 1 when there is nothing to doubt. */
  readonly confidence: number;
  /** False when another number is nearly as likely, or a hole hides part of a set: say "about". */
  readonly sure: boolean;
}

/** Independent share of a sample; each reads the recording its own way and the middle of their numbers counts, so none has to be exact. */
const INDEPENDENCES: readonly number[] = [0.2, 0.3, 0.45];
/** From a turning of the phase this near to the next number on, the number is not sure. */
const NEAR = 0.08;
const SURE = 0.6;
/** Samples at the end of a piece, and their rotation (RMS, of the set's) from which it was still going on: some of it may be missing. */
const ENDING = Math.round(0.5 * GRID_HZ);
const GOING_ON = 0.7;
/** s; where nothing repeats, shorter rests are taken to part sets too: two exercises may share a bout. */
const SHORT_PARTING_S = 2;
/** Samples: a shorter piece holds no set; and how often a rest of a piece is looked at again. */
const LEAST_PIECE = 5 * GRID_HZ;
const DEEPEST = 4;

/**
 * Counts repetitions of any exercise with one wrist sensor (us; gyr x, y, z rad/s, acc x, y, z m/s2), any mounting, from the whole
 * recording: a movement done again and again is learned from it and its rounds are counted. Knows nothing of the exercise.
 */
export function countWristRepetitions(timeUs: ArrayLike<number>, axes: readonly ArrayLike<number>[]): WristCount {
  const signals = wristSignals(timeUs, axes);
  const sets = signals === null ? [] : wristBouts(signals, PARTING_S).flatMap(countBout);
  const repetitions = sets.flatMap((set) => set.repetitions).map((repetition, index) => ({ ...repetition, index }));
  return { repetitions, confidence: Math.min(1, ...sets.map(({ confidence }) => confidence)), sure: sets.every(({ sure }) => sure) };
}

function countBout(bout: WristSignals): WristCount[] {
  const sets = countPiece(bout, DEEPEST);
  return sets.length > 0 ? sets : wristBouts(bout, SHORT_PARTING_S).flatMap((part) => countPiece(part, DEEPEST));
}

/** What repeats most in a piece, then what is left before and after it: walking to the bench hides no set. */
function countPiece(signals: WristSignals, deeper: number): WristCount[] {
  const count = signals.known.length;
  if (count < LEAST_PIECE || deeper === 0) return [];
  const readings = INDEPENDENCES.flatMap((independence) => wristReadings(signals, new CyclicAligner(signals, independence)));
  if (readings.length === 0) return [];
  const exercises = readings.filter((reading) => isExercise(signals, reading));
  const reading = middleReading(exercises.length > 0 ? exercises : readings);
  const set = exercises.length > 0 ? judge(signals, reading, readings) : null;
  const { from, to } = reading.turns;
  if (to - from < LEAST_PIECE / 2) return [];
  return [
    ...countPiece(cut(signals, 0, from), deeper - 1),
    ...(set === null ? [] : [set]),
    ...countPiece(cut(signals, to, count), deeper - 1),
  ];
}

function judge(signals: WristSignals, { fit, turns, likeness }: WristReading, readings: readonly WristReading[]): WristCount {
  const { total } = turns;
  const count = wholeTurns(total);
  const agreeing = readings.filter((other) => wholeTurns(other.turns.total) === count).length / readings.length;
  const confidence = readingConfidence(likeness, agreeing);
  const rest = total - PARTIAL - Math.floor(total - PARTIAL);
  const clear = rest > NEAR && rest < 1 - NEAR && !signals.known.includes(0);
  const sure = confidence >= SURE && clear && !isCutOff(signals, turns);
  return { repetitions: repetitionsOf(signals, turns, count, restAhead(fit, turns), confidence), confidence, sure };
}

/** True when a set goes on to the last sample. */
function isCutOff(signals: WristSignals, { from, to }: Turns): boolean {
  const count = signals.known.length;
  return to > count - ENDING && rotationRms(signals, count - ENDING, count) > GOING_ON * rotationRms(signals, from, to);
}

function rotationRms({ channels }: WristSignals, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) for (let c = 0; c < 3; c++) sum += channels[c][i] * channels[c][i];
  return Math.sqrt(sum / (to - from));
}

/** A repetition reaches from where the last came to rest to where it does; resting before the first and after the last is not part. */
function repetitionsOf({ startUs }: WristSignals, turns: Turns, count: number, ahead: number, confidence: number): WristRepetition[] {
  const timeUs = (i: number): number => Math.round(startUs + (i * 1e6) / GRID_HZ);
  const first = Math.max(0, turns.soFar.findIndex((value) => value > 0) - 1);
  return Array.from({ length: count }, (_, index) => ({
    index,
    startUs: timeUs(index === 0 ? first : reachedAt(turns, index - ahead)),
    endUs: timeUs(reachedAt(turns, index + 1 - ahead)),
    confidence,
  }));
}
