import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { dayFact, defineDayRule, flipBy } from '#shared/pacing/days/define.ts';
import { redFlag } from '#shared/pacing/rules/redFlag.ts';

/** The day side of G1: what the live rule stops, stays stopped until the PT clears it. */
export const suspended = defineDayRule<never>({
  id: redFlag.id,
  title: 'Suspended after a red flag until the PT clears it',
  inputs: ['red flags', 'suspensions cleared by the PT'],
  condition: 'A red flag is in the log that no PT has cleared. The dose is 0 until it is.',
  parameters: {},
  evidence: redFlag.evidence,
  source: redFlag.source,
  evaluate({ plan, today }) {
    const open = plan.redFlagIds.length;
    if (open === 0) return null;
    return {
      kind: 'suspend',
      value: 0,
      unit: 'min',
      reason: 'redFlag',
      facts: [dayFact('openRedFlags', open, 'times', today.day)],
      counterfactual: flipBy(
        'redFlag',
        'none',
        [localDayOfNumber(today.day)],
        'With the red flags cleared by the PT exercise would go on.',
      ),
      confidence: 1,
      doseCapMinutes: 0,
    };
  },
  patientText: () => 'No exercise for now. Your PT has to look at this first.',
  ptText: ({ facts }) => `${facts[0].value} red flag(s) not cleared: no exercise until you clear the suspension with a reason.`,
});
