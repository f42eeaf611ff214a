import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { suspendedDose } from '#shared/pacing/days/dayDose.ts';
import type { LadderView } from '#shared/pacing/days/ladderView.ts';
import { type PhoneEngine, phoneDay } from '#shared/pacing/days/phoneDay.ts';
import type { RiseConsent } from '#shared/pacing/days/riseConsent.ts';
import type { DayState } from '#shared/pacing/days/types.ts';
import type { Now } from '#shared/pacing/decide.ts';
import { ENGINE_VERSION } from '#shared/pacing/version.ts';
import type { Today } from '#shared/schema/api.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { DayDose, PhonePacing } from '#shared/schema/pacingApi.ts';
import { addDays, type LocalDay } from '#shared/schema/time.ts';
import { patientCopy } from '#web/copy/patient.ts';
import type { EvenpaceDb } from './db.ts';
import { mergeStimulations } from './mergeStimulations.ts';
import { recordsSince } from './phoneRecords.ts';

export interface DosedToday {
  readonly today: Today;
  /** Something of an earlier day has not reached the clinic, so today's minutes may still change. */
  readonly mayChange: boolean;
  /** Whether a rise is the patient's to agree to (A10). */
  readonly rise: RiseConsent;
  /** The exposure ladder; null where there is none to climb now. */
  readonly ladder: LadderView | null;
  /** The PEM questions are due (A9): why, in words; null when they are not. */
  readonly pemDue: string | null;
}

/**
 * The day with the dose as this phone works it out from what the clinic last knew and what was recorded here since: at once after the
 * check-in, and the same without network. Where that cannot be (kept too long ago, another version of the engine) the agreed time
 * holds, and says so. A suspension locks it whatever the engine says.
 */
export async function withPhoneDose(db: EvenpaceDb, today: Today, now: Now): Promise<DosedToday> {
  const { pacing, profile } = today;
  if (pacing === undefined) return { today, ...UNCHANGED };
  const engine = engineOf(pacing);
  const fromDay = engine?.state?.day == null ? pacing.today.localDay : localDayOfNumber(engine.state.day);
  const { earlierUnsent, ...records } = await recordsSince(db, profile.patientId, fromDay);
  const stimulations = mergeStimulations(records.stimulations, profile.patientId, today.stimulations);
  const day = engine === null ? null : phoneDay(engine, { ...records, stimulations }, now);
  if (day === null) return { today: { ...today, pacing: agreedTime(today, pacing, now.localDay) }, ...UNCHANGED };
  const dose = profile.suspended === null ? day.dose : suspendedDose(day.dose);
  const dosed = { ...pacing, today: dose, decisions: [...day.decisions] };
  const answeredHere = records.said.some(({ type }) => type === 'pemAnswered');
  const pemDue = answeredHere ? null : pemDueOf(day.decisions, pacing.pemAnsweredDay ?? null, now.localDay);
  const told = { today: { ...today, pacing: dosed }, mayChange: earlierUnsent, pemDue };
  return profile.suspended === null ? { ...told, rise: day.rise, ladder: day.ladder } : { ...told, rise: null, ladder: null };
}

const UNCHANGED = { mayChange: false, rise: null, ladder: null, pemDue: null } as const;

/** Answers stand for this long before the engine's question is put again. */
const PEM_ANSWERS_DAYS = 28;

function pemDueOf(decisions: readonly DayDecision[], answeredDay: LocalDay | null, day: LocalDay): string | null {
  if (answeredDay !== null && addDays(answeredDay, PEM_ANSWERS_DAYS) > day) return null;
  return decisions.find(({ kind }) => kind === 'screen')?.patientText ?? null;
}

function engineOf({ engine }: PhonePacing): PhoneEngine | null {
  return engine.engineVersion === ENGINE_VERSION ? { ...engine, state: engine.state as DayState | null } : null;
}

/** What the clinic said of this very day, else the plan's quota; in the PEM-safe mode never more than was last said. */
function agreedTime({ plan, profile }: Today, pacing: PhonePacing, localDay: LocalDay): PhonePacing {
  const last = pacing.today;
  if (last.localDay === localDay || plan === null) return pacing;
  const pemSafe = profile.mode === 'pemSafe' || last.state === 'pemSafe';
  const quotaMinutes = plan.quotaMinutes;
  const doseMinutes = pemSafe ? Math.min(quotaMinutes, last.doseMinutes ?? quotaMinutes) : quotaMinutes;
  const agreed: DayDose = {
    ...{ localDay, quotaMinutes, doseMinutes, engineDoseMinutes: doseMinutes, decisionId: null },
    state: pemSafe ? 'pemSafe' : 'quota',
    colour: 'unknown',
    multiplier: doseMinutes / quotaMinutes,
    patientText: patientCopy.dose.notReached,
  };
  const locked = profile.suspended !== null || last.state === 'suspended';
  return { ...pacing, today: locked ? suspendedDose(agreed) : agreed, decisions: [] };
}
