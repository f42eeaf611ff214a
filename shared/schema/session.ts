import { z } from 'zod';
import { Id } from './id.ts';
import { BodySide } from './quality.ts';
import { MAX_SESSION_STREAMS, Stream } from './stream.ts';
import { LocalDay, Moment } from './time.ts';

/** How a person's heart rate usually falls in the first 60 s of rest: median and median absolute deviation over their own sessions (pacing.md, L5). */
export const RecoveryHistory = z.object({
  fall60sMedianBpm: z.number().min(0).max(150),
  fall60sMadBpm: z.number().min(0).max(100),
  sessions: z.int().min(1),
});
export type RecoveryHistory = z.infer<typeof RecoveryHistory>;

/** A session's frozen setup: everything the kernels and the engine need besides samples and events. */
export const SessionSetup = z.object({
  planVersion: z.int().min(1).nullable(),
  planExerciseId: Id.nullable(),
  exerciseId: z.string().min(1).max(60),
  side: BodySide,
  plannedSets: z.int().min(1).max(20),
  plannedRepetitionsPerSet: z.int().min(1).max(100).nullable(),
  quotaMinutes: z.number().min(0).max(240),
  targetAngleDeg: z.object({ from: z.number(), to: z.number() }).nullable(),
  heartRateBandBpm: z.object({ from: z.number(), to: z.number() }).nullable(),
  heartRateCeilingBpm: z.number().nullable(),
  rpeCeilingCr10: z.number().min(1).max(10),
  restingHeartRateBpm: z.number().nullable(),
  maxHeartRateBpm: z.number().nullable(),
  maxHeartRateSource: z.enum(['measured', 'tanaka', 'betaBlocker', 'unknown']),
  maxHeartRateSeeBpm: z.number().nullable(),
  sex: z.enum(['female', 'male', 'other']).nullable(),
  painReferenceNrs: z.number().nullable(),
  mode: z.enum(['standard', 'pemSafe', 'exposure']),
  /** Null until enough sessions with a rest are known; sessions stored before it was known have none. */
  recoveryHistory: RecoveryHistory.nullable().default(null),
  pacingConfigHash: z.string().max(32),
  /** The thresholds the session began with; absent = everything at its default. */
  pacingConfig: z
    .object({ version: z.int().min(1), parameters: z.record(z.string().max(8), z.record(z.string().max(40), z.number())) })
    .optional(),
});
export type SessionSetup = z.infer<typeof SessionSetup>;

/** Kinds of files that sessions come from. */
export const ImportFormat = z.enum(['fit', 'csv', 'appleHealth']);
export type ImportFormat = z.infer<typeof ImportFormat>;

/** Where a session that was not recorded here comes from. */
export const ImportedFrom = z.object({
  format: ImportFormat,
  /** Device or app as the file names it; never a serial number. */
  source: z.string().max(60),
  /** SHA-256 of patient, times and samples. The session's id follows from it, so the same content is the same session on every phone. */
  contentSha256Hex: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ImportedFrom = z.infer<typeof ImportedFrom>;

/** A session as the phone creates it. `endedAt` null while it runs. */
export const Session = z.object({
  id: Id,
  patientId: Id,
  startedAt: Moment,
  localDay: LocalDay,
  endedAt: Moment.nullable(),
  setup: SessionSetup,
  streams: z.array(Stream).max(MAX_SESSION_STREAMS),
  simulated: z.boolean(),
  /** Absent: recorded here. */
  imported: ImportedFrom.optional(),
});
export type Session = z.infer<typeof Session>;

/** Activity from a file that is no exercise of the plan: load of the day, and never something that was prescribed and done. */
export function isBesidePlan({ imported, setup }: Pick<Session, 'imported' | 'setup'>): boolean {
  return imported !== undefined && setup.planVersion === null;
}
