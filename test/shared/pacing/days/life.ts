import { createDayEngine } from '#shared/pacing/days/engine.ts';
import type { DayView } from '#shared/pacing/days/types.ts';
import type { PacingConfig } from '#shared/pacing/types.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { localDayOf, morning, on, plan, session, trial } from './diary.ts';

/** One day as a patient lives it. The engine's answers decide the minutes; everything else is fixed. */
export interface LivedDay {
  readonly painNrs: number | null;
  readonly flare: boolean | null;
  readonly tensInLastHour: boolean | null;
  readonly confidence: number | null;
  readonly worseAfterActivity: boolean | null;
  readonly restingHeartRateBpm: number | null;
  /** Whether there is a check-in at all. */
  readonly checkIn: boolean;
  readonly planned: 'completed' | 'endedEarly' | 'skipped' | 'none';
  readonly rpeCr10: number | null;
  /** Minutes of a completed session whatever the dose; null = as long as the dose. */
  readonly minutes: number | null;
  /** A session that no plan asked for, min. */
  readonly extraMinutes: number;
  /** Background of the whole day; null without the wearable. */
  readonly backgroundMinutes: number | null;
  readonly redFlag: boolean;
  /** The PT clears every red flag known so far. */
  readonly clear: boolean;
  /** The PT looks in and accepts a proposal that waits. */
  readonly ptLooksIn: boolean;
  /** The PT changes the mode on this morning. */
  readonly mode: Profile['mode'] | null;
  readonly riseAgreed: boolean;
}

/** Nothing hurts more than usual, the session is as long as the dose, and the PT looks in. */
export const CALM_DAY: LivedDay = {
  painNrs: 3,
  flare: false,
  tensInLastHour: false,
  confidence: 6,
  worseAfterActivity: false,
  restingHeartRateBpm: null,
  checkIn: true,
  planned: 'completed',
  rpeCr10: null,
  minutes: null,
  extraMinutes: 0,
  backgroundMinutes: null,
  redFlag: false,
  clear: false,
  ptLooksIn: true,
  mode: null,
  riseAgreed: false,
};

export interface Lived {
  /** What was said on each morning, from the day the plan starts. */
  readonly mornings: readonly DayView[];
  readonly log: readonly PatientEvent[];
}

/** Days before the first plan: mornings, three trials. */
export const BASELINE_DAYS = 7;
/** Trials of 21, 22 and 23 min. */
export const MEAN_TRIAL_MINUTES = 22;

/** Lives through the days with an engine at hand and a PT who accepts the proposal that waits whenever looking in. */
export function live(days: readonly LivedDay[], config: PacingConfig, profile: Profile): Lived {
  const engine = createDayEngine(config, profile);
  const log: PatientEvent[] = [];
  const mornings: DayView[] = [];
  const redFlagIds: string[] = [];
  let version = 0;
  const add = (event: PatientEvent) => {
    log.push(event);
    const result = engine.append(event);
    if (result !== 'added') throw new Error(`${event.type} was ${result}`);
  };
  days.forEach((lived, day) => {
    for (const event of morningEvents(lived, day)) {
      if (event.type === 'redFlag') redFlagIds.push(event.id);
      add(event);
    }
    if (lived.clear && redFlagIds.length > 0) {
      add(on(day, 7, { type: 'suspensionCleared', redFlagIds: redFlagIds.splice(0), reason: 'seen' }));
    }
    if (day >= 1 && day <= 3) add(trial(day, 20 + day));
    const view = engine.view(localDayOf(day));
    if (day > BASELINE_DAYS) mornings.push(view);
    for (const event of dayEvents(lived, day, view)) add(event);
    const { proposal } = view;
    if (!lived.ptLooksIn || proposal === null || proposal.answer !== null) return;
    add(on(day, 20, { type: 'proposalAnswered', proposalId: proposal.id, answer: 'accepted', reason: null }));
    add({
      ...plan(day, ++version, proposal.quotaMinutes, { proposalId: proposal.id }),
      atUs: on(day, 21, { type: 'riseAgreed', agreed: true }).atUs,
    });
  });
  return { mornings, log };
}

function morningEvents(lived: LivedDay, day: number): PatientEvent[] {
  const { painNrs, flare, tensInLastHour, confidence, worseAfterActivity, restingHeartRateBpm } = lived;
  const events: PatientEvent[] = [];
  if (lived.checkIn) events.push(morning(day, painNrs, { flare, tensInLastHour, confidence, worseAfterActivity, restingHeartRateBpm }));
  if (lived.mode !== null) events.push(on(day, 6, { type: 'modeSet', mode: lived.mode, reason: 'agreed' }));
  if (lived.riseAgreed) events.push(on(day, 6, { type: 'riseAgreed', agreed: true }));
  if (lived.redFlag) events.push(on(day, 6, { type: 'redFlag', symptoms: ['fainting'] }));
  return events;
}

function dayEvents(lived: LivedDay, day: number, { doseMinutes }: DayView): PatientEvent[] {
  const events: PatientEvent[] = [];
  if (doseMinutes !== null && doseMinutes > 0) {
    if (lived.planned === 'completed') events.push(session(day, lived.minutes ?? doseMinutes, { rpeCr10: lived.rpeCr10 }));
    if (lived.planned === 'endedEarly') events.push(session(day, doseMinutes / 2, { completed: false, rpeCr10: lived.rpeCr10 }));
  }
  if (lived.planned === 'skipped') events.push(on(day, 18, { type: 'sessionSkipped', reason: '' }));
  if (lived.extraMinutes > 0) events.push(session(day, lived.extraMinutes, { planned: false }, 1));
  if (lived.backgroundMinutes !== null) {
    events.push(on(day, 22, { type: 'background', loadMinutes: lived.backgroundMinutes, dayShare: 1, quality: 'ok' }));
  }
  return events;
}
