import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refineOrSayWhy } from '#server/analysis/analyseRecording.ts';
import { analysisThread } from '#server/analysis/analysisThread.ts';
import type { Deps } from '#server/deps.ts';
import { refineNext } from '#server/services/session/refineNext.ts';
import { CompletedSession, SessionDetail } from '#shared/schema/api.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import { type IngestRig, ingestRig } from './ingestRig.ts';
import { hinge, kneeSession } from './kneeSession.ts';

describe('completing a session with motion sensors', () => {
  let rig: IngestRig;
  const analysis = analysisThread();
  /** Nobody works by himself here. */
  beforeAll(async () => {
    rig = await ingestRig({ background: { wake: () => undefined } });
  });
  afterAll(async () => {
    await analysis.close();
    await rig.server.close();
  });

  async function completed() {
    const recorded = await kneeSession(rig.patient.patientId as string);
    await rig.putSession(recorded);
    for (const chunk of recorded.chunks) await rig.putChunk(recorded, chunk);
    const answer = CompletedSession.parse(await (await rig.complete(recorded)).json());
    const summary = async (): Promise<SessionSummary | null> => {
      const detail = await rig.server.request('GET', `/api/v1/sessions/${recorded.session.id}`, { as: rig.pt });
      return SessionDetail.parse(await detail.json()).summary;
    };
    return { recorded, answer, summary };
  }
  const withRefine = (refine: Deps['analysis']['refine']): Deps => ({
    ...rig.server.deps,
    analysis: { ...rig.server.deps.analysis, refine },
  });
  const broken = () => Promise.reject(new Error('the thread has died'));

  it('answers before the second look, which is added afterwards and changes nothing else', async () => {
    const { recorded, answer, summary } = await completed();
    expect(answer).toMatchObject({ agrees: true, differences: [], summary: recorded.complete.liveSummary });
    expect(await summary()).toEqual({ ...answer.summary, refined: null, notRefined: 'pending' });
    expect(await refineNext(rig.server.deps)).toBe(true);
    const { refined, notRefined, ...live } = (await summary()) as SessionSummary;
    expect({ ...live, refined: null, notRefined: null }).toEqual(answer.summary);
    expect(notRefined).toBeNull();
    expect(refined?.motion?.repetitions).toHaveLength(hinge.repetitions);
    expect(Math.abs((refined?.motion?.romMedianDeg ?? 0) - 70)).toBeLessThan(1);
    const again = CompletedSession.parse(await (await rig.complete(recorded)).json());
    expect(again, 'the first answer ever after').toEqual(answer);
    expect(await refineNext(rig.server.deps), 'nothing is left to do').toBe(false);
  });

  it('is not lost when whoever works on it dies, and is not begun by two at once', async () => {
    const { summary } = await completed();
    await expect(refineNext(withRefine(broken))).rejects.toThrow('died');
    expect(await refineNext(rig.server.deps), 'the dead one may still be at it').toBe(false);
    expect((await summary())?.notRefined).toBe('pending');
    rig.server.clock.advance(61_000_000);
    expect(await refineNext(rig.server.deps)).toBe(true);
    expect((await summary())?.refined?.motion?.repetitions).toHaveLength(hinge.repetitions);
  });

  it('keeps one outcome when a slow one comes back after its time', async () => {
    const { summary } = await completed();
    const late = Promise.withResolvers<void>();
    const slow = refineNext(
      withRefine(async (recording) => {
        await late.promise;
        return { ...(await analysis.refine(recording)), refinement: { refined: null, notRefined: 'failed' } };
      }),
    );
    await expect.poll(() => rig.count('refine_task', 'attempts = 1')).toBe(1);
    rig.server.clock.advance(61_000_000);
    expect(await refineNext(rig.server.deps)).toBe(true);
    late.resolve();
    expect(await slow).toBe(true);
    expect((await summary())?.refined?.motion?.repetitions).toHaveLength(hinge.repetitions);
    expect(await rig.count('refine_task')).toBe(0);
  });

  it('is given up after it has broken off four times, and that is said', async () => {
    const { summary } = await completed();
    for (let attempt = 0; attempt < 4; attempt++) {
      await expect(refineNext(withRefine(broken))).rejects.toThrow('died');
      rig.server.clock.advance(61_000_000);
    }
    expect(await refineNext(withRefine(broken))).toBe(true);
    expect(await summary()).toMatchObject({ refined: null, notRefined: 'failed' });
    expect(rig.server.logLines).toContainEqual(expect.objectContaining({ event: 'refineFailed', error: 'gaveUp' }));
    expect(await refineNext(rig.server.deps)).toBe(false);
  });
});

describe('a second look that goes wrong', () => {
  it('leaves the session without one, and says why', () => {
    const broken = refineOrSayWhy(() => {
      throw new RangeError('unforeseen');
    });
    expect(broken).toEqual({ refinement: { refined: null, notRefined: 'failed' }, refineError: 'RangeError' });
  });

  it('counts what could not be read back as gone wrong', () => {
    const heart = { windows: 1, rmssdMs: Number.NaN, dfaAlpha1: null, artefactPct: 0 };
    const { refinement, refineError } = refineOrSayWhy(() => ({ refined: { motion: null, steps: null, heart }, notRefined: null }));
    expect(refinement).toEqual({ refined: null, notRefined: 'failed' });
    expect(refineError).toBe('ZodError');
  });
});
