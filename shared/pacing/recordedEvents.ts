import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Session } from '#shared/schema/session.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import type { LocalDay } from '#shared/schema/time.ts';

/** What the day engine reads, made from a patient's own records. The same records give the same events on phone and server. */

type Of<T extends PatientEvent['type']> = Extract<PatientEvent, { type: T }>;

const HOUR_US = 3_600_000_000;
const MINUTE_US = 60_000_000;
const DAY_MINUTES = 1440;

/** A TENS use that was on within the hour before `atUs`: its pain relief may still be felt. A use without an end lasted as long as planned. */
export function wasOnBefore({ startedAt, endedAt, plannedMinutes }: Stimulation, atUs: number): boolean {
  const endedUs = endedAt?.utcUs ?? startedAt.utcUs + plannedMinutes * MINUTE_US;
  return startedAt.utcUs <= atUs && endedUs >= atUs - HOUR_US;
}

/** A morning. A logged use of TENS counts, whatever the answer said: pain under TENS must not pass for pain without it. */
export function morningEvent(record: CheckIn, uses: readonly Stimulation[]): Of<'checkIn'> {
  const { id, at, localDay, painNrs, sleepQuality, confidence, flare } = record;
  return {
    id,
    atUs: at.utcUs,
    localDay,
    type: 'checkIn',
    painNrs,
    sleepQuality,
    confidence,
    flare,
    tensInLastHour: uses.some((use) => wasOnBefore(use, at.utcUs)) ? true : record.tensInLastHour,
    worseAfterActivity: record.worseAfterActivity ?? null,
    restingHeartRateBpm: record.restingHeartRateBpm ?? null,
    systolicMmHg: record.systolicMmHg ?? null,
    diastolicMmHg: record.diastolicMmHg ?? null,
    temperatureC: record.temperatureC ?? null,
  };
}

/** A complete session. `lastPhase` is the last one it reached: only "done" is what was planned. */
export function finishedSession(session: Session, endedUs: number, summary: SessionSummary, lastPhase: string | null): Of<'session'> {
  return {
    id: session.id,
    atUs: endedUs,
    localDay: session.localDay,
    type: 'session',
    planned: session.setup.planVersion !== null,
    completed: lastPhase === 'done',
    minutes: Math.min(DAY_MINUTES, summary.durationS / 60),
    ...answersOf(summary),
    tensDuringPain: summary.tensS > 0 ? true : null,
    // The mean over a whole session is no reading at a known load.
    meanHeartRateBpm: null,
    heartRateQuality: 'missing',
  };
}

/** Pain and effort of a session as the engine's event names them. */
export function answersOf({ rpeCr10, pain }: SessionSummary) {
  return {
    rpeCr10,
    painBeforeNrs: pain?.first ?? null,
    painDuringNrs: pain?.max ?? null,
    painAfterNrs: pain?.last ?? null,
  };
}

/** Reports of G1 and G4 among a session's events, under their own ids. */
export function redFlagEvents(events: readonly SessionEvent[], localDay: LocalDay): Of<'redFlag'>[] {
  return events.flatMap((event) =>
    event.type === 'redFlag' || event.type === 'doctorToday'
      ? [{ id: event.id, atUs: event.atUs, localDay, type: 'redFlag' as const, symptoms: event.symptoms }]
      : [],
  );
}

/** Events in order of (at, id). */
export function lastPhaseOf(events: readonly SessionEvent[]): string | null {
  return events.findLast((event) => event.type === 'phase')?.phase ?? null;
}
