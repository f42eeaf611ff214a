import type { ResolvedParameters } from '#shared/pacing/config.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { applyCorrections } from './corrections.ts';
import { foldPlan, initPlan } from './plan.ts';
import type { DayState, PlanFold } from './types.ts';

/** What PTs and the log have settled up to now, the open day included. */
export function settledPlan(profile: Profile, { closed, day, open }: DayState, parameters: ResolvedParameters): PlanFold {
  const before = closed?.plan ?? initPlan(profile);
  return day === null ? before : foldPlan(before, day, applyCorrections(open, []), parameters.A2.firstSharePct / 100);
}
