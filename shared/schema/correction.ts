import { z } from 'zod';
import { Id } from './id.ts';
import { Moment } from './time.ts';

/** A later correction. The corrected record stays as it was; readers apply corrections in order of (at, id). */
export const Correction = z.object({
  id: Id,
  patientId: Id,
  at: Moment,
  target: z.object({ type: z.enum(['sessionEvent', 'stimulation', 'checkIn', 'session']), id: Id }),
  field: z.string().min(1).max(60),
  value: z.union([z.number(), z.string().max(1000), z.boolean()]).nullable(),
  reason: z.string().max(300),
});
export type Correction = z.infer<typeof Correction>;

/** A correction beside the corrected record: what the field said before it, so that the first answer stays readable. */
export const AppliedCorrection = Correction.extend({ valueBefore: Correction.shape.value.optional() });
export type AppliedCorrection = z.infer<typeof AppliedCorrection>;
