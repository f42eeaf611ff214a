import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { demoPeople } from '#server/demo/people.ts';
import { Me, Panel, PatientDetail, SessionDetail, Today } from '#shared/schema/api.ts';
import { addDays } from '#shared/schema/time.ts';
import { TEST_START_US, type TestServer } from '#test/helpers/server.ts';
import { DEMO_DAYS, DEMO_LAST_DAY, signIn, startDemoServer } from './demoClinic.ts';

let server: TestServer;
let headers: Record<string, string>;
let panel: Panel;
let patients: PatientDetail[];
let sessions: SessionDetail[];

async function read<T>(schema: z.ZodType<T>, path: string, as = headers): Promise<T> {
  const answer = await server.request('GET', `/api/v1${path}`, { headers: as });
  expect(answer.status, path).toBe(200);
  return schema.parse(await answer.json());
}

const rowsOf = async (from: TestServer, sql: string) => (await from.deps.store.query({ sql, args: [] })).rows;

beforeAll(async () => {
  server = await startDemoServer();
  headers = await signIn(server);
  panel = await read(Panel, `/patients?day=${DEMO_LAST_DAY}`);
  const lived = panel.rows.filter(({ lastSeenAtUs }) => lastSeenAtUs !== null);
  patients = await Promise.all(lived.map(({ patientId }) => read(PatientDetail, `/patients/${patientId}?day=${DEMO_LAST_DAY}`)));
  const ids = patients.flatMap((patient) => patient.sessions.map(({ id }) => id));
  sessions = await Promise.all(ids.map((id) => read(SessionDetail, `/sessions/${id}`)));
});
afterAll(() => server.close());

describe('demo clinic', () => {
  it('lets its PT and its patients sign in, and says that it is simulated', async () => {
    const me = await read(Me, '/auth/me');
    expect(me).toMatchObject({ role: 'admin', displayName: 'Jana Falk', demo: true });
    expect(me.clinicName).toContain('simulated');
    const patient = await read(Me, '/auth/me', await signIn(server, 'Tove Olsen'));
    expect(patient).toMatchObject({ role: 'patient', demo: true });
    const today = await read(Today, `/patients/${patient.patientId}/today?day=${DEMO_LAST_DAY}`, await signIn(server, 'Tove Olsen'));
    expect(today).toMatchObject({ ptName: 'Jana Falk', plan: { daysPerWeek: 5 } });
  });

  it('is marked as simulated in every record that can say so', async () => {
    expect(panel.rows.map((row) => row.simulated)).toEqual([true, true, true, true]);
    expect(sessions.length).toBeGreaterThan(25);
    expect(sessions.every(({ session }) => session.simulated && session.streams.every(({ simulated }) => simulated))).toBe(true);
    expect(await rowsOf(server, 'select name from clinic where simulated = 0')).toEqual([]);
  });

  it('has three weeks of days that say what the records say', () => {
    expect(patients).toHaveLength(3);
    for (const { days, sessions: done, checkIns, stimulations } of patients) {
      const before = days.slice(0, -DEMO_DAYS);
      expect(before.every((day) => day.plannedMinutes === null && day.sessionCount === 0)).toBe(true);
      const minutesOf = (localDay: string) =>
        done.filter((s) => s.localDay === localDay).reduce((sum, s) => sum + (s.summary?.durationS ?? 0), 0);
      for (const day of days) expect((day.doneMinutes ?? 0) * 60).toBeCloseTo(minutesOf(day.localDay), 6);
      expect(done.length).toBeGreaterThan(7);
      expect(checkIns.length).toBeGreaterThan(10);
      const tensDays = new Set(stimulations.map((use) => use.localDay));
      expect(days.filter((day) => day.tensMinutes > 0).map((day) => day.localDay)).toEqual([...tensDays].sort());
    }
    expect(patients.flatMap((patient) => patient.stimulations).length).toBeGreaterThan(5);
  });

  it('suspends the person with the red flag and puts them first', () => {
    const [first] = panel.rows;
    expect(first).toMatchObject({ displayName: 'Ada Kern', attention: 'now' });
    expect(first.openFlags[0].decision).toMatchObject({ kind: 'emergency', ruleIds: ['G1'] });
    const ada = patients.find(({ displayName }) => displayName === 'Ada Kern');
    expect(ada?.profile.suspended).toMatchObject({ ruleId: 'G1' });
    expect(ada?.sessions[0].localDay).toBe(addDays(DEMO_LAST_DAY, -1));
  });

  it('has recordings from which phone and server read the same', () => {
    for (const { agrees, state, chunks, session, summary } of sessions) {
      expect({ agrees, state }).toEqual({ agrees: true, state: 'complete' });
      expect(new Set(chunks.map(({ streamId }) => streamId))).toEqual(new Set(session.streams.map(({ id }) => id)));
      expect(summary?.heartRate?.coverage).toBeGreaterThan(0.8);
    }
  });

  it('counts the repetitions that were done, from motion where there is a sensor', () => {
    const measured = sessions.filter(({ session }) => session.streams.some(({ kind }) => kind === 'imu'));
    expect(measured.length).toBeGreaterThan(10);
    for (const { summary, session } of measured) {
      expect(summary?.repetitions).toHaveLength(24);
      const romDeg = summary?.romMedianDeg ?? 0;
      expect(romDeg).toBeGreaterThan(session.setup.exerciseId === 'forwardBend' ? 35 : 60);
      expect(romDeg).toBeLessThan(140);
    }
    const byHand = sessions.filter(({ session }) => session.setup.exerciseId === 'kneeBend');
    expect(byHand.map(({ summary }) => summary?.manualRepetitions)).toEqual(byHand.map(() => 24));
  });

  it('leaves the flags of the last days open and closed the others with a note', async () => {
    const flags = await rowsOf(server, 'select "openedAtUs", "resolvedAtUs", "resolvedNote", severity from flag');
    const closed = flags.filter(([, resolvedAtUs]) => resolvedAtUs !== null);
    expect(closed.length).toBeGreaterThan(0);
    for (const [openedAtUs, resolvedAtUs, note] of closed) {
      expect(Number(resolvedAtUs)).toBeGreaterThan(Number(openedAtUs));
      expect(String(note)).toMatch(/\w.*\./);
    }
    const milan = patients.find(({ displayName }) => displayName === 'Milan Sorg');
    expect(milan?.days.filter((day) => ['ease', 'rest'].includes(day.worstDecision ?? '')).length).toBeGreaterThan(1);
  });

  it('has two invitations that wait for an answer', () => {
    expect(panel.openInvitations.map(({ role, state }) => `${role} ${state}`).sort()).toEqual(['patient open', 'pt open']);
  });

  it('is the same clinic for the same seed and day, and another one for another seed', async () => {
    const lives = async (from: TestServer) => {
      const asked = [
        'select body, summary from session',
        'select body from check_in',
        'select body from stimulation',
        'select body from plan',
      ];
      return JSON.stringify(await Promise.all(asked.map((sql) => rowsOf(from, `${sql} order by id`))));
    };
    const people = demoPeople().slice(1, 3);
    const [one, same, other] = await Promise.all([
      startDemoServer({ people, dayCount: 8 }),
      startDemoServer({ people, dayCount: 8 }),
      startDemoServer({ people, dayCount: 8, seed: 8 }),
    ]);
    expect(await lives(same)).toBe(await lives(one));
    expect(await lives(other)).not.toBe(await lives(one));
    const secrets = 'select "tokenHash" from auth_session order by id';
    expect(await rowsOf(same, secrets)).not.toEqual(await rowsOf(one, secrets));
    await Promise.all([one.close(), same.close(), other.close()]);
  });

  it('invents nothing that is still to come', async () => {
    const morning = await startDemoServer({ nowUs: TEST_START_US, dayCount: 5 });
    const latest =
      'select max(at) from (select max("endedAtUs") as at from session union select max("atUs") from check_in union select max("atUs") from audit)';
    expect(Number((await rowsOf(morning, latest))[0][0])).toBeLessThanOrEqual(TEST_START_US);
    await morning.close();
  });
});
