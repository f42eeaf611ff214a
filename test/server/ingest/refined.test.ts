import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refineOrSayWhy } from '#server/analysis/analyseRecording.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import { encodeChunk } from '#shared/recording/chunk.ts';
import { CompletedSession } from '#shared/schema/api.ts';
import { localDayOf } from '#shared/schema/time.ts';
import { imuSamples, imuStream, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { type RecordedSession, sha256Hex, testId } from '#test/helpers/recording.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';
import { type IngestRig, ingestRig } from './ingestRig.ts';

const SECONDS = 40;
const RATE_HZ = 60;
const hinge = syntheticHinge({ seconds: SECONDS, rateHz: RATE_HZ });

/** A session of bending the knee with a sensor on either side, as a phone sends it. */
async function kneeSession(patientId: string): Promise<RecordedSession> {
  const moment = (utcUs: number) => ({ utcUs, offsetMinutes: 60, zone: 'Europe/Berlin' });
  const endedUs = STARTED_US + SECONDS * 1e6;
  const sessionId = testId(STARTED_US / 1000);
  const sensors = { timeUs: hinge.timeUs, thigh: hinge.proximal, shank: hinge.distal, referenceDeg: hinge.angleDeg };
  const recorded = (['thigh', 'shank'] as const).map((site) => ({
    stream: { ...imuStream(10, site, RATE_HZ), id: testId(STARTED_US / 1000), sessionId },
    samples: imuSamples(sensors, site),
  }));
  const chunks = await Promise.all(
    recorded.map(async ({ stream, samples }) => {
      const bytes = await encodeChunk(
        {
          streamId: stream.id,
          kind: stream.kind,
          bodySite: stream.bodySite,
          groups: stream.groups,
          nominalRateHz: stream.nominalRateHz,
          firstSampleIndex: 0,
          ...samples,
          hostUs: samples.hostUs.map(Math.round),
          deviceUs: null,
          gaps: [],
          clock: null,
        },
        'golomb',
      );
      return { streamId: stream.id, sequence: 0, bytes, sha256Hex: sha256Hex(bytes) };
    }),
  );
  const startedAt = moment(STARTED_US);
  const { setup } = kneeSessionInput;
  const { summary } = analyseSession({ sessionId, startedUs: STARTED_US, setup }, recorded, [], endedUs);
  const streams = recorded.map(({ stream }) => stream);
  return {
    session: { id: sessionId, patientId, startedAt, localDay: localDayOf(startedAt), endedAt: null, setup, streams, simulated: true },
    stream: streams[0],
    events: [],
    chunks,
    complete: {
      endedAt: moment(endedUs),
      chunkCounts: streams.map(({ id }) => ({ streamId: id, count: 1 })),
      eventCount: 0,
      liveSummary: summary,
    },
  };
}

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
