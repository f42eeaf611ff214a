import { type ResolvedParameters, resolveParameters } from '#shared/pacing/config.ts';
import { applyCorrections } from '#shared/pacing/days/corrections.ts';
import { foldPlan, initPlan } from '#shared/pacing/days/plan.ts';
import type { DayState, PlanFold } from '#shared/pacing/days/types.ts';
import { Id } from '#shared/schema/id.ts';
import type { Profile } from '#shared/schema/profile.ts';
import type { Paced } from './refresh.ts';

/** Red flags that no PT has cleared. A suspension that is older than the log has none to name. */
export function openRedFlags({ profile, state, config }: Pick<Paced, 'profile' | 'state' | 'config'>): Id[] {
  return settledPlan(profile, state, resolveParameters(config.config)).redFlagIds.filter((id) => Id.safeParse(id).success);
}

/** What PTs and the log have settled up to now, the open day included. */
export function settledPlan(profile: Profile, { closed, day, open }: DayState, parameters: ResolvedParameters): PlanFold {
  const before = closed?.plan ?? initPlan(profile);
  return day === null ? before : foldPlan(before, day, applyCorrections(open, []), parameters.A2.firstSharePct / 100);
}
