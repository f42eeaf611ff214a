import type { ResolvedParameters } from '#shared/pacing/config.ts';
import { boomBustEvents } from '#shared/pacing/days/rules/boomBust.ts';
import type { DayState, DayView } from '#shared/pacing/days/types.ts';
import type { DayColour } from '#shared/schema/dayDecision.ts';

/** What the panel ranks by, kept beside the state so that a panel never reads a log. Days: the last 14, today included. */
export interface PacingFacts {
  readonly suspended: boolean;
  readonly ambers: number;
  readonly reds: number;
  readonly boomBustEvents: number;
  /** A quota that waits for a PT's answer. */
  readonly waiting: { readonly quotaMinutes: number; readonly currentMinutes: number | null } | null;
}

const WINDOW_DAYS = 14;

export function panelFactsOf(state: DayState, view: DayView, parameters: ResolvedParameters): PacingFacts {
  const recent = state.closed?.recent ?? [];
  const colours: DayColour[] = [...recent.slice(1 - WINDOW_DAYS).map(({ colour }) => colour), view.colour];
  const count = (colour: DayColour) => colours.filter((each) => each === colour).length;
  const plan = state.closed?.plan;
  const events = plan === undefined ? [] : boomBustEvents(recent, plan, { ...parameters.A5, windowDays: WINDOW_DAYS } as never, view.day);
  const { proposal } = view;
  return {
    suspended: view.state === 'suspended',
    ambers: count('amber'),
    reds: count('red'),
    boomBustEvents: events.length,
    waiting:
      proposal === null || proposal.answer !== null ? null : { quotaMinutes: proposal.quotaMinutes, currentMinutes: view.quotaMinutes },
  };
}
