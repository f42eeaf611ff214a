import type { ExerciseDefinition } from '#shared/exercises/define.ts';
import { exerciseById } from '#shared/exercises/index.ts';
import type { SessionListItem, Today } from '#shared/schema/api.ts';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { PlanExercise } from '#shared/schema/plan.ts';
import { addDays, type LocalDay } from '#shared/schema/time.ts';
import { dayMinutes, shownMinutes } from './doseModel.ts';

export interface PlanItem {
  readonly planned: PlanExercise;
  readonly definition: ExerciseDefinition | null;
  /** When it was last finished today, or null. */
  readonly doneAtUs: number | null;
}

export interface StripDay {
  readonly localDay: LocalDay;
  readonly doneMinutes: number | null;
  readonly plannedMinutes: number | null;
}

/** What the Today screen shows, from the server's last answer and what this phone recorded since. */
export interface TodayView {
  /** The dose of the day as it is shown. */
  readonly doseMinutes: number | null;
  readonly doneMinutes: number;
  readonly leftMinutes: number | null;
  readonly strip: readonly StripDay[];
  readonly items: readonly PlanItem[];
  readonly checkIn: CheckIn | null;
  readonly next: PlanExercise | null;
}

/** `local`: this phone's records of today; a session known to both counts once. */
export function todayView(
  today: Today,
  day: LocalDay,
  local: { sessions: readonly SessionListItem[]; checkIn: CheckIn | null },
): TodayView {
  const known = new Map(today.sessions.filter((session) => session.localDay === day).map((session) => [session.id, session]));
  for (const session of local.sessions) if (session.localDay === day) known.set(session.id, { ...known.get(session.id), ...session });
  // An activity from a file that is no exercise of the plan uses up no dose and ticks off nothing.
  const sessions = [...known.values()].filter((session) => session.besidePlan !== true);
  const doneMinutes = Math.round(sessions.reduce((sum, session) => sum + minutesOf(session), 0));
  const minutes = dayMinutes(today, day);
  const doseMinutes = minutes === null ? null : shownMinutes(minutes);
  const items = (today.plan?.exercises ?? []).map((planned) => itemOf(planned, sessions));
  return {
    doseMinutes,
    doneMinutes,
    leftMinutes: doseMinutes === null ? null : Math.max(0, shownMinutes(doseMinutes - doneMinutes)),
    strip: stripOf(today, day, doneMinutes),
    items,
    checkIn: local.checkIn ?? (today.checkIn?.localDay === day ? today.checkIn : null),
    next: items.find((item) => item.doneAtUs === null)?.planned ?? null,
  };
}

function minutesOf(session: SessionListItem): number {
  if (session.summary !== null) return session.summary.durationS / 60;
  return session.endedAt === null ? 0 : (session.endedAt.utcUs - session.startedAt.utcUs) / 60e6;
}

function itemOf(planned: PlanExercise, sessions: readonly SessionListItem[]): PlanItem {
  const ends = sessions.filter((session) => session.exerciseId === planned.exerciseId).map((session) => session.endedAt?.utcUs ?? null);
  const finished = ends.filter((endUs): endUs is number => endUs !== null);
  return {
    planned,
    definition: exerciseById(planned.exerciseId) ?? null,
    doneAtUs: finished.length === 0 ? null : Math.max(...finished),
  };
}

function stripOf(today: Today, day: LocalDay, doneToday: number): StripDay[] {
  const byDay = new Map(today.days.map((each) => [each.localDay, each]));
  return Array.from({ length: 14 }, (_, i) => {
    const localDay = addDays(day, i - 13);
    const known = byDay.get(localDay);
    return {
      localDay,
      doneMinutes: localDay === day && doneToday > 0 ? doneToday : (known?.doneMinutes ?? null),
      plannedMinutes: known?.plannedMinutes ?? null,
    };
  });
}
