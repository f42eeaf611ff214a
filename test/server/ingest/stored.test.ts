import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CompletedSession, SessionDetail } from '#shared/schema/api.ts';
import type { Decision } from '#shared/schema/decision.ts';
import { type IngestRig, ingestRig } from './ingestRig.ts';
import { hinge, type KneeSession, kneeSession } from './kneeSession.ts';

/** Seconds of curves that the phone had room for, of 40. */
const STORED_S = 18;

describe('a session whose phone ran out of room for curves', () => {
  let rig: IngestRig;
  beforeAll(async () => {
    rig = await ingestRig();
  });
  afterAll(() => rig.server.close());

  async function sent(change: (recorded: KneeSession) => object = () => ({})): Promise<{ recorded: KneeSession; answer: Response }> {
    const recorded = await kneeSession(rig.patient.patientId as string, STORED_S);
    await rig.sendAll(recorded);
    return { recorded, answer: await rig.complete({ ...recorded, complete: { ...recorded.complete, ...change(recorded) } }) };
  }
  const decisionOf = ({ session }: KneeSession): Decision => ({
    id: `${session.id}:L2:${session.startedAt.utcUs + 5_000_000}:rest`,
    sessionId: session.id,
    kind: 'rest',
    value: null,
    unit: '',
    validFromUs: session.startedAt.utcUs + 5_000_000,
    ruleIds: ['L2'],
    facts: [],
    counterfactual: null,
    confidence: 1,
    evidence: 'ours',
    patientText: 'Take a rest.',
    ptText: 'Seen by the phone alone.',
    engineVersion: '1',
    configHash: '',
  });

  it('shows what the phone counted, with its decisions, and says that everything else is the same', async () => {
    const { recorded, answer } = await sent((each) => ({ liveDecisions: [decisionOf(each)] }));
    const completed = CompletedSession.parse(await answer.json());
    expect(completed.summary.repetitions).toHaveLength(hinge.repetitions);
    expect(completed.summary).toMatchObject({ romMedianDeg: recorded.live.summary.romMedianDeg, gaps: recorded.live.summary.gaps });
    expect(completed).toMatchObject({ agrees: true, differences: [], decisions: [{ ptText: 'Seen by the phone alone.' }] });
    await rig.server.background.idle();
    const detail = SessionDetail.parse(
      await (await rig.server.request('GET', `/api/v1/sessions/${recorded.session.id}`, { as: rig.pt })).json(),
    );
    expect(detail.summary?.repetitions).toHaveLength(hinge.repetitions);
    expect(detail.summary, 'nothing is counted from a part').toMatchObject({ refined: null, notRefined: 'notStored' });
    expect(detail.events).toMatchObject([{ type: 'storage', keeping: 'noCurves' }]);
  });

  it('still compares what it can measure itself', async () => {
    const { answer } = await sent(({ complete }) => ({ liveSummary: { ...complete.liveSummary, tensS: 600 } }));
    expect(CompletedSession.parse(await answer.json())).toMatchObject({
      agrees: false,
      differences: ['$.tensS'],
      summary: { tensS: 0 },
    });
  });

  it('takes no decision that is not of this session, or the same twice', async () => {
    for (const wrong of [
      (each: KneeSession) => [{ ...decisionOf(each), sessionId: rig.patient.patientId }],
      (each: KneeSession) => [{ ...decisionOf(each), id: 'another:L2:1:rest' }],
      (each: KneeSession) => [decisionOf(each), decisionOf(each)],
    ]) {
      const { answer } = await sent((each) => ({ liveDecisions: wrong(each) }));
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ fields: [{ path: expect.stringMatching(/^liveDecisions\.\d\.id$/) }] });
    }
  });

  it('has no say over a session whose curves are all there', async () => {
    const recorded = await kneeSession(rig.patient.patientId as string);
    await rig.sendAll({ ...recorded, events: [zeroPoseOf(recorded)] });
    const liveSummary = { ...recorded.complete.liveSummary, repetitions: [] };
    const complete = { ...recorded.complete, eventCount: 1, liveSummary, liveDecisions: [decisionOf(recorded)] };
    const completed = CompletedSession.parse(await (await rig.complete({ ...recorded, complete })).json());
    expect(completed.agrees).toBe(false);
    expect(completed.summary.repetitions.length).toBeGreaterThan(5);
    expect(completed.decisions.map(({ ptText }) => ptText)).not.toContain('Seen by the phone alone.');
  });
});

const zeroPoseOf = ({ session }: KneeSession) => ({
  id: session.streams[0].id,
  atUs: session.startedAt.utcUs + 1,
  type: 'zeroPose' as const,
});
