import { and, asc, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { passkey } from '#server/db/schema/access.ts';
import { reader } from '#server/db/statements.ts';
import type { Passkey } from '#shared/schema/api.ts';

/** The person's own passkeys, oldest first. Keys and counters stay here. */
export async function listPasskeys(ctx: Ctx): Promise<Passkey[]> {
  const { userId, clinicId } = ctx.actor;
  return reader(ctx.deps.store)
    .select({ id: passkey.id, label: passkey.label, createdAtUs: passkey.createdAtUs, lastUsedAtUs: passkey.lastUsedAtUs })
    .from(passkey)
    .where(and(eq(passkey.userId, userId), eq(passkey.clinicId, clinicId)))
    .orderBy(asc(passkey.createdAtUs), asc(passkey.id))
    .all();
}
