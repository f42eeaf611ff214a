import type { Session } from '#shared/schema/session.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import { kneeSetup } from '#test/helpers/kneeSetup.ts';
import type { ChunkRow } from '#web/store/db.ts';
import { sha256Hex } from '#web/store/hash.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';

/** Records made up for tests of the store, in Node and in a browser; their content does not matter, their shape and order do. */

export function makeSession(patientId: string): Session {
  const id = newId();
  const startedAt = now.moment();
  return {
    id,
    patientId,
    startedAt,
    localDay: now.localDay(),
    endedAt: null,
    setup: kneeSetup,
    streams: [],
    simulated: true,
  };
}

export function withStream(session: Session): { session: Session; streamId: string } {
  const streamId = newId();
  const stream: Session['streams'][number] = {
    id: streamId,
    sessionId: session.id,
    kind: 'heartRate',
    deviceModel: 'heartRateStrap',
    sensorLabel: 'Strap',
    bodySite: 'chest',
    side: 'none',
    nominalRateHz: 1,
    groups: [{ name: 'heartRate', axes: 1, scale: 1, unit: 'bpm' }],
    clock: 'arrival',
    simulated: true,
  };
  return { session: { ...session, streams: [...session.streams, stream] }, streamId };
}

export async function makeChunk(sessionId: string, streamId: string, sequence: number): Promise<ChunkRow> {
  const bytes = new TextEncoder().encode(`${streamId} ${sequence}`);
  const fromUs = now.nowUs();
  return {
    sessionId,
    streamId,
    sequence,
    bytes,
    sha256Hex: await sha256Hex(bytes),
    byteLength: bytes.length,
    sampleCount: 1,
    fromUs,
    toUs: fromUs,
  };
}

export function makeSummary(sessionId: string): SessionSummary {
  return {
    sessionId,
    algorithmVersion: '1',
    durationS: 60,
    heartRate: null,
    repetitions: [],
    manualRepetitions: null,
    romMedianDeg: null,
    peakMaxDeg: null,
    sessionRpeLoad: null,
    rpeCr10: null,
    pain: null,
    tensS: 0,
    gaps: [],
    heartRateSeries: null,
    angleSeries: null,
    refined: null,
    notRefined: null,
  };
}
