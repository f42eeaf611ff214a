import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CeremonyOptions, Me } from '#shared/schema/api.ts';
import { Problem } from '#shared/schema/problem.ts';
import { type SeededActor, seedActor, seedClinic, startTestServer, TEST_ORIGIN, type TestServer } from '#test/helpers/server.ts';
import { type Authenticator, createAuthenticator } from './authenticator.ts';

let server: TestServer;
let pt: SeededActor;
let authenticator: Authenticator;

beforeAll(async () => {
  server = await startTestServer();
  pt = await seedActor(server, await seedClinic(server), 'pt');
  authenticator = await createAuthenticator();
});
afterAll(() => server.close());

const post = (path: string, json: unknown, headers: Record<string, string> = {}) =>
  server.request('POST', `/api/v1/auth/passkeys/${path}`, { json, headers: { origin: TEST_ORIGIN, ...headers } });

async function optionsOf<T>(path: string, headers: Record<string, string> = {}): Promise<{ challengeId: string; options: T }> {
  const answer = await post(path, {}, headers);
  expect(answer.status).toBe(200);
  return CeremonyOptions.parse(await answer.json()) as { challengeId: string; options: T };
}

const registerOptions = (actor: SeededActor) =>
  optionsOf<Parameters<Authenticator['create']>[0]>('register/options', { cookie: actor.cookie });
const signInOptions = () => optionsOf<Parameters<Authenticator['get']>[0]>('sign-in/options');
const cookieOf = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0];

async function register(actor: SeededActor, device: Authenticator): Promise<Response> {
  const { challengeId, options } = await registerOptions(actor);
  return post(
    'register/verify',
    { challengeId, response: await device.create(options, TEST_ORIGIN), label: 'Phone' },
    { cookie: actor.cookie },
  );
}

describe('passkeys', () => {
  it('adds a passkey that verifies its user and is tied to this host', async () => {
    const { options } = await optionsOf<Record<string, unknown>>('register/options', { cookie: pt.cookie });
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Evenpace' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    const answer = await register(pt, authenticator);
    expect(Me.parse(await answer.json())).toMatchObject({ passkeyCount: 1, hasPassword: false });
  });

  it('signs in without naming an account, again and again', async () => {
    for (let i = 0; i < 2; i++) {
      const { challengeId, options } = await signInOptions();
      const answer = await post('sign-in/verify', { challengeId, response: await authenticator.get(options, TEST_ORIGIN) });
      expect(answer.status).toBe(204);
      const me = await server.request('GET', '/api/v1/auth/me', { headers: { cookie: cookieOf(answer) } });
      expect(Me.parse(await me.json()).userId).toBe(pt.userId);
    }
  });

  it('takes a challenge once, even from two requests at the same moment', async () => {
    const { challengeId, options } = await signInOptions();
    const response = await authenticator.get(options, TEST_ORIGIN);
    const answers = await Promise.all([1, 2, 3].map(() => post('sign-in/verify', { challengeId, response })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 422, 422]);
    expect((await post('sign-in/verify', { challengeId, response })).status).toBe(422);
  });

  it('refuses an answer to another challenge, for another place, from another key, or too late', async () => {
    const first = await signInOptions();
    const other = await signInOptions();
    const stale = await authenticator.get(other.options, TEST_ORIGIN);
    expect((await post('sign-in/verify', { challengeId: first.challengeId, response: stale })).status).toBe(401);

    const phished = await signInOptions();
    const elsewhere = await authenticator.get(phished.options, 'https://evenpace.example.evil.example');
    expect((await post('sign-in/verify', { challengeId: phished.challengeId, response: elsewhere })).status).toBe(401);

    const forged = await signInOptions();
    const genuine = await authenticator.get(forged.options, TEST_ORIGIN);
    const impostor = await (await createAuthenticator()).get(forged.options, TEST_ORIGIN);
    expect(
      (await post('sign-in/verify', { challengeId: forged.challengeId, response: { ...impostor, id: genuine.id, rawId: genuine.id } }))
        .status,
    ).toBe(401);

    const late = await signInOptions();
    const response = await authenticator.get(late.options, TEST_ORIGIN);
    server.clock.advance(300_000_001);
    expect((await post('sign-in/verify', { challengeId: late.challengeId, response })).status).toBe(422);
  });

  it('does not let one person finish what another began, nor keep a passkey twice', async () => {
    const colleague = await seedActor(server, pt.clinicId, 'pt');
    const { challengeId, options } = await registerOptions(pt);
    const response = await (await createAuthenticator()).create(options, TEST_ORIGIN);
    expect((await post('register/verify', { challengeId, response }, { cookie: colleague.cookie })).status).toBe(422);
    expect((await register(colleague, authenticator)).status).toBe(409);
    const { rows } = await server.deps.store.query({ sql: 'select "userId" from passkey', args: [] });
    expect(rows).toEqual([[pt.userId]]);
  });

  it('survives nonsense', async () => {
    const { challengeId } = await signInOptions();
    expect((await post('sign-in/verify', { challengeId, response: { id: 'x', response: 7 } })).status).toBe(401);
    const registration = await registerOptions(pt);
    const nonsense = { challengeId: registration.challengeId, response: { id: 'x', response: { attestationObject: 'AAAA' } } };
    expect((await post('register/verify', nonsense, { cookie: pt.cookie })).status).toBe(422);
  });

  it('sends a browser on an IP address to the name of this computer', async () => {
    const answer = await post('sign-in/options', {}, { origin: 'http://127.0.0.1:8787' });
    expect(answer.status).toBe(409);
    expect(Problem.parse(await answer.json()).detail).toContain('Open http://localhost:8787');
  });
});
