import { z } from 'zod';

/** How far a value may be trusted. No rule acts on `missing`; `doubtful` never relaxes anything. */
export const Quality = z.enum(['ok', 'doubtful', 'missing']);
export type Quality = z.infer<typeof Quality>;

/** Life of a sensor as data: live, stale (nothing since 4 s), lost (link gone), manual (typed by a person). */
export const SensorState = z.enum(['live', 'stale', 'lost', 'manual']);
export type SensorState = z.infer<typeof SensorState>;

/** Pain on the numeric rating scale, 0 none to 10 worst imaginable. */
export const PainNrs = z.int().min(0).max(10);
export type PainNrs = z.infer<typeof PainNrs>;

/** Effort on Borg's CR10 scale, 0 to 10 (half points allowed). */
export const RpeCr10 = z.number().min(0).max(10).multipleOf(0.5);
export type RpeCr10 = z.infer<typeof RpeCr10>;

/** Body temperature, degrees Celsius: a value in Fahrenheit is out of range. */
export const TemperatureC = z.number().min(30).max(45);
export const SystolicMmHg = z.number().min(50).max(300);
export const DiastolicMmHg = z.number().min(20).max(200);

export const BodySide = z.enum(['left', 'right', 'both', 'none']);
export type BodySide = z.infer<typeof BodySide>;

/** Where a sensor or pad sits. */
export const BodySite = z.enum([
  'chest',
  'wrist',
  'forearm',
  'upperArm',
  'thigh',
  'shank',
  'foot',
  'pelvis',
  'lowerBack',
  'upperBack',
  'neck',
  'head',
  'hand',
  'pocket',
]);
export type BodySite = z.infer<typeof BodySite>;
