import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CeremonyOptions, Me, Passkey } from '#shared/schema/api.ts';
import { type SeededActor, seedActor, seedClinic, startTestServer, TEST_ORIGIN, type TestServer } from '#test/helpers/server.ts';
import { type Authenticator, createAuthenticator } from './authenticator.ts';

const PASSWORD = 'one step at a time';
const CHROME = 'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36';
let server: TestServer;
let clinicId = '';
beforeAll(async () => {
  server = await startTestServer();
  clinicId = await seedClinic(server);
});
afterAll(() => server.close());

const send = (method: string, path: string, as: SeededActor | null, json?: unknown) =>
  server.request(method, `/api/v1/auth/${path}`, { as, json, headers: { origin: TEST_ORIGIN, 'user-agent': CHROME } });

async function optionsOf<T>(path: string, as: SeededActor | null): Promise<{ challengeId: string; options: T }> {
  const answer = await send('POST', path, as, {});
  expect(answer.status).toBe(200);
  return CeremonyOptions.parse(await answer.json()) as { challengeId: string; options: T };
}

/** A new passkey of the person, and the authenticator that holds it. */
async function addPasskey(person: SeededActor): Promise<Authenticator> {
  const device = await createAuthenticator();
  const { challengeId, options } = await optionsOf<Parameters<Authenticator['create']>[0]>('passkeys/register/options', person);
  const response = await device.create(options, TEST_ORIGIN);
  expect((await send('POST', 'passkeys/register/verify', person, { challengeId, response })).status).toBe(200);
  return device;
}

async function signInWith(device: Authenticator, origin = TEST_ORIGIN): Promise<Response> {
  const { challengeId, options } = await optionsOf<Parameters<Authenticator['get']>[0]>('passkeys/sign-in/options', null);
  return send('POST', 'passkeys/sign-in/verify', null, { challengeId, response: await device.get(options, origin) });
}

const passkeysOf = async (person: SeededActor) => Passkey.array().parse(await (await send('GET', 'passkeys', person)).json());
const remove = (person: SeededActor, id: string) => send('DELETE', `passkeys/${id}`, person);
const passwordSignIn = (email: string, password: string) => send('POST', 'password/sign-in', null, { email, password });
const emailOf = (person: SeededActor) => `${person.userId}@example.org`;

describe('passkeys of one’s own', () => {
  it('are listed with the browser that made them, and without key material', async () => {
    const person = await seedActor(server, clinicId, 'patient');
    const device = await addPasskey(person);
    expect((await signInWith(device)).status).toBe(204);
    const nowUs = server.clock.nowUs();
    expect(await passkeysOf(person)).toMatchObject([{ label: 'Chrome on Android', createdAtUs: nowUs, lastUsedAtUs: nowUs }]);
    expect(Object.keys((await (await send('GET', 'passkeys', person)).json())[0]).toSorted()).toEqual([
      'createdAtUs',
      'id',
      'label',
      'lastUsedAtUs',
    ]);
  });

  it('can be removed one by one, never the last way in', async () => {
    const person = await seedActor(server, clinicId, 'patient');
    const [lost, kept] = [await addPasskey(person), await addPasskey(person)];
    const [first, second] = await passkeysOf(person);
    const lostId = String((await lost.get({ challenge: 'AA', rpId: 'localhost' }, TEST_ORIGIN)).id);
    const [gone, left] = first.id === lostId ? [first, second] : [second, first];
    expect(Me.parse(await (await remove(person, gone.id)).json()).passkeyCount).toBe(1);
    expect((await signInWith(lost)).status).toBe(401);
    expect((await remove(person, gone.id)).status).toBe(404);
    expect((await remove(person, left.id)).status).toBe(409);
    expect((await signInWith(kept)).status).toBe(204);
    await send('PUT', 'password', person, { currentPassword: null, password: PASSWORD });
    expect(Me.parse(await (await remove(person, left.id)).json())).toMatchObject({ passkeyCount: 0, hasPassword: true });
    expect((await passwordSignIn(emailOf(person), PASSWORD)).status).toBe(204);
  });

  it('leaves one when two requests would together remove all', async () => {
    const person = await seedActor(server, clinicId, 'pt');
    for (let i = 0; i < 2; i++) await addPasskey(person);
    const keys = await passkeysOf(person);
    const answers = await Promise.all(keys.map(({ id }) => remove(person, id)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await passkeysOf(person)).toHaveLength(1);
  });

  it('are not another person’s to remove', async () => {
    const [person, colleague] = [await seedActor(server, clinicId, 'pt'), await seedActor(server, clinicId, 'pt')];
    for (let i = 0; i < 2; i++) await addPasskey(person);
    const [{ id }] = await passkeysOf(person);
    expect((await remove(colleague, id)).status).toBe(404);
    expect(await passkeysOf(person)).toHaveLength(2);
    expect(await passkeysOf(colleague)).toEqual([]);
  });
});

describe('signing out everywhere', () => {
  it('ends every sign-in of the person, this one too, and nobody else’s', async () => {
    const [person, colleague] = [await seedActor(server, clinicId, 'pt'), await seedActor(server, clinicId, 'pt')];
    await send('PUT', 'password', person, { currentPassword: null, password: PASSWORD });
    const elsewhere = (await passwordSignIn(emailOf(person), PASSWORD)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const out = await send('DELETE', 'sessions', person);
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^evenpace=; Max-Age=0/);
    for (const cookie of [person.cookie, elsewhere]) expect((await send('GET', 'me', { ...person, cookie })).status).toBe(401);
    expect((await send('GET', 'me', colleague)).status).toBe(200);
    expect((await passwordSignIn(emailOf(person), PASSWORD)).status).toBe(204);
  });
});

describe('a failed sign-in', () => {
  const failures = async () =>
    (await server.deps.store.query({ sql: "select * from audit where action = 'auth.signInFailed' order by rowid", args: [] })).rows;

  it('leaves a row at the account that exists, without email or actor, and none for an unknown email', async () => {
    const person = await seedActor(server, clinicId, 'patient');
    const device = await addPasskey(person);
    await send('PUT', 'password', person, { currentPassword: null, password: PASSWORD });
    const before = (await failures()).length;
    const rowCount = async () => Number((await server.deps.store.query({ sql: 'select count(*) from audit', args: [] })).rows[0][0]);
    const rowsBefore = await rowCount();
    expect((await passwordSignIn('nobody@example.org', PASSWORD)).status).toBe(401);
    expect(await rowCount()).toBe(rowsBefore);
    expect((await passwordSignIn(emailOf(person), 'not my password')).status).toBe(401);
    expect((await signInWith(device, 'https://evenpace.example.evil.example')).status).toBe(401);
    const rows = (await failures()).slice(before);
    expect(rows.map(([, clinic, actor, , type, entity]) => [clinic, actor, type, entity])).toEqual(
      Array(2).fill([clinicId, null, 'user', person.userId]),
    );
    expect(rows.map((row) => row.at(-1))).toEqual(['{"by":"password"}', '{"by":"passkey"}']);
    expect(JSON.stringify(rows)).not.toMatch(/@|example\.org|nobody/);
  });
});

describe('beginning to sign in with a passkey', () => {
  it('is slowed down per address, says for how long, and a finished sign-in does not count', async () => {
    const device = await addPasskey(await seedActor(server, clinicId, 'pt'));
    server.clock.advance(300_000_000);
    for (let i = 0; i < 3; i++) expect((await signInWith(device)).status).toBe(204);
    const statuses: number[] = [];
    for (let i = 0; i < 101; i++) statuses.push((await send('POST', 'passkeys/sign-in/options', null, {})).status);
    expect(statuses).toEqual([...Array(100).fill(200), 429]);
    const refused = await send('POST', 'passkeys/sign-in/options', null, {});
    expect(refused.headers.get('retry-after')).toBe('300');
    server.clock.advance(300_000_000);
    expect((await signInWith(device)).status).toBe(204);
  });
});
