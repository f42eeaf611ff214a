import type { Statement } from '#server/db/store.ts';
import { type DayKey, ensureDay } from '#server/services/patient/dayAggregate.ts';

/** SQL of isBesidePlan (shared/schema/session.ts). */
export const besidePlan = (table: string) =>
  `(${table}.body -> '$.imported' is not null and ${table}.body ->> '$.setup.planVersion' is null)`;

const SESSIONS = `from session s where s."patientId" = ? and s."localDay" = ? and s.state = 'complete'`;
const zoneMinutes = (...zones: string[]) =>
  `(select sum(${zones.map((zone) => `(s.summary ->> '$.heartRate.zoneSeconds.${zone}')`).join(' + ')}) / 60.0 ${SESSIONS})`;

/** The value of the latest correction of one field, of the records whose ids the SQL `targets` gives. */
const latestCorrection = (targets: string, field: string) => `(select c.body ->> '$.value' from correction c
  where c."targetId" in (${targets}) and c.body ->> '$.field' = '${field}' order by c."atUs" desc, c.id desc limit 1)`;
const LAST_EFFORT = `select e.id from session_event e where e."sessionId" = s.id and e.type = 'rpe' order by e."atUs" desc, e.id desc limit 1`;
/** Pain and effort as correctedSummary (shared/analysis/correctedSummary.ts) gives them. */
const EFFORT = `coalesce(${latestCorrection(`s.id, (${LAST_EFFORT})`, 'rpeCr10')}, s.summary ->> '$.rpeCr10')`;
const PAIN = `coalesce((select max(coalesce(${latestCorrection('p.id', 'painNrs')}, p.body ->> '$.painNrs')) from session_event p
  where p."sessionId" = s.id and p.type = 'pain'), s.summary ->> '$.pain.max')`;

const EXERCISE = `${SESSIONS} and not ${besidePlan('s')}`;
const MINUTES = `sum(s.summary ->> '$.durationS') / 60.0`;

/** What sessions say of a day, by field. Minutes are whole-session minutes; unknown stays null. */
const FIELDS: Readonly<Record<string, string>> = {
  sessionCount: `(select count(*) ${EXERCISE})`,
  doneMinutes: `(select ${MINUTES} ${EXERCISE})`,
  besidePlanMinutes: `(select ${MINUTES} ${SESSIONS} and ${besidePlan('s')})`,
  repetitionCount: `(select coalesce(sum(max(json_array_length(s.summary, '$.repetitions'), coalesce(s.summary ->> '$.manualRepetitions', 0))), 0) ${EXERCISE})`,
  maxPainNrs: `(select max(${PAIN}) ${SESSIONS})`,
  maxRpeCr10: `(select max(${EFFORT}) ${SESSIONS})`,
  romMedianDeg: `(select s.summary ->> '$.romMedianDeg' ${SESSIONS} and s.summary ->> '$.romMedianDeg' is not null order by s."startedAtUs" desc limit 1)`,
  'zoneMinutes.light': zoneMinutes('veryLight', 'light'),
  'zoneMinutes.moderate': zoneMinutes('moderate'),
  'zoneMinutes.above': zoneMinutes('vigorous', 'nearMax'),
  worstDecision: `(select d.kind from decision d join session s on s.id = d."sessionId" where s."patientId" = ? and s."localDay" = ?
    order by case d.kind when 'emergency' then 0 when 'block' then 1 when 'stop' then 2 when 'rest' then 3 when 'tensOff' then 4
      when 'ease' then 5 when 'ask' then 6 when 'done' then 7 else 8 end limit 1)`,
};

/**
 * Brings what sessions say of a day up to date, from the sessions themselves, so that order and repeats make no difference. Put it after
 * the session's own update, in the same batch.
 */
export function refreshSessionDay(key: DayKey): Statement[] {
  const names = Object.keys(FIELDS);
  const sets = names.map((name) => `'$.${name}', ${FIELDS[name]}`).join(', ');
  const withZones = `json_set(body, '$.zoneMinutes', json('{}'), ${sets})`;
  const update: Statement = {
    sql: `update day_aggregate set version = version + 1,
        body = (select case when json_extract(b, '$.zoneMinutes.light') is null then json_set(b, '$.zoneMinutes', null) else b end
          from (select ${withZones} as b))
      where "patientId" = ? and "localDay" = ? and "clinicId" = ?`,
    args: [...names.flatMap(() => [key.patientId, key.localDay]), key.patientId, key.localDay, key.clinicId],
    expectRows: 1,
  };
  return [ensureDay(key), update];
}
