import { ServiceError } from '#server/errors.ts';
import type { Session } from '#shared/schema/session.ts';
import { sameJson } from './differences.ts';

/**
 * What a session becomes when it is sent again: streams may be added and the end set, nothing else. An older copy arriving late changes
 * nothing; nor does the same file imported a second time, from another phone or with another profile. Returns the stored object itself when there is nothing new. Throws `conflict`.
 */
export function mergeSession(stored: Session, sent: Session): Session {
  if (sameImport(stored, sent)) return stored;
  const fields = Object.keys(stored).filter((key) => key !== 'streams' && key !== 'endedAt') as (keyof Session)[];
  const differing = fields.filter((key) => !sameJson(stored[key], sent[key])).map(String);
  if (stored.endedAt !== null && sent.endedAt !== null && !sameJson(stored.endedAt, sent.endedAt)) {
    differing.push('endedAt');
  }
  const known = new Map(stored.streams.map((stream) => [stream.id, stream]));
  const added = sent.streams.filter((stream) => !known.has(stream.id));
  if (sent.streams.some((stream) => known.has(stream.id) && !sameJson(known.get(stream.id), stream))) differing.push('streams');
  if (differing.length > 0) {
    throw new ServiceError('conflict', 'Another session is kept under this id.', {
      fields: differing.map((path) => ({ path, message: 'differs from what is kept' })),
    });
  }
  if (added.length === 0 && (stored.endedAt !== null || sent.endedAt === null)) return stored;
  return { ...stored, endedAt: stored.endedAt ?? sent.endedAt, streams: [...stored.streams, ...added] };
}

/** The same samples of the same person; the setup around them may be of another day. */
function sameImport({ imported, streams }: Session, sent: Session): boolean {
  return imported !== undefined && imported.contentSha256Hex === sent.imported?.contentSha256Hex && sameJson(streams, sent.streams);
}
