import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import type { DayContext } from '#shared/pacing/days/define.ts';
import { dayFact, defineDayRule, flipBy } from '#shared/pacing/days/define.ts';
import type { DayRecord } from '#shared/pacing/days/types.ts';

type Parameter = 'fromH' | 'toH' | 'sessions';
const HOUR_US = 3_600_000_000;

export const pemScreen = defineDayRule<Parameter>({
  id: 'A9',
  title: 'Worse one to three days after being active: ask the PEM questions',
  inputs: ['worse after activity', 'ends of sessions', 'PEM status', 'fatigue-dominant complaint'],
  condition: 'Clearly worse {fromH} to {toH} after {sessions}, or not screened and mainly fatigue: the PEM questions are asked.',
  parameters: {
    fromH: { unit: 'h', default: 12, min: 6, max: 24, meaning: 'Hours after a session from which a worse morning may come from it' },
    toH: { unit: 'h', default: 72, min: 48, max: 96, meaning: 'Hours after a session up to which it may' },
    sessions: { unit: 'sessions', default: 2, min: 1, max: 5, meaning: 'Sessions followed by a worse morning' },
  },
  evidence: 'guideline',
  source:
    'NICE guideline NG206 (2021), Myalgic encephalomyelitis/chronic fatigue syndrome: worsening delayed by hours or days after activity; the count of two sessions is ours',
  evaluate(context) {
    const { plan, profile, parameters, today } = context;
    if (plan.pemStatus === 'positive') return null;
    if (plan.pemStatus === 'notScreened' && profile.fatigueDominant === true) {
      return {
        kind: 'screen',
        value: null,
        unit: '',
        reason: 'fatigue',
        facts: [dayFact('fatigueDominant', true, '', today.day), dayFact('pemStatus', plan.pemStatus, '', today.day)],
        counterfactual: flipBy(
          'pemStatus',
          'negative',
          [localDayOfNumber(today.day)],
          'With the PEM questions answered this would not be asked.',
        ),
        confidence: 1,
      };
    }
    const { followed, worseDays } = followedSessions(context);
    if (followed < parameters.sessions) return null;
    return {
      kind: 'screen',
      value: followed,
      unit: 'sessions',
      reason: 'worse',
      facts: [
        dayFact('sessionsFollowedByWorse', followed, 'sessions', today.day),
        dayFact('worseMornings', worseDays.map(localDayOfNumber).join(', '), '', today.day),
        dayFact('pemStatus', plan.pemStatus, '', today.day),
      ],
      counterfactual: flipBy(
        'worseAfterActivity',
        false,
        worseDays.map(localDayOfNumber),
        'Without the worse mornings this would not be asked.',
      ),
      confidence: 1,
    };
  },
  patientText: ({ reason }) =>
    reason === 'fatigue'
      ? 'Being tired seems to weigh most on you. A few questions help your PT plan with you.'
      : 'You felt worse some time after being active. A few questions help your PT plan with you.',
  ptText: ({ reason, facts }) =>
    reason === 'fatigue'
      ? 'Fatigue is the main complaint and PEM has not been screened: please do the PEM screen.'
      : `Worse 12 to 72 h after ${facts[0].value} sessions (${facts[1].value}): please do the PEM screen.`,
});

const NOBODY: { followed: number; worseDays: number[] } = { followed: 0, worseDays: [] };

/** Sessions since the last screen that were followed by a worse morning in time, and those mornings. */
function followedSessions({ plan, parameters, today, recent }: DayContext<Parameter>): { followed: number; worseDays: number[] } {
  const isWorse = ({ morning }: DayRecord) => morning?.worseAfterActivity === true;
  if (!isWorse(today) && !recent.some(isWorse)) return NOBODY;
  const since = plan.pemScreenedDay ?? Number.NEGATIVE_INFINITY;
  const days: DayRecord[] = [...recent.filter(({ day }) => day >= since), today];
  const worse = days.filter(isWorse);
  const worseDays = new Set<number>();
  let followed = 0;
  for (const { sessionEndsUs } of days) {
    for (const endUs of sessionEndsUs) {
      const after = worse.filter(({ morning }) => {
        const hours = ((morning?.atUs ?? 0) - endUs) / HOUR_US;
        return hours >= parameters.fromH && hours <= parameters.toH;
      });
      if (after.length === 0) continue;
      followed++;
      for (const { day } of after) worseDays.add(day);
    }
  }
  return { followed, worseDays: [...worseDays] };
}
