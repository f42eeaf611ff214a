import { analyseSession } from '#shared/analysis/session.ts';
import type { AnalysisResult } from '#shared/analysis/types.ts';
import { encodeChunk } from '#shared/recording/chunk.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { localDayOf } from '#shared/schema/time.ts';
import { imuSamples, imuStream, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { type RecordedSession, sha256Hex, testId } from '#test/helpers/recording.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const SECONDS = 40;
const RATE_HZ = 60;
export const hinge = syntheticHinge({ seconds: SECONDS, rateHz: RATE_HZ });

export interface KneeSession extends RecordedSession {
  readonly live: AnalysisResult;
}

/** A session of bending the knee with a sensor on either side, as a phone sends it. `storedS`: the phone had no room for curves after that. */
export async function kneeSession(patientId: string, storedS: number = SECONDS): Promise<KneeSession> {
  const moment = (utcUs: number) => ({ utcUs, offsetMinutes: 60, zone: 'Europe/Berlin' });
  const endedUs = STARTED_US + SECONDS * 1e6;
  const sessionId = testId(STARTED_US / 1000);
  const sensors = { timeUs: hinge.timeUs, thigh: hinge.proximal, shank: hinge.distal, referenceDeg: hinge.angleDeg };
  const recorded = (['thigh', 'shank'] as const).map((site) => ({
    stream: { ...imuStream(10, site, RATE_HZ), id: testId(STARTED_US / 1000), sessionId },
    samples: imuSamples(sensors, site),
    stored: imuSamples(sensors, site, 0, storedS * RATE_HZ),
  }));
  const fromUs = STARTED_US + storedS * 1e6;
  const events: SessionEvent[] =
    storedS < SECONDS
      ? [{ id: testId(STARTED_US / 1000), atUs: fromUs, type: 'storage', keeping: 'noCurves', reason: 'refused', fromUs }]
      : [];
  const chunks = await Promise.all(
    recorded.map(async ({ stream, stored }) => {
      const bytes = await encodeChunk(
        {
          streamId: stream.id,
          kind: stream.kind,
          bodySite: stream.bodySite,
          groups: stream.groups,
          nominalRateHz: stream.nominalRateHz,
          firstSampleIndex: 0,
          ...stored,
          hostUs: stored.hostUs.map(Math.round),
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
  const live = analyseSession({ sessionId, startedUs: STARTED_US, setup }, recorded, events, endedUs);
  const streams = recorded.map(({ stream }) => stream);
  return {
    session: { id: sessionId, patientId, startedAt, localDay: localDayOf(startedAt), endedAt: null, setup, streams, simulated: true },
    stream: streams[0],
    events,
    chunks,
    complete: {
      endedAt: moment(endedUs),
      chunkCounts: streams.map(({ id }) => ({ streamId: id, count: 1 })),
      eventCount: events.length,
      liveSummary: live.summary,
    },
    live,
  };
}
