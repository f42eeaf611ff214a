import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Statement } from '#server/db/store.ts';
import { Panel } from '#shared/schema/api.ts';
import { type SeededActor, seedActor, seedClinic, startTestServer, type TestServer } from '#test/helpers/server.ts';
import { aCheckIn, aPlanUpdate, aStimulation } from './records.ts';

let server: TestServer;
let pt: SeededActor;
let clinicId = '';
let queries: Statement[] = [];

beforeAll(async () => {
  server = await startTestServer();
  clinicId = await seedClinic(server);
  pt = await seedActor(server, clinicId, 'pt');
  const { store } = server.deps;
  Object.assign(server.deps, {
    store: {
      query: (statement: Statement) => {
        queries.push(statement);
        return store.query(statement);
      },
      batch: store.batch.bind(store),
      close: store.close.bind(store),
    },
  });
});
afterAll(() => server.close());

async function addPatient(): Promise<void> {
  const patient = await seedActor(server, clinicId, 'patient');
  const base = `/api/v1/patients/${patient.patientId}`;
  const checkIn = aCheckIn(String(patient.patientId));
  const stimulation = aStimulation(String(patient.patientId), { screenAnswered: false });
  await server.request('POST', `${base}/plan`, { as: pt, json: aPlanUpdate(0) });
  await server.request('PUT', `${base}/check-ins/${checkIn.id}`, { as: patient, json: checkIn });
  await server.request('PUT', `${base}/stimulations/${stimulation.id}`, { as: patient, json: stimulation });
}

async function panel(query = ''): Promise<{ panel: Panel; asked: Statement[] }> {
  queries = [];
  const answer = await server.request('GET', `/api/v1/patients${query}`, { as: pt });
  expect(answer.status).toBe(200);
  return { panel: Panel.parse(await answer.json()), asked: [...queries] };
}

describe('panel', () => {
  it('asks the same few questions for one patient and for many, and none of them walks through history', async () => {
    // The first look after a change decides what is new; every look after it only reads.
    await addPatient();
    await panel();
    const one = await panel();
    for (let i = 0; i < 6; i++) await addPatient();
    const first = await panel();
    const many = await panel();
    expect(many.panel).toEqual(first.panel);
    expect(first.asked.length).toBeGreaterThan(many.asked.length);
    expect(one.panel.rows).toHaveLength(1);
    expect(many.panel.rows).toHaveLength(7);
    expect(many.asked).toHaveLength(one.asked.length);
    expect(many.asked.length).toBeLessThanOrEqual(7);
    let steps = 0;
    for (const { sql, args } of many.asked) {
      const plan = await server.deps.store.query({ sql: `explain query plan ${sql}`, args });
      for (const row of plan.rows) {
        steps += 1;
        expect(String(row[3]), sql).not.toMatch(/^SCAN/);
      }
    }
    expect(steps).toBeGreaterThan(8);
  });

  it('answers page by page without losing or repeating anybody', async () => {
    const whole = (await panel()).panel.rows.map((row) => row.patientId);
    const paged: string[] = [];
    for (let offset = 0; offset < 9; offset += 3) {
      const { panel: page } = await panel(`?limit=3&offset=${offset}`);
      expect(page.total).toBe(7);
      paged.push(...page.rows.map((row) => row.patientId));
    }
    expect(paged).toEqual(whole);
  });
});
