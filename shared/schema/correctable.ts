import type { z } from 'zod';
import { CheckIn } from './checkIn.ts';
import type { AppliedCorrection, Correction } from './correction.ts';
import { PainNrs, RpeCr10 } from './quality.ts';
import { Stimulation } from './stimulation.ts';

/** What may be corrected, by type of record: what a person typed or tapped, never identity, times or what a sensor measured. */
const CORRECTABLE: Readonly<Record<Correction['target']['type'], Readonly<Record<string, z.ZodType>>>> = {
  checkIn: CheckIn.pick({
    painNrs: true,
    sleepQuality: true,
    confidence: true,
    flare: true,
    tensInLastHour: true,
    worseAfterActivity: true,
    restingHeartRateBpm: true,
    systolicMmHg: true,
    diastolicMmHg: true,
    temperatureC: true,
  }).shape,
  stimulation: Stimulation.pick({
    plannedMinutes: true,
    site: true,
    frequencyHz: true,
    pulseWidthUs: true,
    intensity: true,
    intensityUnit: true,
    sensation: true,
    painBeforeNrs: true,
    painAt30MinNrs: true,
    painAfterNrs: true,
    fatigueBeforeNrs: true,
    fatigueAfterNrs: true,
    skinCheckOk: true,
    note: true,
  }).shape,
  sessionEvent: { painNrs: PainNrs, rpeCr10: RpeCr10 },
  session: { rpeCr10: RpeCr10 },
};

/** Each answer belongs to its own kind of event. */
const EVENT_FIELD: Readonly<Record<string, string>> = { pain: 'painNrs', rpe: 'rpeCr10' };

/** null when the correction is possible, else what is wrong with it, by field of the correction. `eventType` of a session event. */
export function refuseCorrection(correction: Correction, eventType: string | null): { path: string; message: string } | null {
  const field = fieldSchema(correction);
  const otherEvent = eventType !== null && EVENT_FIELD[eventType] !== correction.field;
  if (!field || otherEvent) return { path: 'field', message: `"${correction.field}" cannot be corrected.` };
  const parsed = field.safeParse(correction.value);
  return parsed.success ? null : { path: 'value', message: parsed.error.issues[0].message };
}

function fieldSchema(correction: Correction): z.ZodType | null {
  const fields = CORRECTABLE[correction.target.type];
  return Object.hasOwn(fields, correction.field) ? fields[correction.field] : null;
}

/** What each correction replaced: the value of the correction before it, else the record's own. `records` are as first written. */
export function withValuesBefore(records: readonly { readonly id: string }[], corrections: readonly Correction[]): AppliedCorrection[] {
  const now = new Map(records.map((record) => [record.id, record]));
  return corrections.map((correction) => {
    const record = now.get(correction.target.id);
    if (record === undefined) return correction;
    now.set(record.id, corrected(record, [correction]));
    return { ...correction, valueBefore: (Reflect.get(record, correction.field) ?? null) as Correction['value'] };
  });
}

/** The record as its corrections leave it; `corrections` in order of (at, id). The record itself is not changed. */
export function corrected<T extends { readonly id: string }>(record: T, corrections: readonly Correction[]): T {
  let out = record;
  for (const correction of corrections) {
    if (correction.target.id === record.id && fieldSchema(correction)) out = { ...out, [correction.field]: correction.value };
  }
  return out;
}
