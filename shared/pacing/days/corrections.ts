import { PatientEvent } from '#shared/schema/patientEvent.ts';
import { comparePatientEvents } from './order.ts';
import type { Refusal } from './types.ts';

/** What makes an event the one it is; a wrong one is a new event. */
const IDENTITY: readonly string[] = ['id', 'type', 'atUs', 'localDay'];

type Correction = Extract<PatientEvent, { type: 'correction' }>;

/** The events with their corrections applied in the order of (atUs, id) and the corrections themselves taken out. A correction that does not fit is refused. */
export function applyCorrections(events: readonly PatientEvent[], refused: Refusal[]): PatientEvent[] {
  const corrections = events.filter((event) => event.type === 'correction');
  if (corrections.length === 0) return [...events];
  const byId = new Map(events.filter(({ type }) => type !== 'correction').map((event) => [event.id, event]));
  for (const correction of corrections.sort(comparePatientEvents)) {
    const target = byId.get(correction.targetId);
    const corrected = target === undefined ? UNKNOWN_TARGET : correct(target, correction);
    if ('message' in corrected) refused.push({ eventId: correction.id, ...corrected });
    else byId.set(corrected.id, corrected);
  }
  return [...byId.values()];
}

const UNKNOWN_TARGET = { field: 'targetId', message: 'There is no such event to correct.' } as const;

function correct(target: PatientEvent, { field, value }: Correction): PatientEvent | Pick<Refusal, 'field' | 'message'> {
  if (IDENTITY.includes(field) || !Object.hasOwn(target, field))
    return { field, message: `A ${target.type} has no field ${field} to correct.` };
  const parsed = PatientEvent.safeParse({ ...target, [field]: value });
  return parsed.success ? parsed.data : { field, message: parsed.error.issues[0].message };
}
