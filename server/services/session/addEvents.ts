import type { Ctx } from '#server/context.ts';
import { audited } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import { ServiceError } from '#server/errors.ts';
import { keepEvents } from '#server/services/pacing/eventLog.ts';
import { redFlagEvents } from '#shared/pacing/recordedEvents.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { Id } from '#shared/schema/id.ts';
import { requireSession } from './access.ts';
import { sameJson } from './differences.ts';
import { againWhenRaced } from './retry.ts';
import { suspendOnReport } from './suspend.ts';

/** Appends events. Those already there are left as they are; another event under a known id is a conflict. */
export async function addEvents(ctx: Ctx, sessionId: Id, events: readonly SessionEvent[]): Promise<{ received: number }> {
  return againWhenRaced(async () => {
    const row = await requireSession(ctx, sessionId);
    const fresh = await newOnes(ctx, sessionId, events);
    if (fresh.length === 0) return { received: events.length };
    if (row.state === 'complete') throw new ServiceError('conflict', 'This session is complete. Send a correction instead.');
    await ctx.deps.store.batch([
      insertEvents(ctx, sessionId, fresh),
      ...keepEvents(ctx, row.patientId, redFlagEvents(fresh, row.localDay)),
      ...(await suspendOnReport(ctx, row, fresh)),
      audited(ctx, 'session.addEvents', 'session', sessionId, { events: fresh.length }),
    ]);
    return { received: events.length };
  });
}

async function newOnes(ctx: Ctx, sessionId: Id, events: readonly SessionEvent[]): Promise<SessionEvent[]> {
  const byId = new Map<string, SessionEvent>();
  const clashing: string[] = [];
  for (const event of events) {
    const same = byId.get(event.id);
    if (same && !sameJson(same, event)) clashing.push(event.id);
    byId.set(event.id, event);
  }
  const { rows } = await ctx.deps.store.query({
    sql: 'select id, "sessionId", body from session_event where id in (select value from json_each(?))',
    args: [JSON.stringify([...byId.keys()])],
  });
  for (const [id, storedSessionId, body] of rows) {
    const sent = byId.get(String(id));
    if (storedSessionId !== sessionId || !sameJson(JSON.parse(String(body)), sent)) clashing.push(String(id));
    byId.delete(String(id));
  }
  if (clashing.length > 0) {
    const fields = clashing.map((id) => ({
      path: `events.${events.findIndex((event) => event.id === id)}.id`,
      message: 'This id is taken.',
    }));
    throw new ServiceError('conflict', 'Other events are kept under these ids. Send a correction instead.', { fields });
  }
  return [...byId.values()];
}

/** One statement for any number of events (an edge database takes 100 parameters at most); only into a session that is still open. */
function insertEvents(ctx: Ctx, sessionId: Id, events: readonly SessionEvent[]): Statement {
  return {
    sql: `insert into session_event (id, "clinicId", "sessionId", "atUs", type, body)
      select value ->> '$.id', ?, s.id, value ->> '$.atUs', value ->> '$.type', value
      from json_each(?), session s where s.id = ? and s."clinicId" = ? and s.state = 'receiving'`,
    args: [ctx.actor.clinicId, JSON.stringify(events), sessionId, ctx.actor.clinicId],
    expectRows: events.length,
  };
}
