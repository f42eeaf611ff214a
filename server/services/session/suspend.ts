import { and, desc, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { profile } from '#server/db/schema.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import type { Decision } from '#shared/schema/decision.ts';
import { Profile } from '#shared/schema/profile.ts';
import type { SessionRow } from './access.ts';

/**
 * An emergency suspends exercise until the PT clears it: a new profile version. Nothing when it is suspended already. A profile changed
 * in between takes the version, the batch fails, and the caller reads again.
 */
export async function suspendOnEmergency(ctx: Ctx, row: SessionRow, decisions: readonly Decision[]): Promise<Statement[]> {
  const emergency = decisions.find((made) => made.kind === 'emergency');
  if (!emergency) return [];
  const current = await reader(ctx.deps.store)
    .select()
    .from(profile)
    .where(and(eq(profile.clinicId, row.clinicId), eq(profile.patientId, row.patientId)))
    .orderBy(desc(profile.version))
    .limit(1)
    .get();
  if (!current) return [];
  const known = Profile.parse(JSON.parse(current.body));
  if (known.suspended !== null) return [];
  const version = current.version + 1;
  const suspended = { sinceUs: emergency.validFromUs, ruleId: emergency.ruleIds[0], reason: emergency.ptText.slice(0, 300) };
  const next = {
    patientId: row.patientId,
    version,
    clinicId: row.clinicId,
    body: JSON.stringify({ ...known, version, suspended } satisfies Profile),
    createdAtUs: ctx.deps.clock.nowUs(),
    createdByUserId: ctx.actor.userId,
  };
  return [
    statement(build.insert(profile).values(next)),
    audited(ctx, 'profile.suspend', 'patient', row.patientId, { version, ruleId: suspended.ruleId }),
  ];
}
