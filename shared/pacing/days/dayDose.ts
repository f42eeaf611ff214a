import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { DayDose } from '#shared/schema/pacingApi.ts';
import type { DayView } from './types.ts';

/** The dose of a day in numbers and words. `decisions`: with those of that day among them. */
export function doseOf(view: DayView, decisions: readonly DayDecision[]): DayDose {
  const { localDay, state, colour, quotaMinutes, doseMinutes, engineDoseMinutes } = view;
  const why = decisions.find((decision) => decision.localDay === localDay && decision.ruleIds[0] === deciding(view)) ?? null;
  return {
    localDay,
    state,
    colour,
    quotaMinutes,
    doseMinutes,
    engineDoseMinutes,
    multiplier: quotaMinutes === null || quotaMinutes === 0 || doseMinutes === null ? null : doseMinutes / quotaMinutes,
    patientText: why?.patientText ?? null,
    decisionId: why?.id ?? null,
  };
}

/** The rule that has the last word on the dose: a PT's choice, else the lowest bound below the quota. */
function deciding({ findings, quotaMinutes }: DayView): string | null {
  const override = findings.find(({ kind }) => kind === 'override');
  if (override !== undefined) return override.ruleId;
  let ruleId: string | null = null;
  let lowest = quotaMinutes ?? Number.POSITIVE_INFINITY;
  for (const { ruleId: id, doseCapMinutes } of findings) {
    if (doseCapMinutes === undefined || doseCapMinutes >= lowest) continue;
    lowest = doseCapMinutes;
    ruleId = id;
  }
  return ruleId;
}

/** No exercise while the profile says suspended, also where the log knows no red flag (records older than it). */
export function suspendedDose(dose: DayDose): DayDose {
  if (dose.state === 'suspended') return dose;
  return { ...dose, state: 'suspended', doseMinutes: 0, engineDoseMinutes: 0, multiplier: null, patientText: null, decisionId: null };
}
