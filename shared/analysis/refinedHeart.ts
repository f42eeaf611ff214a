import { DFA_MAX_ARTEFACT_PCT, dfaAlpha1 } from '#shared/cardio/dfaAlpha1.ts';
import { hrvTimeDomain } from '#shared/cardio/hrv.ts';
import { RR_MAX_MS, RR_MIN_MS } from '#shared/cardio/rrArtefacts.ts';
import { rrTicksToMs } from '#shared/cardio/rrChain.ts';
import { correctRrArtefacts, countRrArtefacts } from '#shared/cardio/rrLipponen.ts';
import { axisCount } from '#shared/schema/stream.ts';
import type { RefinedHeart } from '#shared/schema/summary.ts';
import { groupColumns } from './columns.ts';
import type { EventTrack } from './eventTrack.ts';
import { isSampleTime } from './limits.ts';
import { medianOrNull } from './median.ts';
import type { RecordedStream } from './recordedStream.ts';
import type { AnalysisInput } from './types.ts';

/** ms per window, the shortest over which alpha1 is told (Rogers et al. 2021, doi:10.3390/s21030821). */
const WINDOW_MS = 120_000;
/** us; where an interval ends this far from where the one before and its own length put it, beats are missing. */
const BREAK_US = 2_000_000;

interface Interval {
  readonly atUs: number;
  readonly rrMs: number;
}

/** Beat-to-beat variability in exercise; null without 2 min of good intervals. Effort changes within a session, so windows are short. */
export function refineHeart({ startedUs }: AnalysisInput, streams: readonly RecordedStream[], events: EventTrack): RefinedHeart | null {
  const usable = windowsOf(intervalsOf(streams, startedUs))
    .filter((span) => span.every(({ atUs }) => events.isWork(atUs)))
    .flatMap((span) => describe(span) ?? []);
  const rmssdMs = medianOrNull(usable.map((span) => span.rmssdMs));
  const artefactPct = medianOrNull(usable.map((span) => span.artefactPct));
  if (rmssdMs === null || artefactPct === null) return null;
  const dfa = usable.flatMap((span) => span.dfaAlpha1 ?? []);
  return { windows: usable.length, rmssdMs, dfaAlpha1: medianOrNull(dfa), artefactPct };
}

function intervalsOf(streams: readonly RecordedStream[], startedUs: number): Interval[] {
  const intervals: Interval[] = [];
  for (const { stream, samples } of streams) {
    const group = groupColumns(stream, 'rrInterval');
    if (group === null) continue;
    const width = axisCount(stream.groups);
    for (let i = 0; i < samples.sampleCount; i++) {
      const atUs = Math.round(samples.hostUs[i]);
      const rrMs = rrTicksToMs(samples.counts[i * width + group.offset] * group.scale);
      if (isSampleTime(atUs, startedUs)) intervals.push({ atUs, rrMs });
    }
  }
  return intervals.sort((a, b) => a.atUs - b.atUs);
}

/** Windows side by side within stretches without missing beats. */
function windowsOf(intervals: readonly Interval[]): Interval[][] {
  const windows: Interval[][] = [];
  let open: Interval[] = [];
  let openMs = 0;
  let lastUs = Number.NaN;
  for (const interval of intervals) {
    const { atUs, rrMs } = interval;
    if (atUs === lastUs) continue;
    const follows = Math.abs(atUs - lastUs - 1000 * rrMs) <= BREAK_US;
    lastUs = atUs;
    if (!(rrMs >= RR_MIN_MS && rrMs <= RR_MAX_MS && follows)) {
      open = [];
      openMs = 0;
      continue;
    }
    open.push(interval);
    openMs += rrMs;
    if (openMs < WINDOW_MS) continue;
    windows.push(open);
    open = [];
    openMs = 0;
  }
  return windows;
}

/** Null with more artefacts than can be corrected without a trace. */
function describe(span: readonly Interval[]): Omit<RefinedHeart, 'windows'> | null {
  const beats = [0];
  let beatMs = 0;
  for (const { rrMs } of span) {
    beatMs += rrMs;
    beats.push(Math.round(beatMs));
  }
  const { artefacts, beatsMs } = correctRrArtefacts(beats);
  const artefactPct = (100 * countRrArtefacts(artefacts)) / beats.length;
  if (artefactPct > DFA_MAX_ARTEFACT_PCT) return null;
  const rrMs = beatsMs.slice(1).map((beat, i) => beat - beatsMs[i]);
  const variability = hrvTimeDomain(rrMs);
  if (variability === null) return null;
  return { rmssdMs: variability.rmssdMs, dfaAlpha1: dfaAlpha1(rrMs, { artefactPct, overlap: 'none' }).value, artefactPct };
}
