import type { z } from 'zod';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import { type Id, uuidV7 } from '#shared/schema/id.ts';
import { PatientPacing } from '#shared/schema/pacingApi.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import { localDayOf, type Moment } from '#shared/schema/time.ts';
import { type SeededActor, seedActor, seedClinic, startTestServer, type TestServer } from '#test/helpers/server.ts';
import { aCheckIn, anId, aPlanUpdate } from '#test/server/clinical/records.ts';

const DAY_US = 86_400_000_000;

/** One clinic with a PT and a patient in Berlin, whose days are lived one after the other at 08:00 UTC. */
export interface PacingRig {
  readonly server: TestServer;
  readonly pt: SeededActor;
  readonly otherPt: SeededActor;
  readonly patient: SeededActor;
  readonly patientId: Id;
  now(): Moment;
  day(): string;
  nextDay(days?: number): void;
  send(method: string, path: string, as: SeededActor, json?: unknown): Promise<Response>;
  /** Sends and expects the status; the answer as JSON. */
  ok<T>(schema: z.ZodType<T>, status: number, method: string, path: string, as: SeededActor, json?: unknown): Promise<T>;
  checkIn(changes?: Partial<CheckIn>): Promise<CheckIn>;
  post(as: SeededActor, ...events: readonly EventBody[]): Promise<Response>;
  plan(quotaMinutes: number, baseVersion?: number): Promise<Response>;
  pacing(as?: SeededActor): Promise<PatientPacing>;
  close(): Promise<void>;
}

type Without<T> = T extends unknown ? Omit<T, 'id' | 'atUs' | 'localDay'> & Partial<Pick<PatientEvent, 'id' | 'atUs' | 'localDay'>> : never;
export type EventBody = Without<PatientEvent>;

export async function pacingRig(): Promise<PacingRig> {
  const server = await startTestServer();
  const clinicId = await seedClinic(server);
  const pt = await seedActor(server, clinicId, 'admin');
  const otherPt = await seedActor(server, clinicId, 'pt');
  const patient = await seedActor(server, clinicId, 'patient');
  const patientId = String(patient.patientId);
  const now = (): Moment => ({ utcUs: server.clock.nowUs(), offsetMinutes: 60, zone: 'Europe/Berlin' });
  const send: PacingRig['send'] = async (method, path, as, json) => {
    // Weeks pass here in a moment: nobody is signed out for having been away.
    await server.deps.store.batch([{ sql: 'update auth_session set "lastSeenAtUs" = ?', args: [server.clock.nowUs()] }]);
    return server.request(method, `/api/v1${path}`, { as, json });
  };
  const rig: PacingRig = {
    server,
    pt,
    otherPt,
    patient,
    patientId,
    now,
    day: () => localDayOf(now()),
    nextDay: (days = 1) => server.clock.advance(days * DAY_US),
    send,
    async ok(schema, status, method, path, as, json) {
      const answer = await send(method, path, as, json);
      const text = await answer.text();
      if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return schema.parse(JSON.parse(text));
    },
    async checkIn(changes = {}) {
      const record = aCheckIn(patientId, { at: now(), painNrs: 3, tensInLastHour: false, ...changes });
      const answer = await send('PUT', `/patients/${patientId}/check-ins/${record.id}`, patient, record);
      if (answer.status !== 201) throw new Error(await answer.text());
      return record;
    },
    post: (as, ...events) =>
      send('POST', `/patients/${patientId}/events`, as, {
        events: events.map((event) => ({ id: anId(), atUs: server.clock.nowUs(), localDay: localDayOf(now()), ...event })),
      }),
    plan: (quotaMinutes, baseVersion = 0) =>
      send('POST', `/patients/${patientId}/plan`, pt, { ...aPlanUpdate(baseVersion, { quotaMinutes, daysPerWeek: 5 }), createdAt: now() }),
    pacing: (as = pt) => rig.ok(PatientPacing, 200, 'GET', `/patients/${patientId}/pacing?day=${localDayOf(now())}`, as),
    close: () => server.close(),
  };
  return rig;
}

/** A session finished as planned, put into the log as a complete session would: sessions themselves are tested with their recordings. */
export async function doneSession(rig: PacingRig, minutes: number, rpeCr10 = 3): Promise<void> {
  const event: PatientEvent = {
    id: uuidV7(
      rig.server.clock.nowUs() / 1000,
      new Uint8Array(10).map(() => Math.floor(Math.random() * 256)),
    ),
    atUs: rig.server.clock.nowUs(),
    localDay: rig.day(),
    type: 'session',
    planned: true,
    completed: true,
    minutes,
    rpeCr10,
    painBeforeNrs: 3,
    painDuringNrs: 3,
    painAfterNrs: 3,
    tensDuringPain: null,
    meanHeartRateBpm: null,
    heartRateQuality: 'missing',
  };
  const { atUs, id, localDay, type } = event;
  await rig.server.deps.store.batch([
    {
      sql: 'insert into patient_event (id, "clinicId", "patientId", "localDay", "atUs", type, body, "arrivedAtUs") values (?, ?, ?, ?, ?, ?, ?, ?)',
      args: [id, rig.pt.clinicId, rig.patientId, localDay, atUs, type, JSON.stringify(event), atUs],
    },
  ]);
}

/** A week of green mornings with five sessions, and the morning of the review. */
export async function quietWeek(rig: PacingRig, minutes: number, changes: Partial<CheckIn> = {}): Promise<void> {
  for (let i = 0; i < 7; i++) {
    if (i > 0 || !(await checkedIn(rig))) await rig.checkIn(changes);
    if (i < 5) await doneSession(rig, minutes);
    rig.nextDay();
  }
  await rig.checkIn(changes);
}

async function checkedIn(rig: PacingRig): Promise<boolean> {
  const { rows } = await rig.server.deps.store.query({ sql: 'select 1 from check_in where "localDay" = ?', args: [rig.day()] });
  return rows.length > 0;
}
