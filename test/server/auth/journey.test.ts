import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ensureSetupToken } from '#server/services/clinic/setupToken.ts';
import { Invitation, InvitationCreated, InvitationPreview, Me, Panel, SetupState, Today } from '#shared/schema/api.ts';
import { Plan } from '#shared/schema/plan.ts';
import { Problem } from '#shared/schema/problem.ts';
import { startTestServer, TEST_ORIGIN, type TestServer } from '#test/helpers/server.ts';
import { aCheckIn, aPlanUpdate } from '#test/server/clinical/records.ts';

const DAY_US = 86_400_000_000;
const PASSWORD = 'slow and steady';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const post = (path: string, json: unknown, cookie?: string) =>
  server.request('POST', `/api/v1${path}`, { json, headers: cookie ? { cookie } : {} });
const get = (path: string, cookie?: string) => server.request('GET', `/api/v1${path}`, { headers: cookie ? { cookie } : {} });
const cookieOf = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0];

async function read<S extends z.ZodType>(response: Response, schema: S, status = 200): Promise<z.infer<S>> {
  const body = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(status);
  return schema.parse(body);
}

describe('from an empty clinic to a patient with a plan', () => {
  let token = '';
  let pt = '';
  let patient = '';
  let patientId = '';

  it('opens a first-run link, and a restart replaces it', async () => {
    const old = (await ensureSetupToken(server.deps)) as string;
    token = (await ensureSetupToken(server.deps)) as string;
    expect(await read(await get(`/setup/${old}`), SetupState)).toEqual({ open: false });
    expect(await read(await get(`/setup/${token}`), SetupState)).toEqual({ open: true });
  });

  it('names the fields that need another look', async () => {
    const refused = await post('/setup', { token, clinicName: ' ', displayName: 'Dana', email: 'no', password: 'short' });
    const problem = await read(refused, Problem, 422);
    expect(problem.code).toBe('validation');
    expect(problem.fields?.map((field) => field.path).sort()).toEqual(['clinicName', 'email', 'password']);
  });

  it('creates the clinic once, even when two people use the link at the same moment', async () => {
    const request = (email: string) => ({ token, clinicName: 'Riverside', displayName: 'Dana Reyes', email, password: PASSWORD });
    const answers = await Promise.all([
      post('/setup', request('dana@riverside.example')),
      post('/setup', request('dana@riverside.example')),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 404]);
    const created = answers.find((answer) => answer.status === 204) as Response;
    pt = cookieOf(created);
    expect(created.headers.get('set-cookie')).toMatch(/^evenpace=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await read(await get(`/setup/${token}`), SetupState)).toEqual({ open: false });
    expect(await ensureSetupToken(server.deps)).toBeNull();
    expect(await read(await get('/auth/me', pt), Me)).toMatchObject({
      role: 'admin',
      clinicName: 'Riverside',
      hasPassword: true,
      patientId: null,
    });
  });

  it('invites a patient and writes a plan before the invitation is accepted', async () => {
    const created = await read(
      await post('/invitations', { role: 'patient', displayName: 'Sam', complaint: 'knee' }, pt),
      InvitationCreated,
      201,
    );
    expect(created.invitation.state).toBe('open');
    expect(created.url).toMatch(new RegExp(`^${TEST_ORIGIN}/invite/[\\w-]{43}$`));
    patientId = created.invitation.patientId as string;
    token = created.url.split('/').at(-1) as string;
    const plan = await read(await post(`/patients/${patientId}/plan`, aPlanUpdate(0), pt), Plan, 201);
    expect(plan).toMatchObject({ version: 1, patientId, quotaMinutes: 20 });
    const panel = await read(await get('/patients', pt), Panel);
    expect(panel.rows).toMatchObject([{ patientId, displayName: 'Sam', attention: 'steady', lastSeenAtUs: null }]);
    expect(panel.openInvitations).toHaveLength(1);
  });

  it('shows the invited person who invites', async () => {
    const preview = await read(await get(`/invitations/accept/${token}`), InvitationPreview);
    expect(preview).toEqual({ clinicName: 'Riverside', invitedBy: 'Dana Reyes', displayName: 'Sam', role: 'patient' });
  });

  it('lets one of several simultaneous accepts through and links the record', async () => {
    const accept = (i: number) =>
      post(`/invitations/accept/${token}`, { displayName: 'Sam Lee', email: `Sam${i}@Home.example`, password: PASSWORD });
    const answers = await Promise.all([1, 2, 3, 4].map(accept));
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 404, 404, 404]);
    patient = cookieOf(answers.find((answer) => answer.status === 204) as Response);
    expect(await read(await get('/auth/me', patient), Me)).toMatchObject({ role: 'patient', patientId, displayName: 'Sam Lee' });
    expect((await get(`/invitations/accept/${token}`)).status).toBe(404);
    const users = await server.deps.store.query({ sql: 'select count(*) from user', args: [] });
    expect(users.rows).toEqual([[2]]);
  });

  it('gives the patient their plan for today and the PT the check-in', async () => {
    const today = await read(await get(`/patients/${patientId}/today`, patient), Today);
    expect(today).toMatchObject({ clinicName: 'Riverside', ptName: 'Dana Reyes', plan: { version: 1 }, checkIn: null });
    const record = aCheckIn(patientId, { painNrs: 8 });
    const put = (json: unknown) =>
      server.request('PUT', `/api/v1/patients/${patientId}/check-ins/${record.id}`, { json, headers: { cookie: patient } });
    expect((await put(record)).status).toBe(201);
    const panel = await read(await get('/patients?day=2026-03-02', pt), Panel);
    expect(panel.rows[0]).toMatchObject({ attention: 'today', why: 'Pain 8 today.', openFlagCount: 0 });
    expect(panel.rows[0].days.at(-1)).toMatchObject({ localDay: '2026-03-02', morningPainNrs: 8, plannedMinutes: 20, doneMinutes: null });
  });

  it('signs in again by password whatever the case of the email, and ends the sign-in it replaces', async () => {
    const users = await server.deps.store.query({ sql: "select email from user where role = 'patient'", args: [] });
    const email = String(users.rows[0][0]);
    const again = await post('/auth/password/sign-in', { email: email.toUpperCase(), password: PASSWORD }, patient);
    expect(again.status).toBe(204);
    expect((await get('/auth/me', patient)).status).toBe(401);
    patient = cookieOf(again);
    expect((await get('/auth/me', patient)).status).toBe(200);
  });

  it('writes an audit row for each change and no secret anywhere', async () => {
    const rows = await server.deps.store.query({ sql: 'select action, "actorUserId" from audit order by id', args: [] });
    const actions = rows.rows.map((row) => String(row[0]));
    for (const action of [
      'clinic.create',
      'patient.create',
      'invitation.create',
      'plan.create',
      'invitation.accept',
      'checkIn.put',
      'auth.signIn',
    ]) {
      expect(actions).toContain(action);
    }
    const log = JSON.stringify(server.logLines);
    for (const secret of [token, PASSWORD, patient.split('=')[1], 'Sam']) expect(log).not.toContain(secret);
  });

  it('closes an invitation after two weeks, or when it is taken back', async () => {
    const invite = () => post('/invitations', { role: 'patient', displayName: 'Kim' }, pt);
    const first = await read(await invite(), InvitationCreated, 201);
    const second = await read(await invite(), InvitationCreated, 201);
    const linkOf = (created: InvitationCreated) => `/invitations/accept/${created.url.split('/').at(-1)}`;
    expect((await server.request('DELETE', `/api/v1/invitations/${first.invitation.id}`, { headers: { cookie: pt } })).status).toBe(204);
    expect((await get(linkOf(first))).status).toBe(404);
    server.clock.advance(14 * DAY_US - 1);
    expect((await get(linkOf(second))).status).toBe(200);
    server.clock.advance(1);
    expect((await get(linkOf(second))).status).toBe(404);
    expect((await post(linkOf(second), { displayName: 'Kim', email: 'kim@home.example', password: PASSWORD })).status).toBe(404);
    const again = await post('/auth/password/sign-in', { email: 'dana@riverside.example', password: PASSWORD });
    const list = await read(await get('/invitations', cookieOf(again)), z.array(Invitation));
    expect(list.map((row) => row.state).sort()).toEqual(['accepted', 'expired', 'revoked']);
  });

  it('sends a new link for a record that has no account yet, and the old link stops working', async () => {
    const signedIn = cookieOf(await post('/auth/password/sign-in', { email: 'dana@riverside.example', password: PASSWORD }));
    const invite = (record?: string) => post('/invitations', { role: 'patient', displayName: 'Lou', patientId: record }, signedIn);
    const first = await read(await invite(), InvitationCreated, 201);
    const lou = first.invitation.patientId as string;
    const second = await read(await invite(lou), InvitationCreated, 201);
    expect(second.invitation.patientId).toBe(lou);
    const accept = (created: InvitationCreated) =>
      post(`/invitations/accept/${created.url.split('/').at(-1)}`, { displayName: 'Lou', email: 'lou@home.example', password: null });
    expect((await accept(first)).status).toBe(404);
    const accepted = await accept(second);
    expect(await read(await get('/auth/me', cookieOf(accepted)), Me)).toMatchObject({ patientId: lou, hasPassword: false });
    expect((await invite(lou)).status).toBe(409);
    expect((await post('/auth/password/sign-in', { email: 'lou@home.example', password: 'anything at all' })).status).toBe(401);
  });
});
