import { and, eq, isNull } from 'drizzle-orm';
import { type Ctx, requireRole } from '#server/context.ts';
import { flag } from '#server/db/schema/decisions.ts';
import { audited, build, statement } from '#server/db/statements.ts';
import { ServiceError } from '#server/errors.ts';
import type { Flag } from '#shared/schema/api.ts';
import { findFlag } from './find.ts';

/** Closes a flag with the PT's note. Closing it again with the same note is the same as once. */
export async function resolveFlag(ctx: Ctx, flagId: string, note: string): Promise<Flag> {
  requireRole(ctx, 'pt', 'admin');
  const found = await findFlag(ctx, flagId);
  if (found.resolvedAtUs !== null) {
    if (found.resolvedNote === note) return found;
    throw new ServiceError('conflict', 'This flag is closed already.');
  }
  const change = { resolvedAtUs: ctx.deps.clock.nowUs(), resolvedByUserId: ctx.actor.userId, resolvedNote: note };
  const open = and(eq(flag.id, flagId), eq(flag.clinicId, ctx.actor.clinicId), isNull(flag.resolvedAtUs));
  await ctx.deps.store.batch([statement(build.update(flag).set(change).where(open), 1), audited(ctx, 'flag.resolve', 'flag', flagId)]);
  return { ...found, resolvedAtUs: change.resolvedAtUs, resolvedNote: note };
}
