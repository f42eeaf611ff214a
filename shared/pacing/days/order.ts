import type { PatientEvent } from '#shared/schema/patientEvent.ts';

/** The one order in which a day is read. */
export function comparePatientEvents(a: PatientEvent, b: PatientEvent): number {
  if (a.atUs !== b.atUs) return a.atUs - b.atUs;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** Fields in alphabetical order, so that equal events read equal whoever wrote them. */
function written(event: PatientEvent): string {
  return JSON.stringify(Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function sameContent(a: PatientEvent, b: PatientEvent): boolean {
  return a === b || written(a) === written(b);
}

/** Which of two events of one id is read: the same one, whichever came first. */
export function preferred(a: PatientEvent, b: PatientEvent): PatientEvent {
  return written(a) <= written(b) ? a : b;
}
