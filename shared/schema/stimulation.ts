import { z } from 'zod';
import { Id } from './id.ts';
import { PainNrs } from './quality.ts';
import { LocalDay, Moment } from './time.ts';

/** One use of TENS, typed by the patient. Evenpace never sets a stimulator. */
export const Stimulation = z.object({
  id: Id,
  patientId: Id,
  sessionId: Id.nullable(),
  startedAt: Moment,
  localDay: LocalDay,
  endedAt: Moment.nullable(),
  plannedMinutes: z.number().min(1).max(120),
  site: z.string().min(1).max(80),
  frequencyHz: z.number().min(1).max(250).nullable(),
  pulseWidthUs: z.number().min(30).max(1000).nullable(),
  /** Device units as printed on the box, or mA where known. */
  intensity: z.number().min(0).max(200).nullable(),
  intensityUnit: z.enum(['mA', 'level']).nullable(),
  sensation: z.enum(['none', 'tingling', 'strong', 'painful']).nullable(),
  painBeforeNrs: PainNrs.nullable(),
  painAt30MinNrs: PainNrs.nullable(),
  painAfterNrs: PainNrs.nullable(),
  fatigueBeforeNrs: PainNrs.nullable(),
  fatigueAfterNrs: PainNrs.nullable(),
  skinCheckOk: z.boolean().nullable(),
  /** The contraindication screen was answered before the start, and how many answers were "yes". */
  screenAnswered: z.boolean(),
  contraindicationCount: z.int().min(0),
  source: z.enum(['manual', 'notify', 'query']),
  note: z.string().max(1000),
});
export type Stimulation = z.infer<typeof Stimulation>;
