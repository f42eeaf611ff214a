import { z } from 'zod';
import { Id } from './id.ts';
import { HeartRateBpm } from './profile.ts';
import { DiastolicMmHg, PainNrs, SystolicMmHg, TemperatureC } from './quality.ts';
import { LocalDay, Moment } from './time.ts';

/** Morning check-in: four taps. An unanswered question is null. */
export const CheckIn = z.object({
  id: Id,
  patientId: Id,
  at: Moment,
  localDay: LocalDay,
  painNrs: PainNrs.nullable(),
  /** 0 very bad to 10 very good. */
  sleepQuality: z.int().min(0).max(10).nullable(),
  /** Confidence to move, 0 none to 10 full. */
  confidence: z.int().min(0).max(10).nullable(),
  flare: z.boolean().nullable(),
  tensInLastHour: z.boolean().nullable(),
  /** Clearly worse than usual after being active (post-exertional symptoms). Absent, like what some measure besides = not asked. */
  worseAfterActivity: z.boolean().nullable().optional(),
  restingHeartRateBpm: HeartRateBpm.nullable().optional(),
  systolicMmHg: SystolicMmHg.nullable().optional(),
  diastolicMmHg: DiastolicMmHg.nullable().optional(),
  temperatureC: TemperatureC.nullable().optional(),
});
export type CheckIn = z.infer<typeof CheckIn>;
