import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { uuidV7 } from '#shared/schema/id.ts';
import type { Session, SessionSetup } from '#shared/schema/session.ts';
import { localDayOf, type Moment } from '#shared/schema/time.ts';
import type { FoundSession } from './found.ts';

/** SHA-256 of bytes; the caller has it from the platform. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/** What a person says of a found session. */
export interface ImportAnswers {
  readonly setup: SessionSetup;
  /** For an exercise of the plan: all of it was done as planned; false = ended early. Null beside the plan. */
  readonly completed: boolean | null;
  readonly painNrs: number | null;
  readonly rpeCr10: number | null;
}

/** A found session in the shape in which recorded ones are kept. */
export interface ImportedSession {
  readonly session: Session;
  readonly streams: readonly RecordedStream[];
  readonly events: readonly SessionEvent[];
}

/** Who a found session is: the same content of the same patient is the same on every phone, whatever else was answered. */
export interface ContentIdentity {
  readonly sessionId: string;
  readonly contentSha256Hex: string;
}

export async function identityOf(found: FoundSession, patientId: string, sha256: Sha256): Promise<ContentIdentity> {
  const digest = await sha256(contentBytes(found, patientId));
  return {
    sessionId: uuidV7(Math.floor(found.startedUs / 1000), digest),
    contentSha256Hex: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  };
}

/** Patient, times and samples, little-endian. What was typed or guessed about them is not part of it. */
function contentBytes({ startedUs, endedUs, streams }: FoundSession, patientId: string): Uint8Array<ArrayBuffer> {
  const head = JSON.stringify([
    'import 1',
    patientId,
    startedUs,
    endedUs,
    streams.map(({ kind, bodySite, side, groups, samples }) => [kind, bodySite, side, groups, samples.sampleCount]),
  ]);
  const headBytes = new TextEncoder().encode(head);
  const size = streams.reduce((sum, { samples }) => sum + 8 * samples.hostUs.length + 2 * samples.counts.length, headBytes.length);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set(headBytes);
  let at = headBytes.length;
  for (const { samples } of streams) {
    for (const timeUs of samples.hostUs) {
      view.setFloat64(at, timeUs, true);
      at += 8;
    }
    for (const count of samples.counts) {
      view.setInt16(at, count, true);
      at += 2;
    }
  }
  return bytes;
}

/** Builds the session. `momentAt`: where the person was then, for what the file does not say. */
export async function importedSession(
  found: FoundSession,
  identity: ContentIdentity,
  patientId: string,
  answers: ImportAnswers,
  momentAt: (utcUs: number) => Moment,
  sha256: Sha256,
): Promise<ImportedSession> {
  const { sessionId, contentSha256Hex } = identity;
  const derived = async (what: string, atUs: number) =>
    uuidV7(Math.floor(atUs / 1000), await sha256(new TextEncoder().encode(`${sessionId}:${what}`)));
  const moment = (utcUs: number): Moment => momentOf(found, utcUs, momentAt);
  const startedAt = moment(found.startedUs);
  const streams: RecordedStream[] = [];
  for (const [i, { samples, ...stream }] of found.streams.entries()) {
    const id = await derived(`stream ${i}`, found.startedUs);
    streams.push({ stream: { ...stream, id, sessionId, clock: 'file', simulated: false }, samples });
  }
  const events: SessionEvent[] = [];
  const event = async (what: string, atUs: number) => ({ id: await derived(what, atUs), atUs });
  events.push({ ...(await event('begin', found.startedUs)), type: 'phase', phase: 'work' });
  if (answers.painNrs !== null) events.push({ ...(await event('pain', found.endedUs - 2)), type: 'pain', painNrs: answers.painNrs });
  if (answers.rpeCr10 !== null) events.push({ ...(await event('rpe', found.endedUs - 1)), type: 'rpe', rpeCr10: answers.rpeCr10 });
  events.push({ ...(await event('end', found.endedUs)), type: 'phase', phase: answers.completed === true ? 'done' : 'stopped' });
  return {
    session: {
      id: sessionId,
      patientId,
      startedAt,
      localDay: localDayOf(startedAt),
      endedAt: moment(found.endedUs),
      setup: answers.setup,
      streams: streams.map(({ stream }) => stream),
      simulated: false,
      imported: { format: found.format, source: found.source.slice(0, 60), contentSha256Hex },
    },
    streams,
    events,
  };
}

/** The file's own offset where it has one: the day is the day as the person lived it there. */
export function momentOf(
  { offsetMinutes, zone }: Pick<FoundSession, 'offsetMinutes' | 'zone'>,
  utcUs: number,
  momentAt: (utcUs: number) => Moment,
): Moment {
  const here = momentAt(utcUs);
  if (offsetMinutes === null) return here;
  if (zone === null && here.offsetMinutes === offsetMinutes) return here;
  return { utcUs, offsetMinutes, zone: zone ?? offsetName(offsetMinutes) };
}

/** An offset as a zone name that Intl knows: "+05:30". */
function offsetName(offsetMinutes: number): string {
  const absolute = Math.abs(offsetMinutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}
