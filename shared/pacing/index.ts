import type { Rule } from './define.ts';
import { effortAboveCeiling } from './rules/effortAboveCeiling.ts';
import { heartRateAboveCeiling } from './rules/heartRateAboveCeiling.ts';
import { heartRateFarAbove } from './rules/heartRateFarAbove.ts';
import { heartRateUnusable } from './rules/heartRateUnusable.ts';
import { painHigh } from './rules/painHigh.ts';
import { painRising } from './rules/painRising.ts';
import { quotaReached } from './rules/quotaReached.ts';
import { redFlag } from './rules/redFlag.ts';
import { stimulationUnsafe } from './rules/stimulationUnsafe.ts';

/** The catalogue, in the order of asking: a rule may look at the finding of one before it. */
export const pacingRules: readonly Rule[] = [
  redFlag,
  heartRateUnusable,
  heartRateAboveCeiling,
  heartRateFarAbove,
  effortAboveCeiling,
  painRising,
  painHigh,
  quotaReached,
  stimulationUnsafe,
];
