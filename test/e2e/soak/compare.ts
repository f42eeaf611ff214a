import type { Page } from 'playwright-core';
import { decodeChunk } from '#shared/recording/chunk.ts';
import type { Session } from '#shared/schema/session.ts';
import type { StreamKind } from '#shared/schema/stream.ts';
import { byStream, expectUnbroken } from '#test/e2e/faultSteps.ts';
import { type LocalChunk, readTable } from '#test/e2e/phone.ts';
import type { Place, SoakSensor } from './sensors.ts';

/** One stream at both ends. */
export interface StreamPair {
  readonly place: Place;
  readonly kind: StreamKind;
  /** Samples sent since the recording was known to run. */
  readonly sentCount: number;
  readonly recordedCount: number;
  /** The recording is the end of what was sent, each count the same, and the sensor's own times where each sample has one. */
  readonly sameBits: boolean;
  /** Gaps the chunks speak of. */
  readonly gapCount: number;
}

/** Packets sent so far, by place. */
export type Mark = Readonly<Record<Place, number>>;

export const markOf = (sensors: readonly SoakSensor[]): Mark =>
  Object.fromEntries(sensors.map(({ place, sent }) => [place, sent.length])) as Mark;

const BODY_SITE: Readonly<Record<Place, string>> = { heart: 'chest', thigh: 'thigh', shank: 'shank' };

/** A stream at one end: its counts, and the sensor's own time of each sample where each has one. */
interface Columns {
  readonly counts: Int16Array;
  readonly deviceUs: Float64Array;
  readonly sampleCount: number;
}

/** A stream as it left the sensor from its packet number `from` on. */
function sentColumns({ definition, sent }: SoakSensor, streamKey: string, from: number): Columns {
  const parts = sent.slice(from).flatMap(({ characteristic, bytes }) => {
    const decoded = definition.characteristics.find((use) => use.characteristic === characteristic)?.decode(bytes);
    return decoded?.ok ? decoded.streams.filter((part) => part.stream === streamKey) : [];
  });
  const sampleCount = parts.reduce((sum, part) => sum + part.sampleCount, 0);
  const deviceUs = Float64Array.from(parts.flatMap((part) => [...(part.deviceUs ?? [])]));
  return { counts: joined(parts.map((part) => part.counts)), deviceUs, sampleCount };
}

async function recordedColumns(chunks: readonly LocalChunk[]): Promise<Columns & { readonly gapCount: number }> {
  expectUnbroken(chunks);
  const decoded = await Promise.all(chunks.map((chunk) => decodeChunk(Buffer.from(chunk.bytesBase64, 'base64'))));
  const whole = decoded.map((each) => {
    if (!each.ok) throw new Error(each.reason);
    return each.value;
  });
  return {
    counts: joined(whole.map((each) => each.counts)),
    deviceUs: Float64Array.from(whole.flatMap((each) => [...(each.deviceUs ?? [])])),
    sampleCount: whole.reduce((sum, each) => sum + each.sampleCount, 0),
    gapCount: whole.reduce((sum, each) => sum + each.gaps.length, 0),
  };
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const out = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Whether `part` is the end of `all`, value by value. */
function isEndOf(part: Int16Array | Float64Array, all: Int16Array | Float64Array): boolean {
  const offset = all.length - part.length;
  return offset >= 0 && part.every((value, i) => value === all[offset + i]);
}

/** What the sensors sent beside what the page's database holds of the newest session, stream by stream; the sensors have fallen silent. */
export async function compareStreams(page: Page, sensors: readonly SoakSensor[], since: Mark, sessionId: string): Promise<StreamPair[]> {
  const { session } = (await readTable<{ id: string; session: Session }>(page, 'sessions')).filter((row) => row.id === sessionId)[0];
  const chunks = byStream((await readTable<LocalChunk>(page, 'chunks')).filter((chunk) => chunk.sessionId === sessionId));
  return Promise.all(
    session.streams.map(async ({ id, kind, bodySite }): Promise<StreamPair> => {
      const sensor = sensors.find(({ place }) => BODY_SITE[place] === bodySite) as SoakSensor;
      const key = sensor.definition.streams.find((stream) => stream.kind === kind)?.key ?? '';
      const recorded = await recordedColumns(chunks.get(id) ?? []);
      const all = sentColumns(sensor, key, 0);
      // One stamp a packet is spread over its samples: those times are made on this side.
      const stamped = all.deviceUs.length === all.sampleCount;
      return {
        place: sensor.place,
        kind,
        sentCount: sentColumns(sensor, key, since[sensor.place]).sampleCount,
        recordedCount: recorded.sampleCount,
        sameBits: isEndOf(recorded.counts, all.counts) && (!stamped || isEndOf(recorded.deviceUs, all.deviceUs)),
        gapCount: recorded.gapCount,
      };
    }),
  );
}
