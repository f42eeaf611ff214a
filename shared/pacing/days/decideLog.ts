import type { Now } from '#shared/pacing/decide.ts';
import type { PacingConfig } from '#shared/pacing/types.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Profile } from '#shared/schema/profile.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import { dayNumberOf, localDayOfNumber } from './calendar.ts';
import { decisionsOfDay } from './decisions.ts';
import { createDayEngine } from './engine.ts';
import { foldDays } from './fold.ts';
import { readLog } from './log.ts';
import type { DayState, DayView, Refusal } from './types.ts';

/** Thresholds in force from a day on. */
export interface ConfigFrom {
  readonly fromDay: LocalDay;
  readonly config: PacingConfig;
  readonly hash: string;
}

export interface DecidedLog {
  readonly state: DayState;
  readonly today: DayView;
  /** Of every day that was looked at, oldest first. */
  readonly decisions: readonly DayDecision[];
  readonly refused: readonly Refusal[];
  /** When an event that lies in the future becomes one of the past, UTC us; null: there is none. */
  readonly rereadAtUs: number | null;
}

const HOUR_US = 3_600_000_000;
/** The local day begins first this many hours before UTC's (readLog refuses days that are nowhere yet). */
const FIRST_ZONE_H = 15;

/**
 * Decides a patient's log up to `now`, from a stored state on or, without one, from the first event. `events`: what the state has not read. With a
 * state the caller has made sure that none of them belongs to a closed day or corrects another (see `needsWholeLog`). Each day is decided with
 * the configuration in force on it.
 */
export function decideLog(
  profile: Profile,
  configs: readonly ConfigFrom[],
  events: readonly PatientEvent[],
  now: Now,
  stored: DayState | null = null,
): DecidedLog {
  const read = readLog(events, now);
  let state = stored ?? undefined;
  const decisions: DayDecision[] = [];
  const said = (views: readonly DayView[], hash: string) => {
    for (const view of views) decisions.push(...decisionsOfDay(profile.patientId, hash, view));
  };
  let from = 0;
  for (const [i, { config, hash }] of configs.entries()) {
    const endsOn = configs[i + 1]?.fromDay ?? null;
    const last = endsOn === null || endsOn > now.localDay;
    if (!last && state !== undefined && state.day !== null && localDayOfNumber(state.day) >= endsOn) continue;
    const engine = createDayEngine(config, profile, state);
    let to = from;
    while (to < read.events.length && (last || read.events[to].localDay < endsOn)) to++;
    said(foldDays(engine, read.events.slice(from, to), last ? now.localDay : endsOn), hash);
    from = to;
    state = engine.state;
    if (!last) continue;
    const today = engine.view(now.localDay);
    said([today], hash);
    return { state, today, decisions, refused: read.refused, rereadAtUs: rereadAt(events, now) };
  }
  throw new RangeError('the last configuration has no end');
}

/** Events that a stored state cannot take in: of a closed day, or a correction, whose target it may have closed. */
export function needsWholeLog(state: DayState, events: readonly PatientEvent[]): boolean {
  const open = state.day === null ? null : localDayOfNumber(state.day);
  return open !== null && events.some(({ type, localDay }) => type === 'correction' || localDay < open);
}

function rereadAt(events: readonly PatientEvent[], now: Now): number | null {
  const times = events.flatMap(({ atUs, localDay }) => [
    ...(atUs > now.atUs ? [atUs] : []),
    ...(localDay > now.localDay ? [(dayNumberOf(localDay) * 24 - FIRST_ZONE_H) * HOUR_US] : []),
  ]);
  const future = times.filter((time) => time > now.atUs);
  return future.length === 0 ? null : Math.min(...future);
}
