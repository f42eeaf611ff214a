import { and, desc, eq } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { profile } from '#server/db/schema/patient.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import { suspendingDecision, suspendingReport } from '#shared/pacing/suspends.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { Profile } from '#shared/schema/profile.ts';
import type { SessionRow } from './access.ts';

type Suspension = NonNullable<Profile['suspended']>;

/** A decision of a completed session by a rule that suspends (G1, G4). */
export async function suspendOnDecision(ctx: Ctx, row: SessionRow, decisions: readonly Decision[]): Promise<Statement[]> {
  const made = suspendingDecision(decisions);
  if (!made) return [];
  return suspend(ctx, row, { sinceUs: made.validFromUs, ruleId: made.ruleIds[0], reason: made.ptText.slice(0, 300) });
}

/** A report that suspends counts from the moment it arrives, also when the rest of the session never does. */
export async function suspendOnReport(ctx: Ctx, row: SessionRow, events: readonly SessionEvent[]): Promise<Statement[]> {
  const told = suspendingReport(events);
  if (told === null) return [];
  return suspend(ctx, row, { sinceUs: told.atUs, ruleId: told.ruleId, reason: `Reported in a session: ${told.symptoms.join(', ')}.` });
}

/**
 * Suspends exercise until the PT clears it: a new profile version. Nothing when it is suspended already, or when this very event was
 * cleared since. A profile changed in between takes the version, the batch fails, and the caller reads again.
 */
export async function suspend(ctx: Ctx, row: Pick<SessionRow, 'clinicId' | 'patientId'>, suspended: Suspension): Promise<Statement[]> {
  const rows = await reader(ctx.deps.store)
    .select({ body: profile.body })
    .from(profile)
    .where(and(eq(profile.clinicId, row.clinicId), eq(profile.patientId, row.patientId)))
    .orderBy(desc(profile.version))
    .all();
  const versions = rows.map(({ body }) => Profile.parse(JSON.parse(body)));
  const [known] = versions;
  const toldBefore = versions.some((each) => each.suspended?.sinceUs === suspended.sinceUs);
  if (known === undefined || known.suspended !== null || toldBefore) return [];
  const version = known.version + 1;
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
