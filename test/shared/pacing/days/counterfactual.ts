import { dayNumberOf } from '#shared/pacing/days/calendar.ts';
import type { DayChange, DayDecision } from '#shared/schema/dayDecision.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import { FIRST_DAY, morning, on, session } from './diary.ts';

type Log = readonly PatientEvent[];

/** The same log with the decision's counterfactual put in place of what happened. Throws for a fact nobody taught it. */
export function withDayCounterfactual(log: Log, decision: DayDecision, painReferenceNrs: number): Log {
  if (decision.counterfactual === null) throw new Error(`${decision.id} has no counterfactual`);
  return decision.counterfactual.changes.reduce((changed, change) => {
    const apply = CHANGES[change.fact];
    if (apply === undefined) throw new Error(`no change for fact ${change.fact}`);
    return apply(changed, change, painReferenceNrs);
  }, log);
}

type Change = (log: Log, change: DayChange, painReferenceNrs: number) => Log;

const diaryDay = (localDay: string) => dayNumberOf(localDay) - FIRST_DAY;
const isOn = ({ localDays }: DayChange, event: PatientEvent) => localDays.includes(event.localDay);

/** Changes the check-ins of the days; a day without one gets one. */
function mornings(log: Log, change: DayChange, fields: Partial<Extract<PatientEvent, { type: 'checkIn' }>>): Log {
  const without = change.localDays.filter((day) => !log.some(({ type, localDay }) => type === 'checkIn' && localDay === day));
  return [
    ...log.map((event) => (event.type === 'checkIn' && isOn(change, event) ? { ...event, ...fields } : event)),
    ...without.map((day) => ({ ...morning(diaryDay(day), 3, {}, 77), ...fields }) as PatientEvent),
  ];
}

const drop = (log: Log, gone: (event: PatientEvent) => boolean): Log => log.filter((event) => !gone(event));

function quotaOn(log: Log, localDay: string): number {
  const versions = log.flatMap((event) => (event.type === 'planVersion' && event.localDay <= localDay ? [event] : []));
  return versions.sort((a, b) => b.version - a.version)[0]?.quotaMinutes ?? 0;
}

const CHANGES: Readonly<Record<string, Change>> = {
  morning: (log, change, painReferenceNrs) =>
    mornings(
      log,
      change,
      change.value === 'red'
        ? { painNrs: 10 }
        : { painNrs: painReferenceNrs, flare: false, tensInLastHour: false, worseAfterActivity: false },
    ),
  flare: (log, change) => mornings(log, change, { flare: change.value as boolean }),
  worseAfterActivity: (log, change) => mornings(log, change, { worseAfterActivity: change.value as boolean }),
  restingHeartRateBpm: (log, change) =>
    mornings(log, change, { restingHeartRateBpm: typeof change.value === 'number' ? change.value : null }),
  session: (log, change) => [
    ...drop(log, (event) => isOn(change, event) && (event.type === 'sessionSkipped' || (event.type === 'session' && event.planned))),
    ...change.localDays.map((day) => session(diaryDay(day), quotaOn(log, day), {}, 78)),
  ],
  dayLoad: (log, change) =>
    drop(log, (event) => isOn(change, event) && ((event.type === 'session' && !event.planned) || event.type === 'background')).map(
      (event) =>
        event.type === 'session' && isOn(change, event)
          ? { ...event, minutes: Math.min(event.minutes, quotaOn(log, event.localDay)) }
          : event,
    ),
  redFlag: (log) => drop(log, ({ type }) => type === 'redFlag'),
  pemStatus: (log, { localDays }) => [...log, on(diaryDay(localDays[0]), 5, { type: 'pemScreened', result: 'negative' }, 79)],
  mode: (log, { localDays }) => [...log, on(diaryDay(localDays[0]), 7, { type: 'modeSet', mode: 'standard', reason: 'as if' }, 79)],
  painReference: (log, { localDays }, painReferenceNrs) => [
    ...log,
    on(diaryDay(localDays[0]), 5, { type: 'painReferenceSet', painReferenceNrs }, 79),
  ],
  trialCount: (log, { value }) => {
    const kept = log.filter(({ type }) => type === 'trial').slice(0, value as number);
    return drop(log, (event) => event.type === 'trial' && !kept.includes(event));
  },
  rpeCr10: (log, change) => log.map((event) => (event.type === 'session' && isOn(change, event) ? { ...event, rpeCr10: null } : event)),
  backgroundMinutes: (log, change) =>
    log.map((event) =>
      event.type === 'background' && isOn(change, event)
        ? { ...event, loadMinutes: Math.min(event.loadMinutes, change.value as number) }
        : event,
    ),
  doseOverridden: (log, change) => drop(log, (event) => event.type === 'doseOverridden' && isOn(change, event)),
  exposureTried: (log, { localDays }) => [
    ...log,
    on(diaryDay(localDays[0]), 5, { type: 'exposureTried', step: 0, expectedHarm: 50, actualHarm: null }, 79),
  ],
};
