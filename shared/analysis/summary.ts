import { sessionRpeLoad } from '#shared/cardio/sessionRpe.ts';
import type { Repetition, SessionSummary } from '#shared/schema/summary.ts';
import type { EventTrack } from './eventTrack.ts';
import type { HeartTrack } from './heartTrack.ts';
import { medianOrNull } from './median.ts';
import type { MotionTrack } from './motionTrack.ts';
import type { AnalysisInput } from './types.ts';
import { ALGORITHM_VERSION } from './version.ts';

export interface SummaryParts {
  readonly heart: HeartTrack;
  readonly motion: MotionTrack;
  readonly events: EventTrack;
  readonly repetitions: readonly Repetition[];
}

/** What a session came to. Missing stays null. */
export function summarise(input: AnalysisInput, endedUs: number, parts: SummaryParts): SessionSummary {
  const { heart, motion, events, repetitions } = parts;
  const recordedS = Math.max(0, endedUs - input.startedUs) / 1e6;
  const durationS = Math.max(0, endedUs - events.exerciseFromUs(endedUs)) / 1e6;
  const said = events.summary(endedUs);
  const gaps = [...heart.gaps.until(endedUs), ...motion.gaps(endedUs)];
  return {
    sessionId: input.sessionId,
    algorithmVersion: ALGORITHM_VERSION,
    durationS,
    heartRate: heart.sums.summary(recordedS),
    repetitions: [...repetitions],
    manualRepetitions: said.manualRepetitions,
    romMedianDeg: medianOrNull(repetitions.map(({ romDeg }) => romDeg)),
    peakMaxDeg: repetitions.length === 0 ? null : Math.max(...repetitions.map(({ peakDeg }) => peakDeg)),
    sessionRpeLoad: said.rpeCr10 === null ? null : sessionRpeLoad(said.rpeCr10, durationS / 60),
    rpeCr10: said.rpeCr10,
    pain: said.pain,
    tensS: said.tensS,
    gaps: gaps.sort((a, b) => a.fromUs - b.fromUs || (a.streamId < b.streamId ? -1 : 1)),
    heartRateSeries: heart.sums.series(endedUs),
    angleSeries: motion.series.series(endedUs),
    refined: null,
    notRefined: null,
  };
}
