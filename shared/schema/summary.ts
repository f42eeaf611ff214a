import { z } from 'zod';
import { Id } from './id.ts';
import { EpochUs } from './time.ts';

/** One repetition, times in UTC us, angles in degrees, speed in degrees per second. */
export const Repetition = z.object({
  index: z.int().min(0),
  startUs: EpochUs,
  peakUs: EpochUs,
  endUs: EpochUs,
  romDeg: z.number(),
  peakDeg: z.number(),
  concentricMs: z.number(),
  holdMs: z.number(),
  eccentricMs: z.number(),
  peakSpeedDegPerS: z.number(),
  /** Null, like smoothness, when the movement was too short or too uncertain; summaries stored before 1.2.0 have none of the three. */
  meanSpeedDegPerS: z.number().nullable().default(null),
  /** Spectral arc length and log dimensionless jerk of the speed; nearer to zero is smoother (motion.md, Repetitions). */
  sparc: z.number().nullable().default(null),
  ldlj: z.number().nullable().default(null),
  confidence: z.number().min(0).max(1),
});
export type Repetition = z.infer<typeof Repetition>;

/** A stretch without usable data on one stream. */
export const Gap = z.object({ streamId: Id, fromUs: EpochUs, toUs: EpochUs });
export type Gap = z.infer<typeof Gap>;

/** Seconds in the ACSM heart-rate-reserve classes (intensity.md). */
export const ZoneSeconds = z.object({
  veryLight: z.number(),
  light: z.number(),
  moderate: z.number(),
  vigorous: z.number(),
  nearMax: z.number(),
});
export type ZoneSeconds = z.infer<typeof ZoneSeconds>;

export const HeartRateSummary = z.object({
  meanBpm: z.number(),
  /** Highest 5 s median. */
  maxBpm: z.number(),
  /** Share of the session with usable heart rate, 0 to 1. */
  coverage: z.number().min(0).max(1),
  aboveCeilingS: z.number().nullable(),
  zoneScheme: z.literal('acsmHrr'),
  zoneSeconds: ZoneSeconds.nullable(),
  meanReservePct: z.number().nullable(),
  trimpBanister: z.number().nullable(),
});
export type HeartRateSummary = z.infer<typeof HeartRateSummary>;

/** Angles of the whole recording, smoothed forwards and backwards, and the repetitions found on them. */
export const RefinedMotion = z.object({
  repetitions: z.array(Repetition),
  romMedianDeg: z.number().nullable(),
  peakMaxDeg: z.number().nullable(),
  /** Median SPARC of the repetitions, and how much later ones differ from earlier ones (last third minus first); above 0 is smoother. */
  sparcMedian: z.number().nullable(),
  sparcChange: z.number().nullable(),
  /** Angle every 200 ms; null in gaps. */
  angleSeries: z.object({ fromUs: EpochUs, stepUs: z.int(), deg: z.array(z.number().nullable()) }).nullable(),
});
export type RefinedMotion = z.infer<typeof RefinedMotion>;

/** Steps of an exercise without a joint angle. */
export const RefinedSteps = z.object({
  count: z.int().min(0),
  /** Steps per minute while walking; null without a walk. */
  cadencePerMin: z.number().nullable(),
});
export type RefinedSteps = z.infer<typeof RefinedSteps>;

/** Beat-to-beat variability in exercise: medians over windows of 2 min with few artefacts. For display only. */
export const RefinedHeart = z.object({
  windows: z.int().min(1),
  rmssdMs: z.number(),
  /** Null where the intervals do not vary. */
  dfaAlpha1: z.number().nullable(),
  /** Share of artefacts in these windows before their correction, percent. */
  artefactPct: z.number(),
});
export type RefinedHeart = z.infer<typeof RefinedHeart>;

/** What the whole recording shows beyond what was shown live; null: not measured in this session. Never a basis of pacing. */
export const RefinedSummary = z.object({
  motion: RefinedMotion.nullable(),
  steps: RefinedSteps.nullable(),
  heart: RefinedHeart.nullable(),
});
export type RefinedSummary = z.infer<typeof RefinedSummary>;

/**
 * Why a session has no refined result. `nothingToRefine`: no sensor recorded anything that a second look could improve; `notStored`: the
 * phone had no room for all of it; `pending`: it follows by itself.
 */
export const NotRefined = z.enum(['nothingToRefine', 'notStored', 'pending', 'failed']);
export type NotRefined = z.infer<typeof NotRefined>;

/** What a session came to. Made by the same kernels on the phone and on the server; missing is null, never zero. */
export const SessionSummary = z.object({
  sessionId: Id,
  algorithmVersion: z.string().max(20),
  /** From the end of the questions before it to its end, rests included. */
  durationS: z.number().min(0),
  heartRate: HeartRateSummary.nullable(),
  repetitions: z.array(Repetition),
  manualRepetitions: z.int().nullable(),
  romMedianDeg: z.number().nullable(),
  peakMaxDeg: z.number().nullable(),
  /** CR10 x minutes. */
  sessionRpeLoad: z.number().nullable(),
  rpeCr10: z.number().nullable(),
  pain: z.object({ first: z.number(), max: z.number(), last: z.number() }).nullable(),
  tensS: z.number(),
  gaps: z.array(Gap),
  /** 5 s medians from the session's start; null where there was no usable heart rate. */
  heartRateSeries: z.object({ fromUs: EpochUs, stepUs: z.int(), bpm: z.array(z.number().nullable()) }).nullable(),
  /** Angle every 200 ms for the timeline; null in gaps. */
  angleSeries: z.object({ fromUs: EpochUs, stepUs: z.int(), deg: z.array(z.number().nullable()) }).nullable(),
  /** The server's second look at the whole recording (shared/analysis/refine.ts); null on the phone and in older summaries. */
  refined: RefinedSummary.nullable().default(null),
  /** Why the server has none; null where it has one or did not look. */
  notRefined: NotRefined.nullable().default(null),
});
export type SessionSummary = z.infer<typeof SessionSummary>;
