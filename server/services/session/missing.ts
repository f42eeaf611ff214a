import type { Ctx } from '#server/context.ts';
import type { CompleteSession, MissingParts } from '#shared/schema/api.ts';
import type { Id } from '#shared/schema/id.ts';

/** Listed at most; the phone sends these and asks again. */
const MOST_LISTED = 1000;

export interface Parts {
  readonly missing: MissingParts;
  readonly chunkCount: number;
  readonly eventCount: number;
}

/** What is here of a session, and what of the phone's own count is not. */
export async function missingParts(ctx: Ctx, sessionId: Id, expected: CompleteSession): Promise<Parts> {
  const { store } = ctx.deps;
  const [chunks, events] = await Promise.all([
    store.query({ sql: 'select "streamId", sequence from chunk where "sessionId" = ?', args: [sessionId] }),
    store.query({ sql: 'select count(*) from session_event where "sessionId" = ?', args: [sessionId] }),
  ]);
  const here = new Set(chunks.rows.map(([streamId, sequence]) => `${streamId}/${sequence}`));
  const eventCount = Number(events.rows[0][0]);
  const missing: MissingParts['chunks'] = [];
  for (const { streamId, count } of expected.chunkCounts) {
    for (let sequence = 0; sequence < count && missing.length < MOST_LISTED; sequence++) {
      if (!here.has(`${streamId}/${sequence}`)) missing.push({ streamId, sequence });
    }
  }
  return { missing: { chunks: missing, eventsMissing: Math.max(0, expected.eventCount - eventCount) }, chunkCount: here.size, eventCount };
}
