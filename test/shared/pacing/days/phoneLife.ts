import { correctionEvents } from '#server/services/pacing/corrections.ts';
import { lateTensEvents } from '#server/services/pacing/fromRecords.ts';
import type { PhoneRecords, PhoneSession } from '#shared/pacing/days/phoneEvents.ts';
import { finishedSession, lastPhaseOf, morningEvent, redFlagEvents } from '#shared/pacing/recordedEvents.ts';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { Correction } from '#shared/schema/correction.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { type Id, uuidV7 } from '#shared/schema/id.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import { SessionSetup } from '#shared/schema/session.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import { SessionSummary } from '#shared/schema/summary.ts';
import { aStimulation } from '#test/server/clinical/records.ts';
import { atHour, localDayOf, on, PATIENT_ID } from './diary.ts';
import type { LivedDay } from './life.ts';
import { random } from './lives.ts';

/** A day as a phone records it: answers and sessions as records, with corrections and TENS uses that come after them. */
export type DayRecords = { -readonly [K in keyof PhoneRecords]: PhoneRecords[K][number][] };

export function phoneRecordsOf(lived: LivedDay, day: number, seed: number): DayRecords {
  const next = random(seed * 31 + day);
  const moment = (hour: number) => ({ utcUs: atHour(day, hour), offsetMinutes: 0, zone: 'UTC' });
  const id = (hour: number): Id =>
    uuidV7(
      atHour(day, hour) / 1000,
      new Uint8Array(10).map(() => Math.floor(256 * next())),
    );
  const records: DayRecords = { checkIns: [], sessions: [], stimulations: [], corrections: [], said: [] };
  const correct = (hour: number, type: Correction['target']['type'], targetId: Id, field: string, value: Correction['value']) => {
    const target = { type, id: targetId };
    records.corrections.push({ id: id(hour), patientId: PATIENT_ID, at: moment(hour), target, field, value, reason: 'Corrected.' });
  };
  if (next() < 0.2) records.stimulations.push({ ...useAt(moment(6.5), localDayOf(day)), id: id(6.5) });
  if (lived.checkIn) {
    const { painNrs, confidence, flare, tensInLastHour, worseAfterActivity, restingHeartRateBpm } = lived;
    const answers = { painNrs, sleepQuality: 6, confidence, flare, tensInLastHour, worseAfterActivity, restingHeartRateBpm };
    const record: CheckIn = { id: id(7), patientId: PATIENT_ID, at: moment(7), localDay: localDayOf(day), ...answers };
    records.checkIns.push(record);
    if (next() < 0.3) correct(8, 'checkIn', record.id, 'painNrs', Math.floor(11 * next()));
    if (next() < 0.2) correct(9, 'checkIn', record.id, 'flare', next() < 0.5);
  }
  if (lived.planned === 'completed' || lived.planned === 'endedEarly') {
    const session = sessionOf(lived, day, id);
    records.sessions.push(session);
    const pain = session.events.find(({ type }) => type === 'pain');
    if (pain !== undefined && next() < 0.3) correct(18, 'sessionEvent', pain.id, 'painNrs', Math.floor(11 * next()));
    if (next() < 0.3) correct(19, 'session', session.session.id, 'rpeCr10', Math.floor(11 * next()));
  }
  if (lived.planned === 'skipped') records.said.push(on(day, 18, { type: 'sessionSkipped', reason: '' }));
  if (lived.riseAgreed) records.said.push(on(day, 6, { type: 'riseAgreed', agreed: true }));
  return records;
}

function useAt(startedAt: Stimulation['startedAt'], localDay: string): Stimulation {
  return aStimulation(PATIENT_ID, { startedAt, endedAt: { ...startedAt, utcUs: startedAt.utcUs + 1_200_000_000 }, localDay });
}

function sessionOf(lived: LivedDay, day: number, id: (hour: number) => Id): PhoneSession {
  const sessionId = id(16);
  const at = (minute: number) => atHour(day, 16) + minute * 60_000_000;
  const done = lived.planned === 'completed';
  const minutes = lived.minutes ?? 12;
  const rpeCr10 = lived.rpeCr10;
  const events: SessionEvent[] = [
    { id: id(16), atUs: at(1), type: 'pain', painNrs: lived.painNrs ?? 3 },
    ...(lived.redFlag ? [{ id: id(16), atUs: at(2), type: 'redFlag' as const, symptoms: ['fainting' as const] }] : []),
    { id: id(16), atUs: at(5), type: 'phase', phase: done ? 'done' : 'stopped' },
  ];
  const pain = { first: lived.painNrs ?? 3, max: lived.painNrs ?? 3, last: lived.painNrs ?? 3 };
  const moment = (minute: number) => ({ utcUs: at(minute), offsetMinutes: 0, zone: 'UTC' });
  return {
    session: {
      ...{ id: sessionId, patientId: PATIENT_ID, startedAt: moment(0), endedAt: moment(30), localDay: localDayOf(day) },
      setup: SETUP,
      streams: [],
      simulated: false,
    },
    summary: { ...SUMMARY, sessionId, durationS: 60 * minutes, rpeCr10, pain },
    events,
  };
}

const SETUP = SessionSetup.parse({
  ...{ planVersion: 1, planExerciseId: null, exerciseId: 'walking', side: 'none', plannedSets: 1, plannedRepetitionsPerSet: null },
  ...{ quotaMinutes: 20, targetAngleDeg: null, heartRateBandBpm: null, heartRateCeilingBpm: null, rpeCeilingCr10: 5 },
  ...{ restingHeartRateBpm: null, maxHeartRateBpm: null, maxHeartRateSource: 'unknown', maxHeartRateSeeBpm: null, sex: null },
  ...{ painReferenceNrs: 3, mode: 'standard', recoveryHistory: null, pacingConfigHash: '' },
});
const SUMMARY = SessionSummary.parse({
  ...{ sessionId: PATIENT_ID, algorithmVersion: '1', durationS: 0, heartRate: null, repetitions: [], manualRepetitions: null },
  ...{ romMedianDeg: null, peakMaxDeg: null, sessionRpeLoad: null, rpeCr10: null, pain: null, tensS: 0, gaps: [] },
  ...{ heartRateSeries: null, angleSeries: null },
});

export function together(days: readonly DayRecords[]): DayRecords {
  const all = <K extends keyof DayRecords>(name: K) => days.flatMap((day) => day[name] as DayRecords[K][number][]) as DayRecords[K];
  return {
    checkIns: all('checkIns'),
    sessions: all('sessions'),
    stimulations: all('stimulations'),
    corrections: all('corrections').sort((a, b) => a.at.utcUs - b.at.utcUs || (a.id < b.id ? -1 : 1)),
    said: all('said'),
  };
}

/** The events that the server makes of these records when they arrive, its own ids included. `tensLast`: the uses arrive after the check-ins. */
export function serverEvents(records: PhoneRecords, tensLast: boolean): PatientEvent[] {
  const mornings = records.checkIns.map((record) => morningEvent(record, tensLast ? [] : records.stimulations));
  return [
    ...mornings,
    ...records.sessions.flatMap(({ session, summary, events }) => [
      ...redFlagEvents(events, session.localDay),
      ...(summary === null || session.endedAt === null
        ? []
        : [finishedSession(session, session.endedAt.utcUs, summary, lastPhaseOf(events))]),
    ]),
    ...records.corrections.flatMap((record, i) =>
      correctionEvents(
        record,
        records.corrections.slice(0, i),
        records.sessions,
        localDayOf(Math.floor((record.at.utcUs - atHour(0, 0)) / 86_400_000_000)),
      ),
    ),
    ...records.stimulations.flatMap((use) =>
      lateTensEvents(use, tensLast ? mornings : [], { atUs: use.startedAt.utcUs + 1, localDay: use.localDay }),
    ),
    ...records.said,
  ];
}
