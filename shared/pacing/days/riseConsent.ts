import { type ResolvedParameters, resolveParameters } from '#shared/pacing/config.ts';
import type { PacingConfig } from '#shared/pacing/types.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { settledPlan } from './settledPlan.ts';
import { AGREEMENT_DAYS, isAgreed, stableDaysOf } from './stableDays.ts';
import type { DayState } from './types.ts';

/** `offered`: the agreement is all that the next review would still need, should the days stay stable. `given`: it counts. Null: not asked. */
export type RiseConsent = 'offered' | 'given' | null;

/** Whether the patient may say, or has said, that a little more is fine (A10). Asked only once a rise is possible within a week: never nagging, never in a hard time. */
export function riseConsent(config: PacingConfig, profile: Profile, state: DayState): RiseConsent {
  const parameters: ResolvedParameters = resolveParameters(config);
  const { day, closed } = state;
  if (day === null || closed === null) return null;
  const plan = settledPlan(profile, state, parameters);
  if (plan.mode !== 'pemSafe' || plan.quotaMinutes === null || plan.redFlagIds.length > 0) return null;
  if (isAgreed(plan.riseAgreedDay, day)) return 'given';
  const least = parameters.A10.stableDays - AGREEMENT_DAYS;
  const longEnough = (since: number | null) => since !== null && day - since >= least;
  const worseToday = state.open.some((event) => event.type === 'checkIn' && event.worseAfterActivity === true);
  const possible = longEnough(plan.modeSinceDay) && longEnough(plan.quotaSinceDay) && stableDaysOf(closed.recent) >= least;
  return possible && !worseToday ? 'offered' : null;
}
