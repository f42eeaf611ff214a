import type { Ctx } from '#server/context.ts';
import { putChunk } from '#server/services/chunk/put.ts';
import { addEvents } from '#server/services/session/addEvents.ts';
import { completeSession } from '#server/services/session/complete.ts';
import { putSession } from '#server/services/session/put.ts';
import type { CompletedSession } from '#shared/schema/api.ts';
import type { RecordedSession } from './session.ts';

/** Sends a session the way a phone's outbox does. */
export async function sendSession(ctx: Ctx, recorded: RecordedSession): Promise<CompletedSession> {
  const { session, events, chunks, complete } = recorded;
  await putSession(ctx, session.id, session);
  await addEvents(ctx, session.id, events);
  for (const { streamId, sequence, bytes, sha256Hex } of chunks) {
    await putChunk(ctx, { sessionId: session.id, streamId, sequence }, bytes, sha256Hex);
  }
  return completeSession(ctx, session.id, complete);
}
