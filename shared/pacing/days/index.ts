import type { DayRule } from './define.ts';
import { boomBust } from './rules/boomBust.ts';
import { dayMultiplier } from './rules/dayMultiplier.ts';
import { firstQuota } from './rules/firstQuota.ts';
import { morningColour } from './rules/morningColour.ts';
import { weeklyReview } from './rules/weeklyReview.ts';

/** The catalogue, in the order of asking: a rule may look at the finding of one before it. */
export const dayRules: readonly DayRule[] = [morningColour, boomBust, firstQuota, weeklyReview, dayMultiplier];
