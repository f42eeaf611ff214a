import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { dayFact, defineDayRule, flipBy, minutesText } from '#shared/pacing/days/define.ts';

export const ptOverride = defineDayRule<never>({
  id: 'A12',
  title: "The PT's own choice for today",
  inputs: ['dose set by the PT'],
  condition: 'The PT chose another dose for today. The proposal of the engine stays beside it.',
  parameters: {},
  evidence: 'convention',
  source: 'A suggestion of the engine is not an order: the treating PT decides, and both stay on record',
  evaluate({ plan, today }) {
    const { override, quotaMinutes } = plan;
    if (override === null || override.day !== today.day || quotaMinutes === null || plan.redFlagIds.length > 0) return null;
    return {
      kind: 'override',
      value: override.doseMinutes,
      unit: 'min',
      reason: 'pt',
      facts: [
        dayFact('overrideMinutes', override.doseMinutes, 'min', today.day),
        dayFact('overrideReason', override.reason, '', today.day),
        dayFact('quotaMinutes', quotaMinutes, 'min', today.day),
      ],
      counterfactual: flipBy(
        'doseOverridden',
        'none',
        [localDayOfNumber(today.day)],
        "Without the PT's choice the engine's dose would be in force.",
      ),
      confidence: 1,
    };
  },
  patientText: ({ value }) => `Your PT chose ${minutesText(value)} minutes for today.`,
  ptText: ({ value, facts }) => `Dose of today set to ${minutesText(value)} min by a PT: ${facts[1].value}`,
});
