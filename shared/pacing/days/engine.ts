import { PacingConfigSchema, resolveParameters } from '#shared/pacing/config.ts';
import type { PacingConfig } from '#shared/pacing/types.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { dayNumberOf } from './calendar.ts';
import { applyCorrections } from './corrections.ts';
import { closeDay, type EvaluatedDay, evaluateDay } from './evaluate.ts';
import { comparePatientEvents, preferred } from './order.ts';
import { initPlan } from './plan.ts';
import type { AppendResult, DayEngine, DayNumber, DayState, DayView } from './types.ts';

/**
 * The engine across days, one event at a time. `profile` is the one the log begins with; what changes later comes as events. The state
 * is plain data and does not grow with the log, so an event of a closed day is answered with "late": decide again from the whole log.
 * Throws a ZodError for an invalid configuration.
 */
export function createDayEngine(config: PacingConfig, profile: Profile, stored?: DayState): DayEngine {
  const parameters = resolveParameters(PacingConfigSchema.parse(config));
  const setup = { parameters, profile };
  const state: DayState = stored ?? { closed: null, day: null, open: [] };
  let evaluated: EvaluatedDay | null = null;

  function evaluateOpen(): EvaluatedDay {
    if (state.closed === null || state.day === null) throw new RangeError('no day is open');
    evaluated ??= evaluateDay(setup, state.closed, state.day, applyCorrections(state.open, []));
    return evaluated;
  }

  /** Closes every day before `day`, also those without an event: their mornings are unknown. */
  function advanceTo(day: DayNumber): void {
    state.closed ??= { plan: initPlan(profile), recent: [], proposal: null, tolerance: null };
    state.day ??= day;
    while (state.day < day) {
      state.closed = closeDay(state.closed, evaluateOpen(), parameters);
      state.day++;
      state.open = [];
      evaluated = null;
    }
  }

  return {
    state,
    append(event): AppendResult {
      const day = dayNumberOf(event.localDay);
      if (state.day !== null && day < state.day) return 'late';
      advanceTo(day);
      if (event.type === 'correction' && !state.open.some(({ id }) => id === event.targetId)) return 'late';
      const known = state.open.findIndex(({ id }) => id === event.id);
      if (known >= 0) {
        if (preferred(state.open[known], event) === state.open[known]) return 'duplicate';
        state.open.splice(known, 1);
      }
      insertSorted(state.open, event);
      evaluated = null;
      return 'added';
    },
    view(localDay): DayView {
      const day = dayNumberOf(localDay);
      if (state.day !== null && day < state.day) throw new RangeError(`${localDay} is closed`);
      advanceTo(day);
      return evaluateOpen().view;
    },
  };
}

function insertSorted(events: PatientEvent[], event: PatientEvent): void {
  let i = events.length;
  while (i > 0 && comparePatientEvents(event, events[i - 1]) < 0) i--;
  events.splice(i, 0, event);
}
