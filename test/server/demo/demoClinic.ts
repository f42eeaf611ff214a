import { buildDemoClinic, DEMO_PT, type DemoOptions } from '#server/demo/clinic.ts';
import { demoPeople, emailOf } from '#server/demo/people.ts';
import { startTestServer, TEST_ORIGIN, TEST_START_US, type TestServer } from '#test/helpers/server.ts';

const HOUR_US = 3_600_000_000;
export const DEMO_PASSWORD = 'simulated-people';
export const DEMO_DAYS = 21;
export const DEMO_LAST_DAY = '2026-03-02';

/** A small demo clinic on a real store, late in the evening of its last day. */
export async function startDemoServer(change: Partial<DemoOptions> = {}): Promise<TestServer> {
  const server = await startTestServer({ config: { origin: TEST_ORIGIN, version: '0.0.0-test', demo: true } });
  const nowUs = change.nowUs ?? TEST_START_US + 13 * HOUR_US;
  server.clock.advance(nowUs - TEST_START_US);
  await buildDemoClinic(server.deps, {
    seed: 7,
    people: demoPeople().slice(0, 3),
    dayCount: DEMO_DAYS,
    lastDay: DEMO_LAST_DAY,
    zone: 'Europe/Berlin',
    nowUs,
    password: DEMO_PASSWORD,
    onProgress: () => {},
    ...change,
  });
  return server;
}

/** Signs in over the app; returns the cookie header. */
export async function signIn(server: TestServer, name: string = DEMO_PT): Promise<Record<string, string>> {
  const json = { email: emailOf(name), password: DEMO_PASSWORD };
  const answer = await server.request('POST', '/api/v1/auth/password/sign-in', { json, headers: { origin: TEST_ORIGIN } });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (answer.status !== 204 || !cookie) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  return { cookie };
}
