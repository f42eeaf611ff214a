import type { Statement } from '#server/db/store.ts';
import { type DayKey, ensureDay } from '#server/services/patient/dayAggregate.ts';

const SESSIONS = `from session s where s."patientId" = ? and s."localDay" = ? and s.state = 'complete'`;
const zoneMinutes = (...zones: string[]) =>
  `(select sum(${zones.map((zone) => `(s.summary ->> '$.heartRate.zoneSeconds.${zone}')`).join(' + ')}) / 60.0 ${SESSIONS})`;

/** What sessions say of a day, by field. Minutes are whole-session minutes; unknown stays null. */
const FIELDS: Readonly<Record<string, string>> = {
  sessionCount: `(select count(*) ${SESSIONS})`,
  doneMinutes: `(select sum(s.summary ->> '$.durationS') / 60.0 ${SESSIONS})`,
  repetitionCount: `(select coalesce(sum(max(json_array_length(s.summary, '$.repetitions'), coalesce(s.summary ->> '$.manualRepetitions', 0))), 0) ${SESSIONS})`,
  maxPainNrs: `(select max(s.summary ->> '$.pain.max') ${SESSIONS})`,
  maxRpeCr10: `(select max(s.summary ->> '$.rpeCr10') ${SESSIONS})`,
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
