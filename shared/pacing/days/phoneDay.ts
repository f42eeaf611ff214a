import { configHash } from '#shared/pacing/config.ts';
import type { Now } from '#shared/pacing/decide.ts';
import type { PacingConfig } from '#shared/pacing/types.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { DayDose } from '#shared/schema/pacingApi.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { dayNumberOf, localDayOfNumber } from './calendar.ts';
import { doseOf } from './dayDose.ts';
import { decideLog } from './decideLog.ts';
import { type LadderView, ladderView } from './ladderView.ts';
import { type PhoneRecords, phoneEvents } from './phoneEvents.ts';
import { type RiseConsent, riseConsent } from './riseConsent.ts';
import type { DayState } from './types.ts';

/** Days after which a kept state no longer speaks for today: two weekly reviews have passed unseen, each of which may have brought another plan. */
export const STALE_AFTER_DAYS = 14;

/** What the server sends beside the day: thresholds in force, the profile the log begins with, and how far it has read. */
export interface PhoneEngine {
  readonly config: PacingConfig;
  readonly profile: Profile;
  readonly state: DayState | null;
}

export interface PhoneDay {
  readonly dose: DayDose;
  /** Of that day. */
  readonly decisions: readonly DayDecision[];
  readonly rise: RiseConsent;
  readonly ladder: LadderView | null;
}

/**
 * The dose of a day from what the server last knew and what the phone has recorded since: the server's own answer once it has read the same
 * records. Null when the state is too old to speak for today. A day that has begun stays begun where travelling makes it yesterday again.
 */
export function phoneDay({ config, profile, state }: PhoneEngine, records: PhoneRecords, now: Now): PhoneDay | null {
  const kept = state ?? { closed: null, day: null, open: [] };
  const day = dayNumberOf(now.localDay);
  const begun = kept.day ?? day;
  if (day - begun > STALE_AFTER_DAYS) return null;
  // A phone whose clock is behind the server's must not take what the server has read for the future.
  const atUs = kept.open.reduce((latest, event) => Math.max(latest, event.atUs), now.atUs);
  const localDay = localDayOfNumber(Math.max(day, begun));
  const {
    today,
    decisions,
    state: reached,
  } = decideLog(
    profile,
    [{ fromDay: localDayOfNumber(begun), config, hash: configHash(config) }],
    [...kept.open, ...phoneEvents(kept.open, records, { atUs, localDay })],
    { atUs, localDay },
    { ...kept, open: [] },
  );
  const ofToday = decisions.filter((decision) => decision.localDay === localDay);
  return {
    dose: doseOf(today, decisions),
    decisions: ofToday,
    ladder: ladderView(config, profile, reached, ofToday),
    rise: riseConsent(config, profile, reached),
  };
}
