import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvitationCreated, Me } from '#shared/schema/api.ts';
import { Problem } from '#shared/schema/problem.ts';
import { type SeededActor, seedActor } from '#test/helpers/server.ts';
import { aCheckIn, aCorrection, anId, aPlanUpdate, aStimulation, momentAt } from '#test/server/clinical/records.ts';
import { absentIds, aChunk, aSession, makeWorld, type World } from './world.ts';

let world: World;
let attackerId = '';
beforeAll(async () => {
  world = await makeWorld();
  attackerId = world.otherPatient.patientId as string;
});
afterAll(() => world.server.close());

const send = (method: string, path: string, as: SeededActor, json?: unknown) =>
  world.server.request(method, `/api/v1${path}`, { as, json });

/** Sends the request, expects the status, and that afterwards the database is the same but for a note of the denial, if any. */
async function refused(status: number, request: () => Promise<Response>): Promise<Problem> {
  const before = await world.dump();
  await world.newAuditRows();
  const answer = await request();
  const text = await answer.text();
  expect(answer.status, text).toBe(status);
  expect(await world.dump()).toEqual(before);
  for (const row of await world.newAuditRows()) expect(row).toMatchObject({ action: 'denied', detail: JSON.stringify({ status }) });
  for (const id of Object.values(world.victim)) expect(text).not.toContain(id);
  return Problem.parse(JSON.parse(text));
}

describe('an id that belongs to somebody else', () => {
  it('does not turn a create into an update of their record', async () => {
    const { checkInId, sessionId } = world.victim;
    const checkIn = aCheckIn(attackerId, { id: checkInId, painNrs: 0 });
    await refused(404, () => send('PUT', `/patients/${attackerId}/check-ins/${checkInId}`, world.otherPatient, checkIn));
    await refused(404, () => send('PUT', `/patients/${attackerId}/check-ins/${checkInId}`, world.pt, checkIn));
    const session = aSession({ ...world.victim, patientId: attackerId });
    await refused(404, () => send('PUT', `/sessions/${sessionId}`, world.otherPatient, session));
    const { rows } = await world.server.deps.store.query({ sql: 'select id from stimulation', args: [] });
    const stimulation = aStimulation(attackerId, { id: String(rows[0][0]) });
    await refused(404, () => send('PUT', `/patients/${attackerId}/stimulations/${stimulation.id}`, world.otherPatient, stimulation));
  });

  it('does not take over another patient’s plan, in this clinic or another', async () => {
    const { rows } = await world.server.deps.store.query({ sql: 'select id from plan', args: [] });
    const plan = { ...aPlanUpdate(0), id: String(rows[0][0]) };
    await refused(404, () => send('POST', `/patients/${attackerId}/plan`, world.pt, plan));
    await refused(404, () => send('POST', `/patients/${world.foreignPatient.patientId}/plan`, world.foreignPt, plan));
  });

  it('cannot be reached through a child', async () => {
    const { checkInId, sessionId, streamId } = world.victim;
    const correction = aCorrection(attackerId, { type: 'checkIn', id: checkInId }, 'painNrs', 0);
    await refused(404, () => send('PUT', `/patients/${attackerId}/corrections/${correction.id}`, world.otherPatient, correction));
    await refused(404, () => send('PUT', `/patients/${attackerId}/corrections/${correction.id}`, world.pt, correction));
    const stimulation = aStimulation(attackerId, { sessionId });
    await refused(404, () => send('PUT', `/patients/${attackerId}/stimulations/${stimulation.id}`, world.otherPatient, stimulation));

    const own = aSession({ ...absentIds(), patientId: attackerId });
    expect((await send('PUT', `/sessions/${own.id}`, world.otherPatient, own)).status).toBe(201);
    const chunk = { as: world.otherPatient, ...(await aChunk(streamId)) };
    await refused(422, () => world.server.request('PUT', `/api/v1/sessions/${own.id}/streams/${streamId}/chunks/0`, chunk));
    const bytes = () => world.server.request('GET', `/api/v1/sessions/${own.id}/streams/${streamId}/chunks/0`, { as: world.otherPatient });
    await refused(404, bytes);
  });
});

describe('a record that contradicts its address', () => {
  it('names the field: the id or the patient in the body is another one', async () => {
    const record = aCheckIn(attackerId);
    const elsewhere = await refused(422, () => send('PUT', `/patients/${attackerId}/check-ins/${anId()}`, world.otherPatient, record));
    expect(elsewhere.fields?.map((field) => field.path)).toEqual(['id']);
    const smuggled = { ...record, patientId: world.victim.patientId };
    for (const as of [world.otherPatient, world.pt]) {
      const problem = await refused(422, () => send('PUT', `/patients/${attackerId}/check-ins/${record.id}`, as, smuggled));
      expect(problem.fields?.map((field) => field.path)).toEqual(['patientId']);
    }
  });

  it('cannot switch the patient of a session', async () => {
    const own = aSession({ ...absentIds(), patientId: attackerId });
    await send('PUT', `/sessions/${own.id}`, world.otherPatient, own);
    await refused(404, () => send('PUT', `/sessions/${own.id}`, world.otherPatient, { ...own, patientId: world.victim.patientId }));
    const stimulation = aStimulation(attackerId, { endedAt: null });
    const path = `/patients/${attackerId}/stimulations/${stimulation.id}`;
    await send('PUT', path, world.otherPatient, stimulation);
    const switched = { ...stimulation, patientId: world.victim.patientId, endedAt: momentAt(5) };
    await refused(422, () => send('PUT', path, world.otherPatient, switched));
    await refused(404, () => send('PUT', `/patients/${world.victim.patientId}/stimulations/${stimulation.id}`, world.pt, switched));
  });

  it('refuses what is no id', async () => {
    for (const id of ['1', "' or 1=1 --", '../../clinic', '00000000-0000-4000-8000-000000000000']) {
      const problem = await refused(422, () => send('GET', `/patients/${encodeURIComponent(id)}`, world.pt));
      expect(problem.fields?.map((field) => field.path)).toEqual(['patientId']);
    }
  });
});

describe('rights that nobody gave', () => {
  it('come neither with a request for an invitation nor with its acceptance', async () => {
    const colleague = await seedActor(world.server, world.pt.clinicId, 'pt');
    await refused(403, () => send('POST', '/invitations', colleague, { role: 'pt', displayName: 'Friend' }));
    await refused(422, () => send('POST', '/invitations', world.pt, { role: 'admin', displayName: 'Friend' }));
    const created = InvitationCreated.parse(
      await (await send('POST', '/invitations', colleague, { role: 'patient', displayName: 'Kim' })).json(),
    );
    const accept = {
      displayName: 'Kim',
      email: 'kim@home.example',
      password: 'slow and steady',
      role: 'admin',
      clinicId: world.foreignPt.clinicId,
    };
    const answer = await world.server.request('POST', `/api/v1/invitations/accept/${created.url.split('/').at(-1)}`, { json: accept });
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0];
    const me = Me.parse(await (await world.server.request('GET', '/api/v1/auth/me', { headers: { cookie } })).json());
    expect(me).toMatchObject({ role: 'patient', clinicId: world.pt.clinicId, patientId: created.invitation.patientId });
  });

  it('do not come with an invitation to a record of another clinic or of somebody with an account', async () => {
    const { patientId } = world.victim;
    const invite = (as: SeededActor, record: string) =>
      send('POST', '/invitations', as, { role: 'patient', displayName: 'Me', patientId: record });
    await refused(404, () => invite(world.foreignPt, patientId));
    await refused(404, () => invite(world.foreignPt, anId()));
    await refused(409, () => invite(world.pt, patientId));
  });

  it('do not come with a profile that claims to be another patient’s', async () => {
    const path = `/patients/${attackerId}/profile`;
    const before = (await (await send('GET', path, world.otherPatient)).json()) as Record<string, unknown>;
    const claimed = { baseVersion: 1, profile: { ...before, patientId: world.victim.patientId, version: 9, massKg: 70 } };
    const answer = await send('PUT', path, world.otherPatient, claimed);
    expect(await answer.json()).toMatchObject({ patientId: attackerId, version: 2, massKg: 70 });
  });

  it('end with the account, on every sign-in', async () => {
    const closed = await seedActor(world.server, world.pt.clinicId, 'pt');
    expect((await send('GET', '/patients', closed)).status).toBe(200);
    await world.server.deps.store.batch([{ sql: 'update user set "disabledAtUs" = 1 where id = ?', args: [closed.userId], expectRows: 1 }]);
    await refused(401, () => send('GET', '/patients', closed));
  });
});
