import type { Recording, RefinedRecording } from '#server/deps.ts';
import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import { type Refinement, refineSession } from '#shared/analysis/refine.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import { spoken } from '#shared/analysis/spoken.ts';
import { atStoredRate } from '#shared/analysis/storedRate.ts';
import type { AnalysisInput, AnalysisResult, StreamSamples } from '#shared/analysis/types.ts';
import { decodeChunk } from '#shared/recording/chunk.ts';
import type { ChunkData } from '#shared/recording/chunkData.ts';
import { axisCount } from '#shared/schema/stream.ts';
import { RefinedSummary } from '#shared/schema/summary.ts';

/** Runs the kernels of the live screen over a stored recording. Throws when a stored chunk cannot be read: it was checked on arrival. */
export async function analyseRecording(recording: Recording): Promise<AnalysisResult> {
  const { summary, decisions } = analyseSession(inputOf(recording), await streamsOf(recording), recording.events, recording.endedUs);
  return { summary, decisions: spoken(recording.session, decisions) };
}

/** The second look at it, by kernels that may look ahead. Throws like the first. */
export async function refineRecording(recording: Recording): Promise<RefinedRecording> {
  const streams = await streamsOf(recording);
  return refineOrSayWhy(() => refineSession(inputOf(recording), streams, recording.events, recording.endedUs));
}

const inputOf = ({ session }: Recording): AnalysisInput => ({
  sessionId: session.id,
  startedUs: session.startedAt.utcUs,
  setup: session.setup,
});

async function streamsOf({ session, chunks }: Recording): Promise<RecordedStream[]> {
  const streams: RecordedStream[] = [];
  for (const stream of session.streams) {
    const parts: ChunkData[] = [];
    for (const { streamId, bytes } of chunks) {
      if (streamId !== stream.id) continue;
      const decoded = await decodeChunk(bytes);
      if (!decoded.ok) throw new Error(`stored chunk: ${decoded.reason}`);
      parts.push(decoded.value);
    }
    const rates = parts.map(({ nominalRateHz }) => nominalRateHz);
    streams.push({ stream: atStoredRate(stream, rates), samples: joined(parts, axisCount(stream.groups)) });
  }
  return streams;
}

/** A second look that fails, or comes to something that cannot be kept, would do so again: it is told as an outcome. */
export function refineOrSayWhy(refine: () => Refinement): RefinedRecording {
  try {
    const { refined, notRefined } = refine();
    return { refinement: { refined: RefinedSummary.nullable().parse(refined), notRefined }, refineError: null };
  } catch (error) {
    return { refinement: { refined: null, notRefined: 'failed' }, refineError: error instanceof Error ? error.name : 'unknown' };
  }
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
