import type { Rule } from './define.ts';
import { acuteIllness } from './rules/acuteIllness.ts';
import { doctorToday } from './rules/doctorToday.ts';
import { effortAboveCeiling } from './rules/effortAboveCeiling.ts';
import { heartRateAboveCeiling } from './rules/heartRateAboveCeiling.ts';
import { heartRateAboveSafe } from './rules/heartRateAboveSafe.ts';
import { heartRateDrift } from './rules/heartRateDrift.ts';
import { heartRateFarAbove } from './rules/heartRateFarAbove.ts';
import { heartRateUnusable } from './rules/heartRateUnusable.ts';
import { movementFading } from './rules/movementFading.ts';
import { painHigh } from './rules/painHigh.ts';
import { painRising } from './rules/painRising.ts';
import { quotaReached } from './rules/quotaReached.ts';
import { redFlag } from './rules/redFlag.ts';
import { restingHeartRateHigh } from './rules/restingHeartRateHigh.ts';
import { slowRecovery } from './rules/slowRecovery.ts';
import { stimulationUnsafe } from './rules/stimulationUnsafe.ts';

/** The catalogue, in the order of asking: a rule may look at the finding of one before it. */
export const pacingRules: readonly Rule[] = [
  redFlag,
  restingHeartRateHigh,
  acuteIllness,
  doctorToday,
  heartRateUnusable,
  heartRateAboveCeiling,
  heartRateFarAbove,
  effortAboveCeiling,
  heartRateDrift,
  slowRecovery,
  painRising,
  painHigh,
  movementFading,
  quotaReached,
  heartRateAboveSafe,
  stimulationUnsafe,
];
