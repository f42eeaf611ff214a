import { and, asc, desc, eq, gt, isNotNull } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { patientEvent } from '#server/db/schema/pacing.ts';
import { reader } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import type { Id } from '#shared/schema/id.ts';
import { PatientEvent } from '#shared/schema/patientEvent.ts';
import { type LocalDay, localDayOf, type Moment } from '#shared/schema/time.ts';

/** The event as stored, with its place in the order of arrival. */
export interface Arrived {
  readonly seq: number;
  readonly event: PatientEvent;
}

/**
 * Keeps events; those whose id is known for this patient stay as they are. Part of the batch that writes the record they come from. `moment`:
 * where the patient was, when the record says so.
 */
export function keepEvents(ctx: Ctx, patientId: Id, events: readonly PatientEvent[], moment: Moment | null = null): Statement[] {
  if (events.length === 0) return [];
  return [
    {
      sql: `insert into patient_event (id, "clinicId", "patientId", "localDay", "atUs", type, "offsetMinutes", body, "arrivedAtUs")
        select value ->> '$.id', ?, ?, value ->> '$.localDay', value ->> '$.atUs', value ->> '$.type', ?, value, ?
        from json_each(?) where true on conflict ("patientId", id) do nothing`,
      args: [ctx.actor.clinicId, patientId, moment?.offsetMinutes ?? null, ctx.deps.clock.nowUs(), JSON.stringify(events)],
    },
  ];
}

/** Events in the order of arrival, from after `seq`. */
export async function readEvents(ctx: Ctx, patientId: Id, seq = 0): Promise<Arrived[]> {
  const rows = await reader(ctx.deps.store)
    .select({ seq: patientEvent.seq, body: patientEvent.body })
    .from(patientEvent)
    .where(and(eq(patientEvent.clinicId, ctx.actor.clinicId), eq(patientEvent.patientId, patientId), gt(patientEvent.seq, seq)))
    .orderBy(asc(patientEvent.seq))
    .all();
  return rows.map((row) => ({ seq: row.seq, event: JSON.parse(row.body) as PatientEvent }));
}

/** Those of these ids that the patient's log has. */
export async function knownEvents(ctx: Ctx, patientId: Id, ids: readonly Id[]): Promise<Map<Id, PatientEvent>> {
  const { rows } = await ctx.deps.store.query({
    sql: `select id, body from patient_event where "clinicId" = ? and "patientId" = ? and id in (select value from json_each(?))`,
    args: [ctx.actor.clinicId, patientId, JSON.stringify(ids)],
  });
  return new Map(rows.map(([id, body]) => [String(id), PatientEvent.parse(JSON.parse(String(body)))]));
}

/**
 * The patient's calendar day now: by the offset their records last named, else the day asked for. What a PT does at a distance belongs to
 * the day the patient lives in.
 */
export async function dayOfPatient(ctx: Ctx, patientId: Id, otherwise: LocalDay | null = null): Promise<LocalDay> {
  const utcUs = ctx.deps.clock.nowUs();
  const row = await reader(ctx.deps.store)
    .select({ offsetMinutes: patientEvent.offsetMinutes })
    .from(patientEvent)
    .where(and(eq(patientEvent.clinicId, ctx.actor.clinicId), eq(patientEvent.patientId, patientId), isNotNull(patientEvent.offsetMinutes)))
    .orderBy(desc(patientEvent.seq))
    .limit(1)
    .get();
  const offsetMinutes = row?.offsetMinutes ?? null;
  if (offsetMinutes === null && otherwise !== null) return otherwise;
  return localDayOf({ utcUs, offsetMinutes: offsetMinutes ?? 0 });
}
