import type { AngleReason } from '#shared/motion/angleQuality.ts';
import type { Decision, PacingLight } from '#shared/schema/decision.ts';
import type { SessionEvent, SessionPhase } from '#shared/schema/event.ts';
import type { Quality } from '#shared/schema/quality.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import type { Stream } from '#shared/schema/stream.ts';
import type { Repetition, SessionSummary } from '#shared/schema/summary.ts';

/** What an analysis is made for. Streams may be added later (a sensor re-picked in the middle of a session). */
export interface AnalysisInput {
  readonly sessionId: string;
  readonly startedUs: number;
  readonly setup: SessionSetup;
}

/** Stored samples of one stream: exactly what the codec gives back and what the hub received live. */
export interface StreamSamples {
  readonly sampleCount: number;
  /** UTC us, strictly increasing. */
  readonly hostUs: Float64Array;
  /** sampleCount x axes, sample-major; value = count * group.scale. */
  readonly counts: Int16Array;
}

export type HeartRateZone = 'veryLight' | 'light' | 'moderate' | 'vigorous' | 'nearMax';

/** The current state for the live screen. One object, updated in place; null means "not known now". */
export interface Reading {
  atUs: number;
  phase: SessionPhase;
  heartRateBpm: number | null;
  heartRateQuality: Quality;
  reservePct: number | null;
  zone: HeartRateZone | null;
  angleDeg: number | null;
  angleConfidence: number;
  /** Why the angle is missing or doubtful; null when nothing is wrong, or when nothing measures it. */
  angleReason: AngleReason | null;
  /** Highest angle of the repetition in progress, counted like `angleDeg`. */
  peakDeg: number | null;
  /** Highest angle since the rest pose was last taken, counted like `angleDeg`. */
  bestDeg: number | null;
  repetitionsInSet: number;
  repetitionsTotal: number;
  setIndex: number;
  lastRepetition: Repetition | null;
  light: PacingLight;
  /** The decision whose sentence is on the screen. */
  decision: Decision | null;
}

export type ToldAngle = (timeUs: number, angleDeg: number) => void;

export interface AnalysisResult {
  readonly summary: SessionSummary;
  readonly decisions: readonly Decision[];
}

/**
 * Step-by-step analysis of a running session. Deterministic in its inputs: how samples of different streams interleave on
 * arrival does not matter, only their order within a stream and their times. `session.ts` feeds a stored recording through the
 * same object, which is why phone and server agree bit for bit.
 */
export interface LiveAnalysis {
  readonly reading: Reading;
  readonly decisions: readonly Decision[];
  addStream(stream: Stream): void;
  pushSamples(streamId: string, samples: StreamSamples): void;
  pushEvent(event: SessionEvent): void;
  /** From now on every angle is told as it is found, with its own time: for curves. The order of arrival does not change them. */
  watchAngle(told: ToldAngle): void;
  /** Evaluates the whole-second ticks up to `nowUs` - EVALUATION_LAG_US; returns the new decisions. Never goes back. */
  advance(nowUs: number): readonly Decision[];
  finish(endedUs: number): AnalysisResult;
}

/** Ticks are evaluated this much later, so that samples of that second have arrived from every sensor. */
export const EVALUATION_LAG_US = 1_000_000;
