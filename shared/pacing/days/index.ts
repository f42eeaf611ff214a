import type { DayRule } from './define.ts';
import { avoidance } from './rules/avoidance.ts';
import { boomBust } from './rules/boomBust.ts';
import { busyDayCut } from './rules/busyDayCut.ts';
import { dayMultiplier } from './rules/dayMultiplier.ts';
import { firstQuota } from './rules/firstQuota.ts';
import { flarePlan } from './rules/flarePlan.ts';
import { morningColour } from './rules/morningColour.ts';
import { pemSafe } from './rules/pemSafe.ts';
import { pemScreen } from './rules/pemScreen.ts';
import { ptOverride } from './rules/ptOverride.ts';
import { restingHeartRate } from './rules/restingHeartRate.ts';
import { suspended } from './rules/suspended.ts';
import { toleranceFollowing } from './rules/toleranceFollowing.ts';
import { weeklyReview } from './rules/weeklyReview.ts';

/** The catalogue, in the order of asking: a rule may look at the finding of one before it. */
export const dayRules: readonly DayRule[] = [
  suspended,
  morningColour,
  boomBust,
  restingHeartRate,
  pemScreen,
  firstQuota,
  weeklyReview,
  toleranceFollowing,
  pemSafe,
  dayMultiplier,
  flarePlan,
  busyDayCut,
  avoidance,
  ptOverride,
];
