import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refineOrSayWhy } from '#server/analysis/analyseRecording.ts';
import { CompletedSession } from '#shared/schema/api.ts';
import { type IngestRig, ingestRig } from './ingestRig.ts';
import { hinge, kneeSession } from './kneeSession.ts';

describe('completing a session with motion sensors', () => {
  let rig: IngestRig;
  beforeAll(async () => {
    rig = await ingestRig();
  });
  afterAll(() => rig.server.close());

  it('keeps what the whole recording shows beside the live result, which still agrees', async () => {
    const recorded = await kneeSession(rig.patient.patientId as string);
    for (const answer of [
      await rig.putSession(recorded),
      ...(await Promise.all(recorded.chunks.map((chunk) => rig.putChunk(recorded, chunk)))),
    ])
      expect(answer.status).toBeLessThan(300);
    const answer = await rig.complete(recorded);
    const completed = CompletedSession.parse(await answer.json());
    expect(completed).toMatchObject({ agrees: true, differences: [] });
    const { refined, notRefined, ...live } = completed.summary;
    expect(recorded.complete.liveSummary).toMatchObject(live);
    expect(notRefined).toBeNull();
    expect(refined?.motion?.repetitions).toHaveLength(hinge.repetitions);
    expect(Math.abs((refined?.motion?.romMedianDeg ?? 0) - 70)).toBeLessThan(1);
    expect(CompletedSession.parse(await (await rig.complete(recorded)).json())).toEqual(completed);
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
