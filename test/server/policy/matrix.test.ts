import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DENIED_ROWS_PER_MINUTE } from '#server/services/auth/denied.ts';
import type { SeededActor } from '#test/helpers/server.ts';
import { type Case, OWN_CASES, PUBLIC_OPERATIONS, RECORD_CASES } from './cases.ts';
import { type AuditRow, absentIds, type Ids, makeWorld, type World } from './world.ts';

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

/** Runs calls, asserts that they changed nothing at all, and gives the audit rows they left. */
async function withoutTrace(run: () => Promise<void>): Promise<AuditRow[]> {
  await world.nextMinute();
  const before = await world.dump();
  await world.newAuditRows();
  await run();
  expect(await world.dump()).toEqual(before);
  return world.newAuditRows();
}

/** The row of a denied call: in the actor's own clinic, with the operation and nothing of the record. */
const deniedRow = (name: string, as: SeededActor, status: number) => ({
  clinicId: as.clinicId,
  actorUserId: as.userId,
  action: 'denied',
  entityType: 'operation',
  entityId: name.replace(' ', ' /api/v1').replaceAll(/\{(\w+)\}/g, ':$1'),
  detail: JSON.stringify({ status }),
});

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
        const audited = await withoutTrace(async () => {
          const invented: SeededActor = { ...world.pt, cookie: `evenpace=${'A'.repeat(43)}` };
          for (const as of [null, invented, ...world.expired, ...world.revoked]) {
            const answers = [await call(name, make, world.victim, as), await call(name, make, absentIds(), as)];
            expect(answers.map((answer) => answer.status)).toEqual([401, 401]);
            expect(await bodyOf(answers[0])).toEqual(await bodyOf(answers[1]));
            expect(answers[0].headers.get('content-type')).toBe('application/problem+json');
          }
        });
        expect(audited).toEqual([]);
      });
    }
  });

  describe('for somebody else', () => {
    for (const [name, make] of recordCases) {
      it(`does not tell a foreign record from one that is not there: ${name}`, async () => {
        const expected: ReturnType<typeof deniedRow>[] = [];
        const audited = await withoutTrace(async () => {
          for (const as of [world.otherPatient, world.foreignPt, world.foreignPatient]) {
            const foreign = await call(name, make, world.victim, as);
            const absent = await call(name, make, absentIds(), as);
            const mayCall = access[name] === 'signedIn' || (access[name] === 'patient') === (as.role === 'patient');
            expect(foreign.status, `${as.role}`).toBe(mayCall ? 404 : 403);
            expect(absent.status).toBe(foreign.status);
            expect(await bodyOf(foreign)).toEqual(await bodyOf(absent));
            expected.push(deniedRow(name, as, foreign.status), deniedRow(name, as, absent.status));
          }
        });
        expect(audited).toMatchObject(expected);
        const text = JSON.stringify(audited);
        for (const id of [...Object.values(world.victim), world.patient.userId]) expect(text).not.toContain(id);
        for (const row of audited.filter(({ clinicId }) => clinicId !== world.patient.clinicId)) {
          expect(JSON.stringify(row)).not.toContain(world.patient.clinicId);
        }
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

  it('keeps a bounded number of rows a minute of one person, whoever else is denied, and goes on in the next', async () => {
    const path = `/api/v1/patients/${world.victim.patientId}`;
    const knock = async (times: number) => {
      for (let i = 0; i < times; i++) await world.server.request('GET', path, { as: world.otherPatient });
    };
    const audited = await withoutTrace(async () => {
      await knock(5 * DENIED_ROWS_PER_MINUTE);
      await world.server.request('GET', path, { as: world.foreignPt });
    });
    const byWhom = audited.map(({ actorUserId }) => actorUserId);
    expect(byWhom).toEqual([...Array(DENIED_ROWS_PER_MINUTE).fill(world.otherPatient.userId), world.foreignPt.userId]);
    expect(await withoutTrace(() => knock(1))).toHaveLength(1);
  });

  it('counts no denial where the person’s own record has nothing yet', async () => {
    const audited = await withoutTrace(async () => {
      const own = `/api/v1/patients/${world.otherPatient.patientId}/plan`;
      for (const as of [world.otherPatient, world.pt]) expect((await world.server.request('GET', own, { as })).status).toBe(404);
    });
    expect(audited).toEqual([]);
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
    // Nobody is suspended and no quota is proposed here, so there is nothing to clear or to answer; the requests themselves are understood.
    expect(refused.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'POST /patients/{patientId}/clear-suspension: 409',
      'POST /proposals/{proposalId}/answer: 409',
    ]);
  });
});
