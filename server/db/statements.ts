import { drizzle, type SqliteRemoteDatabase } from 'drizzle-orm/sqlite-proxy';
import type { Actor, PublicCtx } from '#server/context.ts';
import { type SqlValue, type Statement, type Store, StoreError } from '#server/db/store.ts';
import { newId } from '#server/newId.ts';

/**
 * Builds statements for `store.batch`. It has no connection: awaiting one of its queries is a programming error.
 *
 * @example store.batch([statement(build.update(plan).set({ body }).where(...), 1), audited(ctx, 'plan.update', 'plan', id)])
 */
export const build: SqliteRemoteDatabase = drizzle(() => {
  throw new StoreError('internal', 'build only builds statements; run them with store.batch or reader(store)');
});

interface Buildable {
  toSQL(): { sql: string; params: unknown[] };
}

/** A drizzle query as a Statement. `expectRows`: the rows it must change, or the whole batch is undone. */
export function statement(query: Buildable, expectRows?: number): Statement {
  const { sql, params } = query.toSQL();
  return { sql, args: params as SqlValue[], ...(expectRows === undefined ? {} : { expectRows }) };
}

const readers = new WeakMap<Store, SqliteRemoteDatabase>();

/**
 * Typed reads on the Store port.
 *
 * @example const row = await reader(ctx.deps.store).select().from(patient).where(eq(patient.clinicId, ctx.actor.clinicId)).get();
 */
export function reader(store: Store): SqliteRemoteDatabase {
  const known = readers.get(store);
  if (known) return known;
  const db = drizzle(async (sql, params, method) => {
    if (method === 'run') throw new StoreError('internal', 'reader(store) only reads; writes go through store.batch');
    const { rows } = await store.query({ sql, args: params });
    return { rows: (method === 'get' ? rows[0] : rows) as unknown[] };
  });
  readers.set(store, db);
  return db;
}

/** Context an audit row needs; before sign-in the actor is named by hand. */
export interface AuditCtx extends PublicCtx {
  readonly actor: Pick<Actor, 'clinicId'> & { readonly userId: string | null };
}

/** The audit row of a change: put it in the same batch. `detail`: codes, counts and ids only, never health data. */
export function audited(
  ctx: AuditCtx,
  action: string,
  entityType: string,
  entityId: string,
  detail: Readonly<Record<string, string | number | boolean | null>> = {},
): Statement {
  const { deps, actor, requestId } = ctx;
  return {
    sql: INSERT_AUDIT,
    args: [newId(deps), actor.clinicId, actor.userId, action, entityType, entityId, deps.clock.nowUs(), requestId, JSON.stringify(detail)],
  };
}

/** Written by hand: it is part of every batch, and building it anew takes longer than running it. */
const INSERT_AUDIT = `insert into audit (id, "clinicId", "actorUserId", action, "entityType", "entityId", "atUs", "requestId", detail)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
