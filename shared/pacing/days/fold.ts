import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import { localDayOfNumber } from './calendar.ts';
import type { DayEngine, DayView } from './types.ts';

/**
 * Reads events (as readLog gives them, none of a closed day) and closes every day before `untilDay`, which is left open. Returns the views of
 * the days closed, oldest first: none is passed over, also when nothing was recorded on it.
 */
export function foldDays(engine: DayEngine, events: readonly PatientEvent[], untilDay: LocalDay): DayView[] {
  const days: DayView[] = [];
  for (const event of events) {
    closeUntil(engine, event.localDay, days);
    engine.append(event);
  }
  closeUntil(engine, untilDay, days);
  return days;
}

function closeUntil(engine: DayEngine, localDay: LocalDay, days: DayView[]): void {
  for (;;) {
    const { day } = engine.state;
    if (day === null) return;
    const open = localDayOfNumber(day);
    if (open >= localDay) return;
    days.push(engine.view(open));
    engine.view(localDayOfNumber(day + 1));
  }
}
