import { createHash } from 'node:crypto';
import { createLiveAnalysis } from '#shared/analysis/live.ts';
import { encodeChunk } from '#shared/recording/chunk.ts';
import type { ChunkData } from '#shared/recording/chunkData.ts';
import type { CompleteSession } from '#shared/schema/api.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { uuidV7 } from '#shared/schema/id.ts';
import type { Session } from '#shared/schema/session.ts';
import type { Stream } from '#shared/schema/stream.ts';
import { localDayOf, type Moment } from '#shared/schema/time.ts';

export interface RecordedChunk {
  readonly streamId: string;
  readonly sequence: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256Hex: string;
}

/** All that a phone has of a finished session. */
export interface RecordedSession {
  readonly session: Session;
  readonly stream: Stream;
  readonly events: readonly SessionEvent[];
  readonly chunks: readonly RecordedChunk[];
  readonly complete: CompleteSession;
}

export interface RecordingOptions {
  readonly patientId: string;
  readonly startedUs: number;
  readonly chunkCount?: number;
  readonly emergency?: boolean;
}

const SECONDS_PER_CHUNK = 10;
const CEILING_BPM = 115;

let idCount = 0;
/** A new UUIDv7; tests need ids that differ, not ids that cannot be guessed. */
export function testId(unixMs: number): string {
  idCount += 1;
  return uuidV7(
    unixMs,
    Uint8Array.from({ length: 10 }, (_, i) => (i < 6 ? 31 * i : idCount >> (8 * (9 - i)))),
  );
}

export const sha256Hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/**
 * A walking session with a strap once a second, worked through the live analysis as a phone does: heart rate climbs from 90 by 1 a
 * second past the ceiling, pain rises from 3 to 6. Chunks are 10 s each.
 */
export async function recordSession(options: RecordingOptions): Promise<RecordedSession> {
  const { patientId, startedUs, chunkCount = 9 } = options;
  const newId = () => testId(startedUs / 1000);
  const moment = (utcUs: number): Moment => ({ utcUs, offsetMinutes: 60, zone: 'Europe/Berlin' });
  const sessionId = newId();
  const stream: Stream = {
    id: newId(),
    sessionId,
    kind: 'heartRate',
    deviceModel: 'heartRateStrap',
    sensorLabel: 'Strap',
    bodySite: 'chest',
    side: 'none',
    nominalRateHz: 1,
    groups: [
      { name: 'heartRate', axes: 1, scale: 1, unit: 'bpm' },
      { name: 'contact', axes: 1, scale: 1, unit: 'flag' },
    ],
    clock: 'arrival',
    simulated: true,
  };
  const endedUs = startedUs + chunkCount * SECONDS_PER_CHUNK * 1_000_000;
  const session: Session = {
    id: sessionId,
    patientId,
    startedAt: moment(startedUs),
    localDay: localDayOf(moment(startedUs)),
    endedAt: null,
    setup: walkingSetup(),
    streams: [stream],
    simulated: true,
  };
  const at = (second: number) => ({ id: newId(), atUs: startedUs + second * 1_000_000 });
  const events: SessionEvent[] = [
    { ...at(0), type: 'gatePassed' },
    { ...at(1), type: 'phase', phase: 'work' },
    { ...at(5), type: 'pain', painNrs: 3 },
    { ...at(60), type: 'pain', painNrs: 6 },
    ...(options.emergency ? [{ ...at(70), type: 'redFlag' as const, symptoms: ['chestPain' as const] }] : []),
    { ...at(80), type: 'rpe', rpeCr10: 6 },
  ];

  const live = createLiveAnalysis({ sessionId, startedUs, setup: session.setup });
  live.addStream(stream);
  for (const event of events) live.pushEvent(event);
  const chunks: RecordedChunk[] = [];
  for (let sequence = 0; sequence < chunkCount; sequence++) {
    const data = chunkOfStrap(stream, sequence, startedUs);
    live.pushSamples(stream.id, data);
    live.advance(data.hostUs[data.sampleCount - 1]);
    const bytes = await encodeChunk(data, 'golomb');
    chunks.push({ streamId: stream.id, sequence, bytes, sha256Hex: sha256Hex(bytes) });
  }
  const complete: CompleteSession = {
    endedAt: moment(endedUs),
    chunkCounts: [{ streamId: stream.id, count: chunkCount }],
    eventCount: events.length,
    liveSummary: live.finish(endedUs).summary,
  };
  return { session, stream, events, chunks, complete };
}

function chunkOfStrap(stream: Stream, sequence: number, startedUs: number): ChunkData {
  const hostUs = new Float64Array(SECONDS_PER_CHUNK);
  const counts = new Int16Array(SECONDS_PER_CHUNK * 2);
  for (let i = 0; i < SECONDS_PER_CHUNK; i++) {
    const second = sequence * SECONDS_PER_CHUNK + i;
    hostUs[i] = startedUs + second * 1_000_000 + 250_000;
    counts.set([Math.min(150, 90 + second), 1], 2 * i);
  }
  return {
    streamId: stream.id,
    kind: stream.kind,
    bodySite: stream.bodySite,
    groups: stream.groups,
    nominalRateHz: stream.nominalRateHz,
    firstSampleIndex: sequence * SECONDS_PER_CHUNK,
    sampleCount: SECONDS_PER_CHUNK,
    hostUs,
    deviceUs: null,
    counts,
    gaps: [],
    clock: null,
  };
}

function walkingSetup(): Session['setup'] {
  return {
    planVersion: null,
    planExerciseId: null,
    exerciseId: 'walking',
    side: 'none',
    plannedSets: 1,
    plannedRepetitionsPerSet: null,
    quotaMinutes: 10,
    targetAngleDeg: null,
    heartRateBandBpm: { from: 90, to: 110 },
    heartRateCeilingBpm: CEILING_BPM,
    rpeCeilingCr10: 5,
    restingHeartRateBpm: 60,
    maxHeartRateBpm: 180,
    maxHeartRateSource: 'measured',
    maxHeartRateSeeBpm: null,
    sex: 'female',
    painReferenceNrs: 3,
    mode: 'standard',
    recoveryHistory: null,
    pacingConfigHash: 'default',
  };
}
