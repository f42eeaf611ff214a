import { z } from 'zod';
import { Id } from './id.ts';
import { PainNrs } from './quality.ts';
import { EpochUs } from './time.ts';

export const HeartRateBpm = z.number().min(20).max(260);

/** TENS contraindication answers; null = not answered yet, which is never read as "no". */
export const TensScreen = z.object({
  answeredAtUs: EpochUs.nullable(),
  /** Ids of the contraindications answered "yes" (see shared/treatments/tens.ts). */
  contraindications: z.array(z.string().max(40)).max(30),
});
export type TensScreen = z.infer<typeof TensScreen>;

/** Bounds that the PT owns. The engine works within them and never moves them. */
export const Limits = z.object({
  heartRateCeilingBpm: HeartRateBpm.nullable(),
  rpeCeilingCr10: z.number().min(1).max(10),
  doseMinMinutes: z.number().min(0).max(240),
  doseMaxMinutes: z.number().min(1).max(240),
  weeklyRisePct: z.number().min(0).max(10),
});
export type Limits = z.infer<typeof Limits>;

/** What the engine and the kernels must know of a person. Versioned: a change appends, nothing is overwritten. */
export const Profile = z.object({
  patientId: Id,
  version: z.int().min(1),
  birthYear: z.int().min(1900).max(2100).nullable(),
  sex: z.enum(['female', 'male', 'other']).nullable(),
  massKg: z.number().min(20).max(400).nullable(),
  restingHeartRateBpm: HeartRateBpm.nullable(),
  /** Measured in a test; null = estimated from age (shared/cardio). */
  measuredMaxHeartRateBpm: HeartRateBpm.nullable(),
  betaBlocker: z.boolean().nullable(),
  limits: Limits,
  pemStatus: z.enum(['negative', 'positive', 'notScreened']),
  /** Median of at least 7 baseline mornings; changed only by the PT. */
  painReferenceNrs: PainNrs.nullable(),
  /** Fatigue rather than pain is the main complaint (A9). Absent = not asked. */
  fatigueDominant: z.boolean().optional(),
  mode: z.enum(['standard', 'pemSafe', 'exposure']),
  /** Set by a red flag; only the PT clears it. */
  suspended: z.object({ sinceUs: EpochUs, ruleId: z.string().max(8), reason: z.string().max(300) }).nullable(),
  tensScreen: TensScreen,
  complaint: z.string().max(200),
});
export type Profile = z.infer<typeof Profile>;
