import type { Ctx } from '#server/context.ts';
import { profile } from '#server/db/schema/patient.ts';
import { build, statement } from '#server/db/statements.ts';
import { type Statement, StoreError } from '#server/db/store.ts';
import { ServiceError } from '#server/errors.ts';
import type { Profile } from '#shared/schema/profile.ts';

/** Inserts a profile version. (patientId, version) is unique, so of two writers with the same base one fails. */
export function appendProfile(ctx: Ctx, next: Profile): Statement {
  return statement(
    build.insert(profile).values({
      patientId: next.patientId,
      version: next.version,
      clinicId: ctx.actor.clinicId,
      body: JSON.stringify(next),
      createdAtUs: ctx.deps.clock.nowUs(),
      createdByUserId: ctx.actor.userId,
    }),
  );
}

/** Somebody else wrote a version first. */
export const staleVersion = (currentVersion: number | null = null) =>
  new ServiceError('conflict', 'Somebody else has changed this meanwhile. Load it again and repeat your change.', {
    extra: currentVersion === null ? {} : { currentVersion },
  });

/** Runs a batch that appends a version; a version taken meanwhile is a conflict in words. */
export async function appendBatch(ctx: Ctx, statements: readonly Statement[]): Promise<void> {
  try {
    await ctx.deps.store.batch(statements);
  } catch (error) {
    if (error instanceof StoreError && error.code === 'constraint') throw staleVersion();
    throw error;
  }
}
