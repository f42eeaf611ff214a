import { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import { dayNumberOf } from './calendar.ts';
import { applyCorrections } from './corrections.ts';
import { comparePatientEvents, preferred, sameContent } from './order.ts';
import type { Refusal } from './types.ts';

const HOUR_US = 3_600_000_000;
/** Widest offsets in use from UTC, with an hour of daylight saving to spare. */
const EARLIEST_H = -15;
const LATEST_H = 24 + 13;

/** Events as the days are folded: valid, each id once, nothing of the future, corrections applied, in the one order. The rest is refused by name. */
export function readLog(
  log: readonly unknown[],
  now: { readonly atUs: number; readonly localDay: LocalDay },
): { readonly events: PatientEvent[]; readonly refused: Refusal[] } {
  const refused: Refusal[] = [];
  const byId = new Map<string, PatientEvent>();
  for (const raw of log) {
    const event = readEvent(raw, now, refused);
    if (event === null) continue;
    const known = byId.get(event.id);
    if (known !== undefined && !sameContent(known, event)) {
      refused.push({ eventId: event.id, field: 'id', message: 'Two events share this id and differ; one of them is not read.' });
    }
    byId.set(event.id, known === undefined ? event : preferred(known, event));
  }
  const events = applyCorrections([...byId.values()], refused);
  const days = new Map(events.map(({ localDay }) => [localDay, dayNumberOf(localDay)]));
  const dayOf = ({ localDay }: PatientEvent) => days.get(localDay) as number;
  return { events: events.sort((a, b) => dayOf(a) - dayOf(b) || comparePatientEvents(a, b)), refused };
}

function readEvent(raw: unknown, now: { readonly atUs: number; readonly localDay: LocalDay }, refused: Refusal[]): PatientEvent | null {
  const parsed = PatientEvent.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path.join('.');
    refused.push({ eventId: idOf(raw), field, message: issue.message });
    return null;
  }
  const event = parsed.data;
  const problem = timeProblem(event, now);
  if (problem === null) return event;
  refused.push({ eventId: event.id, ...problem });
  return null;
}

function timeProblem(
  event: PatientEvent,
  now: { readonly atUs: number; readonly localDay: LocalDay },
): Pick<Refusal, 'field' | 'message'> | null {
  if (event.atUs > now.atUs) return { field: 'atUs', message: 'This time is in the future.' };
  if (event.localDay > now.localDay) return { field: 'localDay', message: 'This day is in the future.' };
  return dayProblem(event);
}

/** A local day that no time zone has at that instant: null when it can be. */
export function dayProblem(event: Pick<PatientEvent, 'atUs' | 'localDay'>): Pick<Refusal, 'field' | 'message'> | null {
  const hours = event.atUs / HOUR_US - dayNumberOf(event.localDay) * 24;
  if (hours >= EARLIEST_H && hours < LATEST_H) return null;
  return { field: 'localDay', message: 'In no time zone is it this day at that time.' };
}

function idOf(raw: unknown): string | null {
  const id = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>).id : undefined;
  return typeof id === 'string' ? id : null;
}
