import { minutesText } from '#shared/pacing/days/define.ts';
import type { Today } from '#shared/schema/api.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { DayDose } from '#shared/schema/pacingApi.ts';
import type { LocalDay } from '#shared/schema/time.ts';

/** The flare plan (A7). */
const FLARE_RULE = 'A7';

/** The engine's dose of this day, which stays begun where travelling makes it yesterday again; null when what is kept is of an earlier day or comes from an older server. */
export function doseOfDay({ pacing }: Pick<Today, 'pacing'>, day: LocalDay): DayDose | null {
  return pacing !== undefined && pacing.today.localDay >= day ? pacing.today : null;
}

/** Minutes for the day: the engine's, else what the plan says. Null without a plan. */
export function dayMinutes(today: Pick<Today, 'pacing' | 'plan'>, day: LocalDay): number | null {
  return doseOfDay(today, day)?.doseMinutes ?? today.plan?.quotaMinutes ?? null;
}

/** Rounded as the engine's sentences are, so that number and sentence agree. */
export const shownMinutes = (minutes: number): number => Number(minutesText(minutes));

/** What the dose card says beside its number. */
export interface DoseWords {
  /** No targets: at most this much, and less is fine. */
  readonly pemSafe: boolean;
  /** The engine's sentence; null on a day with the whole quota. */
  readonly sentence: string | null;
  /** The decision behind the sentence. */
  readonly decision: DayDecision | null;
  /** `own`: the flare plan is on and the sentence is its own; `beside`: another rule says less still, so its number is not repeated. */
  readonly flarePlan: 'own' | 'beside' | null;
}

export function doseWords(today: Today, day: LocalDay): DoseWords {
  const dose = doseOfDay(today, day);
  const decisions = dose === null ? [] : (today.pacing?.decisions ?? []).filter(({ localDay }) => localDay === dose.localDay);
  const flare = decisions.find(({ ruleIds, kind }) => ruleIds[0] === FLARE_RULE && kind === 'dose');
  return {
    pemSafe: today.profile.mode === 'pemSafe' || dose?.state === 'pemSafe',
    sentence: dose?.patientText ?? null,
    decision: decisions.find(({ id }) => id === dose?.decisionId) ?? null,
    flarePlan: flare === undefined ? null : flare.id === dose?.decisionId ? 'own' : 'beside',
  };
}
