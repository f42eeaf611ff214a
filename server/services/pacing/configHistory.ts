import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { pacingConfig } from '#server/db/schema/pacing.ts';
import { reader } from '#server/db/statements.ts';
import { configHash, defaultPacingConfig } from '#shared/pacing/config.ts';
import type { ConfigFrom } from '#shared/pacing/days/decideLog.ts';
import { mergeConfig } from '#shared/pacing/mergeConfig.ts';
import type { PacingConfig } from '#shared/pacing/types.ts';
import type { Id } from '#shared/schema/id.ts';
import type { PacingValues } from '#shared/schema/pacingApi.ts';
import type { LocalDay } from '#shared/schema/time.ts';

const UNSET: PacingValues = { version: 0, parameters: {} };
const ALWAYS: LocalDay = '0000-01-01';

/** The clinic's and one patient's values, newest last. `owner` is a clinic's or a patient's id. */
export async function readConfigs(ctx: Ctx, owners: readonly Id[]) {
  const rows = await reader(ctx.deps.store)
    .select()
    .from(pacingConfig)
    .where(and(eq(pacingConfig.clinicId, ctx.actor.clinicId), inArray(pacingConfig.owner, [...owners])))
    .orderBy(asc(pacingConfig.fromDay), asc(pacingConfig.createdAtUs), asc(pacingConfig.version))
    .all();
  return rows.map(({ owner, fromDay, body }) => ({ owner, fromDay, values: JSON.parse(body) as PacingValues }));
}

export type ConfigRow = Awaited<ReturnType<typeof readConfigs>>[number];

/** The values of one owner in force: its newest. */
export function valuesOf(rows: readonly ConfigRow[], owner: Id): PacingValues {
  return rows.findLast((row) => row.owner === owner)?.values ?? UNSET;
}

/** The clinic's values as the engine takes them: nothing set is version 1 of the defaults. */
export function clinicConfig(values: PacingValues): PacingConfig {
  return { version: values.version + defaultPacingConfig.version, parameters: values.parameters };
}

/**
 * What was in force when, oldest first: a change holds from its day on, so days before it stay as they were decided. Values of a patient that
 * do not go with the clinic's are refused when either is saved; should they meet all the same, the configuration before them stays in force.
 */
export function configHistory(rows: readonly ConfigRow[], clinicId: Id, patientId: Id): ConfigFrom[] {
  const history: ConfigFrom[] = [stamped(ALWAYS, defaultPacingConfig)];
  for (const [i, { fromDay, owner }] of rows.entries()) {
    if (owner !== clinicId && owner !== patientId) continue;
    const known = rows.slice(0, i + 1);
    const merged = mergeConfig(clinicConfig(valuesOf(known, clinicId)), valuesOf(known, patientId));
    if (!merged.ok) continue;
    if (history.at(-1)?.fromDay === fromDay) history.pop();
    history.push(stamped(fromDay, merged.config));
  }
  return history;
}

const stamped = (fromDay: LocalDay, config: PacingConfig): ConfigFrom => ({ fromDay, config, hash: configHash(config) });
