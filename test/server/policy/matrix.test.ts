import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeededActor } from '#test/helpers/server.ts';
import { type Case, OWN_CASES, PUBLIC_OPERATIONS, RECORD_CASES } from './cases.ts';
import { absentIds, type Ids, makeWorld, type World } from './world.ts';

type Access = 'public' | 'signedIn' | 'patient' | 'staff';

let world: World;
/** "METHOD /path/{parameter}" -> who may call it, as the API's own document says. */
let access: Record<string, Access>;
beforeAll(async () => {
  world = await makeWorld();
  const document = (await (await world.server.request('GET', '/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, { 'x-access': Access }>>;
  };
  access = Object.fromEntries(
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, op]) => [`${method.toUpperCase()} ${path.replace('/api/v1', '')}`, op['x-access']]),
    ),
  );
});
afterAll(() => world.server.close());

async function call(name: string, make: Case, ids: Ids, as: SeededActor | null): Promise<Response> {
  const { path, ...options } = await make(ids);
  return world.server.request(name.split(' ')[0], `/api/v1${path}`, { as, ...options });
}

/** The problem without what differs in every answer. */
async function bodyOf(response: Response): Promise<unknown> {
  return { ...((await response.json()) as object), requestId: '' };
}

/** Runs denied calls and asserts that they changed nothing at all. */
async function withoutTrace(run: () => Promise<void>): Promise<void> {
  const before = await world.dump();
  await run();
  expect(await world.dump()).toEqual(before);
}

const allCases = Object.entries({ ...RECORD_CASES, ...OWN_CASES });
const recordCases = Object.entries(RECORD_CASES);

describe('policy', () => {
  it('has a case for every operation of the API', () => {
    const known = [...allCases.map(([name]) => name), ...PUBLIC_OPERATIONS];
    expect(known.toSorted()).toEqual(Object.keys(access).toSorted());
    expect(Object.keys(access).filter((name) => access[name] === 'public')).toEqual(expect.arrayContaining([...PUBLIC_OPERATIONS]));
    expect(Object.values(access).filter((who) => who === 'public')).toHaveLength(PUBLIC_OPERATIONS.length);
  });

  describe('without a valid sign-in', () => {
    for (const [name, make] of allCases) {
      it(`refuses ${name}`, async () => {
        await withoutTrace(async () => {
          const invented: SeededActor = { ...world.pt, cookie: `evenpace=${'A'.repeat(43)}` };
          for (const as of [null, invented, ...world.expired, ...world.revoked]) {
            const answers = [await call(name, make, world.victim, as), await call(name, make, absentIds(), as)];
            expect(answers.map((answer) => answer.status)).toEqual([401, 401]);
            expect(await bodyOf(answers[0])).toEqual(await bodyOf(answers[1]));
            expect(answers[0].headers.get('content-type')).toBe('application/problem+json');
          }
        });
      });
    }
  });

  describe('for somebody else', () => {
    for (const [name, make] of recordCases) {
      it(`does not tell a foreign record from one that is not there: ${name}`, async () => {
        await withoutTrace(async () => {
          for (const as of [world.otherPatient, world.foreignPt, world.foreignPatient]) {
            const foreign = await call(name, make, world.victim, as);
            const absent = await call(name, make, absentIds(), as);
            const mayCall = access[name] === 'signedIn' || (access[name] === 'patient') === (as.role === 'patient');
            expect(foreign.status, `${as.role}`).toBe(mayCall ? 404 : 403);
            expect(absent.status).toBe(foreign.status);
            expect(await bodyOf(foreign)).toEqual(await bodyOf(absent));
          }
        });
      });
    }

    it('does not let a colleague end another person’s sign-in', async () => {
      await withoutTrace(async () => {
        const answer = await call(
          'DELETE /auth/sessions/{sessionId}',
          RECORD_CASES['DELETE /auth/sessions/{sessionId}'],
          world.victim,
          world.pt,
        );
        expect(answer.status).toBe(404);
      });
    });

    it('shows a foreign clinic nothing of this one', async () => {
      await withoutTrace(async () => {
        for (const name of ['GET /patients', 'GET /invitations', 'GET /auth/sessions', 'GET /auth/me']) {
          const answer = await call(name, OWN_CASES[name], world.victim, world.foreignPt);
          expect(answer.status).toBe(200);
          const text = await answer.text();
          for (const id of Object.values(world.victim)) expect(text, name).not.toContain(id);
        }
      });
    });

    it('keeps the panel and invitations from patients', async () => {
      await withoutTrace(async () => {
        for (const name of ['GET /patients', 'GET /invitations', 'POST /invitations']) {
          expect((await call(name, OWN_CASES[name], world.victim, world.patient)).status, name).toBe(403);
        }
      });
    });
  });

  it('lets the owner do each of these very requests', async () => {
    const refused: string[] = [];
    const last = ['POST /sessions/{sessionId}/complete', 'DELETE /auth/sessions/{sessionId}'];
    const ordered = recordCases.toSorted(([a], [b]) => last.indexOf(a) - last.indexOf(b));
    for (const [name, make] of ordered) {
      const asPatient = access[name] === 'patient' || name.startsWith('DELETE /auth');
      const answer = await call(name, make, world.victim, asPatient ? world.patient : world.pt);
      if (answer.status >= 300) refused.push(`${name}: ${answer.status} ${await answer.text()}`);
    }
    // Nobody is suspended here, so there is nothing to clear; the request itself is understood.
    expect(refused.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual(['POST /patients/{patientId}/clear-suspension: 409']);
  });
});
