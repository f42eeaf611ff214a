import type { Ctx } from '#server/context.ts';
import { audited } from '#server/db/statements.ts';
import type { Deps } from '#server/deps.ts';
import { createRateLimit, type RateLimit } from './rateLimit.ts';
import { writeAudit } from './writeAudit.ts';

/** Rows one person can cause in a minute: enough to see what somebody tried, too few to fill a disk. */
export const DENIED_ROWS_PER_MINUTE = 10;
const MINUTE_US = 60_000_000;

const limits = new WeakMap<Deps, RateLimit>();

/**
 * Remembers that a signed-in person was kept from something. The row belongs to the actor's own clinic and names the operation by its
 * route pattern: no id of the record that was asked for, which may be another clinic's. The answer does not depend on it.
 */
export async function auditDenied(ctx: Ctx, operation: string, status: number): Promise<void> {
  if (limitOf(ctx.deps).take(ctx.actor.userId, ctx.deps.clock.nowUs()) > 0) return;
  await writeAudit(ctx.deps, [audited(ctx, 'denied', 'operation', operation, { status })]);
}

function limitOf(deps: Deps): RateLimit {
  const known = limits.get(deps);
  if (known) return known;
  const limit = createRateLimit({ attempts: DENIED_ROWS_PER_MINUTE, windowUs: MINUTE_US, maxKeys: 20_000 });
  limits.set(deps, limit);
  return limit;
}
