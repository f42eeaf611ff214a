import type { DayDecision } from '#shared/schema/dayDecision.ts';
import { Profile } from '#shared/schema/profile.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import { configHash } from './config.ts';
import { decisionsOfDay } from './days/decisions.ts';
import { createDayEngine } from './days/engine.ts';
import { foldDays } from './days/fold.ts';
import { readLog } from './days/log.ts';
import type { DayView, Refusal } from './days/types.ts';
import type { PacingConfig } from './types.ts';

/** The instant the decisions are made for, as the patient lives it. */
export interface Now {
  readonly atUs: number;
  readonly localDay: LocalDay;
}

export interface Decided {
  /** One view per day from the first event to today, oldest first. */
  readonly days: readonly DayView[];
  readonly today: DayView;
  /** What was found on all these days, in words. */
  readonly decisions: readonly DayDecision[];
  /** What was not read, and why. */
  readonly refused: readonly Refusal[];
}

/**
 * All decisions across days of one patient, from the whole log in any order, with duplicates. `profile` is the version the log begins with.
 * Pure: phone and server get the same answer. Events that are no PatientEvent, of the future or contradictory are refused by name; throws a
 * ZodError for a profile or a configuration that is not valid.
 */
export function decideDays(config: PacingConfig, profile: Profile, log: readonly unknown[], now: Now): Decided {
  const { events, refused } = readLog(log, now);
  const engine = createDayEngine(config, Profile.parse(profile));
  const days = foldDays(engine, events, now.localDay);
  const today = engine.view(now.localDay);
  days.push(today);
  const hash = configHash(config);
  return { days, today, decisions: days.flatMap((view) => decisionsOfDay(profile.patientId, hash, view)), refused };
}
