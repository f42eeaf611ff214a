import { describe, expect, it } from 'vitest';
import type { Today } from '#shared/schema/api.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import type { DayDose } from '#shared/schema/pacingApi.ts';
import { addDays } from '#shared/schema/time.ts';
import { dayDecisionOf, dayDoseOf } from '#test/web/ui/fixtures.ts';
import { dayMinutes, doseOfDay, doseWords } from '#web/patient/doseModel.ts';

const DAY = '2026-11-23';
const flare = dayDecisionOf('A7', DAY, { kind: 'dose', value: 16, patientText: 'Do the same things, a little less: about 16 minutes.' });
const busy = dayDecisionOf('A14', DAY, { kind: 'dose', value: 11, patientText: 'You have already been busy today.' });

function todayOf(dose: Partial<DayDose> | null, decisions: DayDecision[] = [], mode: 'standard' | 'pemSafe' = 'standard'): Today {
  return {
    plan: { quotaMinutes: 20 },
    profile: { mode },
    pacing: dose === null ? undefined : { today: dayDoseOf(DAY, dose), decisions },
  } as unknown as Today;
}

describe('the dose of the day', () => {
  it('is the engine’s; 0 is a dose', () => {
    expect(dayMinutes(todayOf({ doseMinutes: 16 }), DAY)).toBe(16);
    expect(dayMinutes(todayOf({ doseMinutes: 0 }), DAY)).toBe(0);
  });

  it('is what the plan says where the engine has said nothing for this day', () => {
    expect(dayMinutes(todayOf(null), DAY)).toBe(20);
    const yesterday = todayOf({ localDay: addDays(DAY, -1), doseMinutes: 16, patientText: 'A sore time.' });
    expect(doseOfDay(yesterday, DAY)).toBeNull();
    expect(dayMinutes(yesterday, DAY)).toBe(20);
    expect(doseWords(yesterday, DAY).sentence).toBeNull();
  });
});

describe('the words beside it', () => {
  it('are the sentence of the rule that has the last word, with its facts', () => {
    const words = doseWords(todayOf({ doseMinutes: 16, patientText: flare.patientText, decisionId: flare.id }, [flare]), DAY);
    expect(words).toEqual({ pemSafe: false, sentence: flare.patientText, decision: flare, flarePlan: 'own' });
  });

  it('do not repeat the flare plan’s minutes when another rule asks for less', () => {
    const words = doseWords(todayOf({ doseMinutes: 11, patientText: busy.patientText, decisionId: busy.id }, [flare, busy]), DAY);
    expect(words).toMatchObject({ sentence: busy.patientText, flarePlan: 'beside' });
  });

  it('know no flare plan on an ordinary day', () => {
    expect(doseWords(todayOf({}, []), DAY)).toEqual({ pemSafe: false, sentence: null, decision: null, flarePlan: null });
  });

  it('have no target in the PEM-safe mode, also when the engine’s word is of another day', () => {
    expect(doseWords(todayOf({ state: 'pemSafe' }), DAY).pemSafe).toBe(true);
    expect(doseWords(todayOf(null, [], 'pemSafe'), DAY).pemSafe).toBe(true);
  });
});
