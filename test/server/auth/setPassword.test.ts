import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Me, SignInSession } from '#shared/schema/api.ts';
import { type SeededActor, seedActor, seedClinic, startTestServer, type TestServer } from '#test/helpers/server.ts';

const FIRST = 'one step at a time';
const SECOND = 'two steps at a time';
let server: TestServer;
let clinicId = '';

beforeAll(async () => {
  server = await startTestServer();
  clinicId = await seedClinic(server);
});
afterAll(() => server.close());

const set = (as: SeededActor, currentPassword: string | null, password: string) =>
  server.request('PUT', '/api/v1/auth/password', { as, json: { currentPassword, password } });
const signIn = (actor: SeededActor, password: string) =>
  server.request('POST', '/api/v1/auth/password/sign-in', { json: { email: `${actor.userId}@example.org`, password } });

describe('a password of one’s own', () => {
  it('gives an account without any credential its way back', async () => {
    const person = await seedActor(server, clinicId, 'patient');
    const answer = await set(person, null, FIRST);
    expect(answer.status).toBe(200);
    expect(Me.parse(await answer.json()).hasPassword).toBe(true);
    expect((await signIn(person, FIRST)).status).toBe(204);
  });

  it('is changed only with the current one, names the field, and ends the other sign-ins', async () => {
    const person = await seedActor(server, clinicId, 'pt');
    await set(person, null, FIRST);
    const elsewhere = (await signIn(person, FIRST)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const refused = await set(person, 'a wrong guess', SECOND);
    expect(refused.status).toBe(422);
    expect((await refused.json()).fields[0].path).toBe('currentPassword');
    expect((await set(person, FIRST, SECOND)).status).toBe(200);
    expect((await signIn(person, FIRST)).status).toBe(401);
    expect((await signIn(person, SECOND)).status).toBe(204);
    const seenElsewhere = await server.request('GET', '/api/v1/auth/me', { headers: { cookie: elsewhere } });
    expect(seenElsewhere.status).toBe(401);
    const own = await server.request('GET', '/api/v1/auth/sessions', { as: person });
    expect(
      SignInSession.array()
        .parse(await own.json())
        .some((session) => session.current),
    ).toBe(true);
  });

  it('is refused when short, and after many guesses of the current one', async () => {
    const person = await seedActor(server, clinicId, 'pt');
    expect((await (await set(person, null, 'short')).json()).fields[0].path).toBe('password');
    await set(person, null, FIRST);
    const statuses: number[] = [];
    for (let i = 0; i < 9; i++) statuses.push((await set(person, `guess number ${i}`, SECOND)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await signIn(person, SECOND)).status).toBe(401);
  });
});
