import type { Reading } from '#shared/analysis/types.ts';
import type { AngleReason } from '#shared/motion/angleQuality.ts';
import { liveCopy } from '#web/copy/live.ts';

/** us; a doubt that passes sooner is not worth a word, and one that stays is said once and then left alone. */
const AFTER_US = 5_000_000;
const SHOWN_US = 10_000_000;
/** us; the same words do not come back sooner. */
const AGAIN_US = 120_000_000;

/** What to say beside the arc about a doubtful angle, if anything. */
export interface AngleHint {
  /** Words for the reading as it is now; null when there is nothing to say. */
  of(reading: Pick<Reading, 'atUs' | 'phase' | 'angleReason'>): string | null;
}

export function createAngleHint(): AngleHint {
  let reason: AngleReason | null = null;
  let sinceUs = 0;
  const saidUs = new Map<AngleReason, number>();
  return {
    of({ atUs, phase, angleReason }) {
      const moving = phase === 'work' || phase === 'warmUp';
      const now = moving && angleReason !== null && liveCopy.angleHint[angleReason] !== null ? angleReason : null;
      if (now !== reason) {
        reason = now;
        sinceUs = atUs;
      }
      if (reason === null || atUs - sinceUs < AFTER_US) return null;
      const said = saidUs.get(reason);
      if (said === undefined || atUs - said >= AGAIN_US) saidUs.set(reason, atUs);
      return atUs - (saidUs.get(reason) ?? atUs) < SHOWN_US ? liveCopy.angleHint[reason] : null;
    },
  };
}
