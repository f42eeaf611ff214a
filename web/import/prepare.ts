import { analyseSession } from '#shared/analysis/session.ts';
import { spoken } from '#shared/analysis/spoken.ts';
import type { FoundSession } from '#shared/import/found.ts';
import { type ContentIdentity, type ImportAnswers, identityOf, importedSession } from '#shared/import/session.ts';
import type { Moment } from '#shared/schema/time.ts';
import type { ImportedRecords } from '#web/store/importedRecords.ts';
import { chunksOf } from './chunks.ts';

const sha256 = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** Who a found session is, whatever will be answered about it. */
export const identify = (found: FoundSession, patientId: string): Promise<ContentIdentity> => identityOf(found, patientId, sha256);

/** All records of one session, analysed as the server will analyse it again. */
export async function prepare(
  found: FoundSession,
  identity: ContentIdentity,
  patientId: string,
  answers: ImportAnswers,
  momentAt: (utcUs: number) => Moment,
): Promise<ImportedRecords> {
  const { session, streams, events } = await importedSession(found, identity, patientId, answers, momentAt, sha256);
  const input = { sessionId: session.id, startedUs: session.startedAt.utcUs, setup: session.setup };
  const { summary, decisions } = analyseSession(input, streams, events, found.endedUs);
  const chunks = await Promise.all(streams.map(chunksOf));
  return { session, events, chunks: chunks.flat(), summary, decisions: spoken(session, decisions) };
}
