import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { user } from '#server/db/schema/access.ts';
import { build, statement } from '#server/db/statements.ts';
import { SignInSession } from '#shared/schema/api.ts';
import { type SeededActor, seedActor, seedClinic, startTestServer, type TestServer } from '#test/helpers/server.ts';

const MINUTE_US = 60_000_000;
const HOUR_US = 60 * MINUTE_US;
const DAY_US = 24 * HOUR_US;
const PASSWORD = 'one step at a time';

let server: TestServer;
let clinicId = '';
let calls: string[] = [];

beforeAll(async () => {
  server = await startTestServer();
  const { passwords } = server.deps;
  Object.assign(server.deps, {
    passwords: {
      hash: passwords.hash,
      verify: (password: string, stored: string) => {
        calls.push(stored);
        return passwords.verify(password, stored);
      },
    },
  });
  clinicId = await seedClinic(server);
});
beforeEach(() => {
  calls = [];
});
afterAll(() => server.close());

async function person(role: 'patient' | 'pt'): Promise<SeededActor & { email: string }> {
  const actor = await seedActor(server, clinicId, role);
  const passwordHash = await server.deps.passwords.hash(PASSWORD);
  await server.deps.store.batch([statement(build.update(user).set({ passwordHash }).where(eq(user.id, actor.userId)), 1)]);
  return { ...actor, email: `${actor.userId}@example.org` };
}

const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  server.request('POST', '/api/v1/auth/password/sign-in', { json: { email, password }, headers });
const me = (cookie: string) => server.request('GET', '/api/v1/auth/me', { headers: { cookie } });
const cookieOf = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0];

describe('password sign-in', () => {
  it('answers a wrong email and a wrong password alike, after the same work', async () => {
    const known = await person('pt');
    const wrongPassword = await signIn(known.email, 'not my password');
    const wrongEmail = await signIn('nobody@example.org', PASSWORD);
    const bodies = await Promise.all([wrongPassword, wrongEmail].map(async (answer) => ({ ...(await answer.json()), requestId: '' })));
    expect(bodies[0]).toEqual(bodies[1]);
    expect([wrongPassword.status, wrongEmail.status]).toEqual([401, 401]);
    expect(calls).toHaveLength(2);
    const parameters = calls.map((stored) => stored.split('$').slice(0, -2));
    expect(parameters[0]).toEqual(parameters[1]);
  });

  it('refuses an account without password and a closed account', async () => {
    const noPassword = await seedActor(server, clinicId, 'patient');
    expect((await signIn(`${noPassword.userId}@example.org`, 'anything at all')).status).toBe(401);
    const closed = await person('pt');
    await server.deps.store.batch([statement(build.update(user).set({ disabledAtUs: 1 }).where(eq(user.id, closed.userId)), 1)]);
    expect((await signIn(closed.email, PASSWORD)).status).toBe(401);
    expect((await me(closed.cookie)).status).toBe(401);
  });

  it('slows down guessing, says how long to wait, and lets the person in after that', async () => {
    const known = await person('pt');
    const statuses = [];
    for (let i = 0; i < 9; i++) statuses.push((await signIn(known.email, `guess ${i}`)).status);
    expect(statuses).toEqual([...Array(8).fill(401), 429]);
    const refused = await signIn(known.email, PASSWORD);
    expect(refused.status).toBe(429);
    const waitS = Number(refused.headers.get('retry-after'));
    expect(waitS).toBe(15 * 60);
    expect(calls).toHaveLength(8);
    server.clock.advance(waitS * 1_000_000);
    expect((await signIn(known.email, PASSWORD)).status).toBe(204);
  });

  it('does not count a whole clinic that signs in from one address as guessing', async () => {
    const known = await person('pt');
    for (let i = 0; i < 120; i++) expect((await signIn(known.email, PASSWORD)).status).toBe(204);
    const statuses = new Set<number>();
    for (let i = 0; i < 101; i++) statuses.add((await signIn(`stranger${i}@example.org`, PASSWORD)).status);
    expect([...statuses]).toEqual([401, 429]);
    server.clock.advance(15 * MINUTE_US);
  });

  it('refuses a sign-in sent by another site', async () => {
    const known = await person('pt');
    expect((await signIn(known.email, PASSWORD, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await signIn(known.email, PASSWORD, { origin: 'https://elsewhere.example' })).status).toBe(403);
  });
});

describe('sign-in sessions', () => {
  it('stores only the hash of the token', async () => {
    const known = await person('pt');
    const token = cookieOf(await signIn(known.email, PASSWORD)).split('=')[1];
    const found = await server.deps.store.query({ sql: 'select * from auth_session', args: [] });
    expect(found.rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(found.rows)).not.toContain(token);
  });

  it('rolls the idle limit with use, at most one write a minute, up to the absolute limit', async () => {
    const known = await person('pt');
    const cookie = cookieOf(await signIn(known.email, PASSWORD));
    const seen = async () =>
      (await server.deps.store.query({ sql: 'select max("lastSeenAtUs") from auth_session where "userId" = ?', args: [known.userId] }))
        .rows[0][0];
    const begun = await seen();
    server.clock.advance(MINUTE_US - 1);
    await me(cookie);
    expect(await seen()).toBe(begun);
    server.clock.advance(1);
    await me(cookie);
    expect(await seen()).toBe(Number(begun) + MINUTE_US);
    let spentUs = MINUTE_US;
    for (; spentUs + 11 * HOUR_US < 7 * DAY_US; spentUs += 11 * HOUR_US) {
      server.clock.advance(11 * HOUR_US);
      expect((await me(cookie)).status).toBe(200);
    }
    server.clock.advance(7 * DAY_US - spentUs);
    expect((await me(cookie)).status).toBe(401);
  });

  it('locks a PT after 12 hours of silence and a patient not', async () => {
    const [pt, patient] = [await person('pt'), await person('patient')];
    const cookies = [cookieOf(await signIn(pt.email, PASSWORD)), cookieOf(await signIn(patient.email, PASSWORD))];
    server.clock.advance(12 * HOUR_US);
    expect((await me(cookies[0])).status).toBe(401);
    expect((await me(cookies[1])).status).toBe(200);
    server.clock.advance(30 * DAY_US);
    expect((await me(cookies[1])).status).toBe(401);
  });

  it('remembers when a patient was last seen', async () => {
    const patient = await person('patient');
    server.clock.advance(5 * MINUTE_US);
    await me(patient.cookie);
    const found = await server.deps.store.query({ sql: 'select "lastSeenAtUs" from patient where id = ?', args: [patient.patientId] });
    expect(found.rows[0][0]).toBe(server.clock.nowUs());
  });

  it('lists the own sign-ins, ends one of them, and never another person’s', async () => {
    const [known, other] = [await person('pt'), await person('pt')];
    const chrome = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
    const laptop = cookieOf(await signIn(known.email, PASSWORD, { 'user-agent': chrome }));
    const phone = cookieOf(await signIn(known.email, PASSWORD));
    const list = z
      .array(SignInSession)
      .parse(await (await server.request('GET', '/api/v1/auth/sessions', { headers: { cookie: laptop } })).json());
    expect(list).toHaveLength(3);
    const current = list.find((row) => row.current) as SignInSession;
    expect(current.userAgent).toBe('Chrome on Windows');
    const end = (id: string, cookie: string) => server.request('DELETE', `/api/v1/auth/sessions/${id}`, { headers: { cookie } });
    expect((await end(current.id, other.cookie)).status).toBe(404);
    expect((await me(laptop)).status).toBe(200);
    expect((await end(current.id, phone)).status).toBe(204);
    expect((await end(current.id, phone)).status).toBe(204);
    expect((await me(laptop)).status).toBe(401);
    expect((await me(phone)).status).toBe(200);
  });

  it('signs out for good', async () => {
    const known = await person('pt');
    const cookie = cookieOf(await signIn(known.email, PASSWORD));
    const out = await server.request('POST', '/api/v1/auth/sign-out', { headers: { cookie } });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^evenpace=; Max-Age=0/);
    expect((await me(cookie)).status).toBe(401);
  });

  it('uses a __Host- cookie that only https carries', async () => {
    const secure = await startTestServer({ config: { origin: 'https://evenpace.example', version: '0', demo: false } });
    const actor = await seedActor(secure, await seedClinic(secure), 'pt');
    const passwordHash = await secure.deps.passwords.hash(PASSWORD);
    await secure.deps.store.batch([statement(build.update(user).set({ passwordHash }).where(eq(user.id, actor.userId)), 1)]);
    const json = { email: `${actor.userId}@example.org`, password: PASSWORD };
    const answer = await secure.request('POST', '/api/v1/auth/password/sign-in', { json });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-evenpace=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    await secure.close();
  });
});
