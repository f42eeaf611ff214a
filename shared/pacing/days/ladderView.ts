import { resolveParameters } from '#shared/pacing/config.ts';
import type { PacingConfig } from '#shared/pacing/types.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { settledPlan } from './settledPlan.ts';
import type { DayState } from './types.ts';

/** The exposure ladder as a patient sees it (A6). */
export interface LadderView {
  /** Easiest first. */
  readonly steps: readonly string[];
  /** The step to try next; as many as there are steps when all are done. */
  readonly step: number;
  readonly triedToday: boolean;
  /** The engine offers this step today, in these words; null on other days, when it may be tried all the same. */
  readonly offer: string | null;
}

/** Null without a ladder, in the PEM-safe mode and while training is suspended. */
export function ladderView(
  config: PacingConfig,
  profile: Profile,
  state: DayState,
  decisions: readonly Pick<DayDecision, 'kind' | 'patientText'>[],
): LadderView | null {
  const { ladder, ladderStep, lastTriedDay, mode, redFlagIds } = settledPlan(profile, state, resolveParameters(config));
  if (ladder.length === 0 || mode === 'pemSafe' || redFlagIds.length > 0) return null;
  return {
    steps: ladder,
    step: Math.min(ladderStep, ladder.length),
    triedToday: lastTriedDay !== null && lastTriedDay === state.day,
    offer: decisions.find(({ kind }) => kind === 'offer')?.patientText ?? null,
  };
}
