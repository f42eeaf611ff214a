import { asc, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { sessionEvent } from '#server/db/schema/session.ts';
import { reader } from '#server/db/statements.ts';
import type { Recording } from '#server/deps.ts';
import { SessionEvent } from '#shared/schema/event.ts';
import type { Session } from '#shared/schema/session.ts';

/** Chunks per read, so that a long session does not hold up other readers. */
const CHUNKS_PER_READ = 16;

export async function eventsOf(ctx: Pick<Ctx, 'deps'>, sessionId: string): Promise<SessionEvent[]> {
  const rows = await reader(ctx.deps.store)
    .select({ body: sessionEvent.body })
    .from(sessionEvent)
    .where(eq(sessionEvent.sessionId, sessionId))
    .orderBy(asc(sessionEvent.atUs), asc(sessionEvent.id))
    .all();
  return rows.map(({ body }) => SessionEvent.parse(JSON.parse(body)));
}

/** The whole stored recording of a session. The caller has checked access. */
export async function loadRecording(ctx: Pick<Ctx, 'deps'>, session: Session, endedUs: number): Promise<Recording> {
  const chunks: Recording['chunks'][number][] = [];
  for (;;) {
    const { rows } = await ctx.deps.store.query({
      sql: `select b."streamId", b.bytes from chunk c join chunk_blob b on b."streamId" = c."streamId" and b.sequence = c.sequence
        where c."sessionId" = ? order by c."streamId", c.sequence limit ? offset ?`,
      args: [session.id, CHUNKS_PER_READ, chunks.length],
    });
    for (const [streamId, bytes] of rows) chunks.push({ streamId: String(streamId), bytes: bytes as Uint8Array });
    if (rows.length < CHUNKS_PER_READ) break;
  }
  return { session, endedUs, events: await eventsOf(ctx, session.id), chunks };
}
