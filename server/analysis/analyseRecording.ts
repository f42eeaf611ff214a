import type { Recording } from '#server/deps.ts';
import { analyseSession, type RecordedStream } from '#shared/analysis/session.ts';
import type { AnalysisResult, StreamSamples } from '#shared/analysis/types.ts';
import { decodeChunk } from '#shared/recording/chunk.ts';
import type { ChunkData } from '#shared/recording/chunkData.ts';
import { axisCount } from '#shared/schema/stream.ts';

/** Decodes a stored recording and runs the shared kernels over it. Throws when a stored chunk cannot be read: it was checked on arrival. */
export async function analyseRecording({ session, endedUs, events, chunks }: Recording): Promise<AnalysisResult> {
  const streams: RecordedStream[] = [];
  for (const stream of session.streams) {
    const parts: ChunkData[] = [];
    for (const { streamId, bytes } of chunks) {
      if (streamId !== stream.id) continue;
      const decoded = await decodeChunk(bytes);
      if (!decoded.ok) throw new Error(`stored chunk: ${decoded.reason}`);
      parts.push(decoded.value);
    }
    streams.push({ stream, samples: joined(parts, axisCount(stream.groups)) });
  }
  const input = { sessionId: session.id, startedUs: session.startedAt.utcUs, setup: session.setup };
  return analyseSession(input, streams, events, endedUs);
}

/** One run of samples. Time only goes forward: a sample that is not later than the one before it is left out. */
export function joined(parts: readonly Pick<ChunkData, 'sampleCount' | 'hostUs' | 'counts'>[], axes: number): StreamSamples {
  const most = parts.reduce((sum, part) => sum + part.sampleCount, 0);
  const hostUs = new Float64Array(most);
  const counts = new Int16Array(most * axes);
  let sampleCount = 0;
  let lastUs = Number.NEGATIVE_INFINITY;
  for (const part of parts) {
    for (let i = 0; i < part.sampleCount; i++) {
      if (part.hostUs[i] <= lastUs) continue;
      lastUs = part.hostUs[i];
      hostUs[sampleCount] = lastUs;
      for (let axis = 0; axis < axes; axis++) counts[sampleCount * axes + axis] = part.counts[i * axes + axis];
      sampleCount += 1;
    }
  }
  return { sampleCount, hostUs: hostUs.subarray(0, sampleCount), counts: counts.subarray(0, sampleCount * axes) };
}
