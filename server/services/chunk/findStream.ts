import type { Ctx } from '#server/context.ts';
import { notFound } from '#server/errors.ts';
import type { Id } from '#shared/schema/id.ts';
import { Stream } from '#shared/schema/stream.ts';

const SQL = `select "patientId", state,
    (select value from json_each(session.body, '$.streams') where value ->> '$.id' = ?)
  from session where id = ? and "clinicId" = ?`;

export interface FoundStream {
  readonly state: string;
  /** null: the session does not list it. */
  readonly stream: Stream | null;
}

/** One stream of a session that this actor may reach, without reading the rest of it: asked for every chunk. */
export async function findStream(ctx: Ctx, sessionId: Id, streamId: Id): Promise<FoundStream> {
  const { rows } = await ctx.deps.store.query({ sql: SQL, args: [streamId, sessionId, ctx.actor.clinicId] });
  if (rows.length === 0) throw notFound();
  const [patientId, state, stream] = rows[0];
  if (ctx.actor.role === 'patient' && patientId !== ctx.actor.patientId) throw notFound();
  return { state: String(state), stream: stream === null ? null : Stream.parse(JSON.parse(String(stream))) };
}
