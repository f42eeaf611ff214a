import { safeLimitBpm } from '#shared/pacing/rules/heartRateAboveSafe.ts';
import type { SessionSetup } from '#shared/schema/session.ts';

/** The setup as the screen shows it: the PEM-safe mode has nothing to reach, only the limit of L11 to stay under. */
export function shownSetup(setup: SessionSetup): SessionSetup {
  if (setup.mode !== 'pemSafe') return setup;
  return { ...setup, heartRateBandBpm: null, heartRateCeilingBpm: safeLimitBpm(setup), targetAngleDeg: null };
}
