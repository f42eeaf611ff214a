import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPeople, type Person } from '#server/demo/people.ts';
import { Panel } from '#shared/schema/api.ts';
import { DayDecision } from '#shared/schema/dayDecision.ts';
import { PatientPacing } from '#shared/schema/pacingApi.ts';
import type { TestServer } from '#test/helpers/server.ts';
import { DEMO_LAST_DAY, signIn, startDemoServer } from './demoClinic.ts';

/** Four weeks and a day, so that the last day is a review. */
const DAYS = 29;
const COURSES: readonly Person['course'][] = ['redFlag', 'boomBust', 'improving', 'steady', 'pem'];
const people = COURSES.map((course) => demoPeople().find((person) => person.course === course) as Person);

let server: TestServer;
let panel: Panel;
/** By course. */
let pacing: Map<string, PatientPacing>;

beforeAll(async () => {
  server = await startDemoServer({ people, dayCount: DAYS });
  const headers = await signIn(server);
  const read = async (path: string) => (await server.request('GET', `/api/v1${path}?day=${DEMO_LAST_DAY}`, { headers })).json();
  panel = Panel.parse(await read('/patients'));
  pacing = new Map();
  for (const { name, course } of people) {
    const row = panel.rows.find(({ displayName }) => displayName === name);
    pacing.set(course, PatientPacing.parse(await read(`/patients/${row?.patientId}/pacing`)));
  }
});
afterAll(() => server.close());

const of = (course: Person['course']) => pacing.get(course) as PatientPacing;
const all = ({ todayDecisions, decisions, withdrawn }: PatientPacing) => [...todayDecisions, ...decisions, ...withdrawn];

describe('the demo clinic’s pacing', () => {
  it('explains every decision: facts, what would have flipped it, and words that fit a screen', () => {
    const seen = new Set<string>();
    for (const patient of pacing.values()) {
      expect(patient.refused).toEqual([]);
      for (const decision of all(patient)) {
        expect(DayDecision.safeParse(decision).error, decision.id).toBeUndefined();
        expect(decision.facts.length, decision.id).toBeGreaterThan(0);
        expect(
          decision.facts.every(({ name }) => name.length > 0),
          decision.id,
        ).toBe(true);
        if (decision.kind !== 'hold') {
          expect(decision.counterfactual?.text.length, decision.id).toBeGreaterThan(10);
          expect(decision.counterfactual?.changes.length, decision.id).toBeGreaterThan(0);
        }
        expect(decision.patientText.split(/[.!?](?:\s|$)/).filter(Boolean).length, decision.patientText).toBeLessThanOrEqual(2);
        seen.add(decision.ruleIds[0]);
      }
    }
    for (const ruleId of ['A1', 'A3', 'A10', 'G1']) expect(seen).toContain(ruleId);
  });

  it('has a quota that waits, answers with their reasons, and plans that followed them', async () => {
    const { proposal, today } = of('steady');
    expect([...pacing.values()].some((patient) => patient.proposal !== null && patient.proposal.answer === null)).toBe(true);
    expect(proposal === null || proposal.quotaMinutes !== today.quotaMinutes || proposal.answer !== null).toBe(true);
    const { rows } = await server.deps.store.query({
      sql: `select body ->> '$.answer', body ->> '$.reason' from patient_event where type = 'proposalAnswered'`,
      args: [],
    });
    expect(rows.length).toBeGreaterThan(1);
    for (const [answer, reason] of rows) expect(answer === 'accepted' || String(reason).length > 10).toBe(true);
    expect(of('improving').settings.planVersion).toBeGreaterThan(1);
  });

  it('has one person suspended and one whose quota never rises by itself', () => {
    expect(of('redFlag').today).toMatchObject({ state: 'suspended', doseMinutes: 0 });
    expect(of('redFlag').openRedFlags).toMatchObject([{ symptoms: ['chestPain', 'severeBreathlessness'] }]);
    expect(panel.rows[0]).toMatchObject({ displayName: people[0].name, attention: 'now' });
    const pem = of('pem');
    expect(pem.today.state).toBe('pemSafe');
    expect(pem.settings).toMatchObject({ mode: 'pemSafe', pemStatus: 'positive' });
    const quotas = pem.days.filter(({ localDay }) => localDay > pem.days[17].localDay).map(({ quotaMinutes }) => quotaMinutes ?? 0);
    expect(quotas.every((quota, i) => i === 0 || quota <= quotas[i - 1])).toBe(true);
  });

  it('is the same whether it was decided day by day or all at once', async () => {
    const rows = async () =>
      (await server.deps.store.query({ sql: 'select "patientId", state, view, panel from pacing_state order by 1', args: [] })).rows;
    const before = await rows();
    await server.deps.store.batch([{ sql: `update pacing_state set basis = 'another'`, args: [] }]);
    const headers = await signIn(server);
    for (const [patientId] of before) {
      const answer = await server.request('GET', `/api/v1/patients/${patientId}/pacing?day=${DEMO_LAST_DAY}`, { headers });
      expect(answer.status).toBe(200);
      expect(PatientPacing.parse(await answer.json()).withdrawn.filter(({ changedBecause }) => changedBecause === null)).toEqual([]);
    }
    expect(await rows()).toEqual(before);
  });

  it('has the same log when it is made anew from the records', async () => {
    const derived = `type in ('checkIn', 'session', 'redFlag', 'painReferenceSet')`;
    const log = async () => {
      const sql = `select id, "patientId", type, "localDay", "atUs", body from patient_event where ${derived} order by "patientId", id`;
      return (await server.deps.store.query({ sql, args: [] })).rows;
    };
    const before = await log();
    expect(new Set(before.map(([, , type]) => type)).size).toBe(4);
    await server.deps.store.batch([
      { sql: `delete from patient_event where ${derived}`, args: [] },
      { sql: 'delete from pacing_state', args: [] },
    ]);
    const headers = await signIn(server);
    const answer = await server.request('GET', `/api/v1/patients?day=${DEMO_LAST_DAY}`, { headers });
    expect(answer.status).toBe(200);
    expect(await log()).toEqual(before);
  });
});
