import type { Statement } from '#server/db/store.ts';
import type { DayAggregate } from '#shared/schema/api.ts';
import type { LocalDay } from '#shared/schema/time.ts';

/** A patient's local day: the key of a day aggregate. */
export interface DayKey {
  readonly clinicId: string;
  readonly patientId: string;
  readonly localDay: LocalDay;
}

/** A day on which nothing was recorded: unknown is null, counts are 0. */
export function emptyDay(localDay: LocalDay): DayAggregate {
  return {
    localDay,
    plannedMinutes: null,
    doneMinutes: null,
    sessionCount: 0,
    repetitionCount: 0,
    morningPainNrs: null,
    flare: null,
    maxPainNrs: null,
    maxRpeCr10: null,
    tensMinutes: 0,
    romMedianDeg: null,
    zoneMinutes: null,
    worstDecision: null,
  };
}

/** Makes the day's row if it is not there, with the quota of the plan in force. Part of the caller's batch. */
export function ensureDay(key: DayKey): Statement {
  return {
    sql: `insert into day_aggregate ("patientId", "localDay", "clinicId", body, version)
      values (?, ?, ?, json_set(?, '$.plannedMinutes',
        (select json_extract(body, '$.quotaMinutes') from plan where "patientId" = ? order by version desc limit 1)), 1)
      on conflict do nothing`,
    args: [key.patientId, key.localDay, key.clinicId, JSON.stringify(emptyDay(key.localDay)), key.patientId],
  };
}

/** A field as its latest correction leaves it. JSON null (corrected to "not answered") differs from no correction (SQL null). */
const correctedField = (table: string, field: string) => `coalesce(
  (select c.body -> '$.value' from correction c where c."targetId" = ${table}.id and c.body ->> '$.field' = '${field}'
    order by c."atUs" desc, c.id desc limit 1), ${table}.body -> '$.${field}')`;

const latestCheckIn = (field: string) => `json((select ${correctedField('k', field)} from check_in k
  where k."patientId" = ? and k."localDay" = ? order by k."atUs" desc, k.id desc limit 1))`;

/**
 * Brings what check-ins and TENS records say of a day up to date, from these records themselves: the order in which they arrive,
 * repeats and two requests at once make no difference. Put it after the insert, in the same batch.
 */
export function refreshDay(key: DayKey): Statement[] {
  const day = [key.patientId, key.localDay];
  const update: Statement = {
    sql: `update day_aggregate set version = version + 1, body = json_set(body,
        '$.morningPainNrs', ${latestCheckIn('painNrs')},
        '$.flare', ${latestCheckIn('flare')},
        '$.tensMinutes', (select coalesce(sum(((s.body ->> '$.endedAt.utcUs') - s."startedAtUs") / 60000000.0), 0) from stimulation s
          where s."patientId" = ? and s."localDay" = ?))
      where "patientId" = ? and "localDay" = ? and "clinicId" = ?`,
    args: [...day, ...day, ...day, ...day, key.clinicId],
    expectRows: 1,
  };
  return [ensureDay(key), update];
}
