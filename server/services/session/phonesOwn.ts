import { storedSamples } from '#shared/analysis/storedSamples.ts';
import type { AnalysisResult } from '#shared/analysis/types.ts';
import type { CompleteSession } from '#shared/schema/api.ts';
import type { SessionEvent } from '#shared/schema/event.ts';

/**
 * What counts of a session whose phone could not store every sample: what rests on those samples is the phone's, which saw them all; the
 * rest, and everything of a whole recording, is the server's own. Decisions follow from both, so they are the phone's then.
 */
export function withPhonesOwn(own: AnalysisResult, sent: CompleteSession, events: readonly SessionEvent[]): AnalysisResult {
  const { motion, heart } = storedSamples(events);
  if (motion === null && heart === null) return own;
  const { repetitions, romMedianDeg, peakMaxDeg, angleSeries, heartRate, heartRateSeries, gaps } = sent.liveSummary;
  return {
    summary: {
      ...own.summary,
      ...(motion === null ? {} : { repetitions, romMedianDeg, peakMaxDeg, angleSeries }),
      ...(heart === null ? {} : { heartRate, heartRateSeries }),
      gaps,
    },
    decisions: sent.liveDecisions ?? own.decisions,
  };
}
