import { resolveParameters } from '#shared/pacing/config.ts';
import { settledPlan } from '#shared/pacing/days/settledPlan.ts';
import { Id } from '#shared/schema/id.ts';
import type { Paced } from './refresh.ts';

/** Red flags that no PT has cleared. A suspension that is older than the log has none to name. */
export function openRedFlags({ profile, state, config }: Pick<Paced, 'profile' | 'state' | 'config'>): Id[] {
  return settledPlan(profile, state, resolveParameters(config.config)).redFlagIds.filter((id) => Id.safeParse(id).success);
}
