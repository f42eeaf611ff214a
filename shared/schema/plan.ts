import { z } from 'zod';
import { Id } from './id.ts';
import { HeartRateBpm } from './profile.ts';
import { BodySide } from './quality.ts';
import { Moment } from './time.ts';

/** One prescribed exercise. `exerciseId` names a file of shared/exercises. */
export const PlanExercise = z.object({
  id: Id,
  exerciseId: z.string().min(1).max(60),
  side: BodySide,
  sets: z.int().min(1).max(20),
  /** null: counted by time only. */
  repetitionsPerSet: z.int().min(1).max(100).nullable(),
  durationMinutes: z.number().min(0.5).max(120),
  targetAngleDeg: z.object({ from: z.number().min(-180).max(180), to: z.number().min(-180).max(180) }).nullable(),
  note: z.string().max(500),
});
export type PlanExercise = z.infer<typeof PlanExercise>;

/** TENS prescription: what the patient sets on their own box by hand. */
export const TensPrescription = z.object({
  site: z.string().min(1).max(80),
  frequencyHz: z.number().min(1).max(250),
  pulseWidthUs: z.number().min(30).max(1000),
  durationMinutes: z.number().min(1).max(120),
  note: z.string().max(500),
});
export type TensPrescription = z.infer<typeof TensPrescription>;

/** What a PT writes; the server adds identity, version and author. */
export const PlanDraft = z
  .object({
    goals: z.array(z.string().min(1).max(200)).max(5),
    exercises: z.array(PlanExercise).max(40),
    /** Minutes of planned exercise on one day. */
    quotaMinutes: z.number().min(1).max(240),
    daysPerWeek: z.int().min(1).max(7),
    heartRateBandBpm: z.object({ from: HeartRateBpm, to: HeartRateBpm }).nullable(),
    heartRateCeilingBpm: HeartRateBpm.nullable(),
    tens: z.array(TensPrescription).max(6),
    note: z.string().max(1000),
  })
  .refine((plan) => plan.heartRateBandBpm === null || plan.heartRateBandBpm.from < plan.heartRateBandBpm.to, {
    path: ['heartRateBandBpm', 'to'],
    error: 'The upper end of the heart-rate band must be above the lower end.',
  })
  .refine(
    (plan) => plan.heartRateBandBpm === null || plan.heartRateCeilingBpm === null || plan.heartRateBandBpm.to <= plan.heartRateCeilingBpm,
    {
      path: ['heartRateCeilingBpm'],
      error: 'The heart-rate ceiling must not be below the band.',
    },
  );
export type PlanDraft = z.infer<typeof PlanDraft>;

/** A plan version. Versions only append: `version` 1, 2, 3 ...; the highest is in force. */
export const Plan = z.object({
  id: Id,
  patientId: Id,
  version: z.int().min(1),
  createdAt: Moment,
  createdByUserId: Id,
  ...PlanDraft.shape,
});
export type Plan = z.infer<typeof Plan>;
