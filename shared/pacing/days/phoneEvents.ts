import { correctionChanges, type SessionAnswers } from '#shared/pacing/correctionChanges.ts';
import type { Now } from '#shared/pacing/decide.ts';
import { finishedSession, lastPhaseOf, morningEvent, redFlagEvents, wasOnBefore } from '#shared/pacing/recordedEvents.ts';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { Correction } from '#shared/schema/correction.ts';
import type { Id } from '#shared/schema/id.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Session } from '#shared/schema/session.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import { localDayOf } from '#shared/schema/time.ts';

/** A finished session on the phone; its events in order of (at, id). */
export interface PhoneSession extends SessionAnswers {
  readonly session: Session;
}

/** What a phone has recorded since a day, whether or not the server has it already. */
export interface PhoneRecords {
  readonly checkIns: readonly CheckIn[];
  readonly sessions: readonly PhoneSession[];
  /** From the day before on. */
  readonly stimulations: readonly Stimulation[];
  /** In order of (at, id). */
  readonly corrections: readonly Correction[];
  /** Told to the pacing itself. */
  readonly said: readonly PatientEvent[];
}

type CorrectionEvent = Extract<PatientEvent, { type: 'correction' }>;

/** The events of these records as the server makes them. What the server has read already (`open`) counts as it read it, with the phone's corrections after it. */
export function phoneEvents(open: readonly PatientEvent[], records: PhoneRecords, now: Now): PatientEvent[] {
  const known = new Set(open.map(({ id }) => id));
  const made: PatientEvent[] = [
    ...records.checkIns.map((record) => morningEvent(record, records.stimulations)),
    ...records.sessions.flatMap(sessionEvents),
    ...records.said,
    ...records.corrections.flatMap((record, i) => corrections(record, records.corrections.slice(0, i), records.sessions)),
  ];
  return [...made.filter(({ id }) => !known.has(id)), ...lateStimulation(open, records, now)];
}

function sessionEvents({ session, summary, events }: PhoneSession): PatientEvent[] {
  const { endedAt, localDay } = session;
  const ended = summary === null || endedAt === null ? [] : [finishedSession(session, endedAt.utcUs, summary, lastPhaseOf(events))];
  return [...redFlagEvents(events, localDay), ...ended];
}

/** Ids that differ from the server's do no harm: a correction made twice says the same. */
function corrections(record: Correction, earlier: readonly Correction[], sessions: readonly PhoneSession[]): CorrectionEvent[] {
  return correctionChanges(record, earlier, sessions).map((change, i) => ({
    id: i === 0 ? record.id : nthId(record.id, i),
    atUs: record.at.utcUs,
    localDay: localDayOf(record.at),
    type: 'correction',
    ...change,
    reason: record.reason,
  }));
}

const nthId = (id: Id, n: number): Id => id.slice(0, -1) + ((Number.parseInt(id.slice(-1), 16) + n) % 16).toString(16);

/** A TENS use logged after the check-in that the server has read, unless somebody has corrected that answer since. */
function lateStimulation(open: readonly PatientEvent[], { stimulations, corrections: all }: PhoneRecords, { atUs, localDay }: Now) {
  const corrected = new Set([
    ...open.flatMap((event) => (event.type === 'correction' && event.field === 'tensInLastHour' ? [event.targetId] : [])),
    ...all.flatMap(({ field, target }) => (field === 'tensInLastHour' ? [target.id] : [])),
  ]);
  return open.flatMap((event): CorrectionEvent[] => {
    if (event.type !== 'checkIn' || event.tensInLastHour === true || corrected.has(event.id)) return [];
    const use = stimulations.find((each) => wasOnBefore(each, event.atUs));
    if (use === undefined) return [];
    const change = { targetId: event.id, field: 'tensInLastHour', value: true } as const;
    return [{ id: use.id, atUs, localDay, type: 'correction', ...change, reason: 'A use of TENS was logged for that time.' }];
  });
}
