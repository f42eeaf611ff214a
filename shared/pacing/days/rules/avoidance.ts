import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { dayFact, defineDayRule, flipBy } from '#shared/pacing/days/define.ts';

export const avoidance = defineDayRule<'skips' | 'windowDays'>({
  id: 'A6',
  title: 'Offer one small step after skipping on good mornings',
  inputs: ['skipped sessions', 'morning colours', 'confidence', 'exposure ladder and tries'],
  condition:
    '{skips} or more skipped on green mornings within {windowDays} while confidence is not above the usual: one step of the exposure ladder is offered, the dose stays.',
  parameters: {
    skips: { unit: 'sessions', default: 3, min: 2, max: 7, meaning: 'Sessions skipped on green mornings' },
    windowDays: { unit: 'days', default: 14, min: 7, max: 24, meaning: 'Days in which they are counted' },
  },
  evidence: 'ours',
  source: 'Fear-avoidance model and graded exposure: Vlaeyen & Linton 2000, Pain 85:317-332. That it is offered, and when, is ours',
  evaluate({ plan, parameters, today, recent }) {
    if (plan.quotaMinutes === null || plan.mode === 'pemSafe' || plan.redFlagIds.length > 0) return null;
    const step = plan.ladder[plan.ladderStep];
    if (plan.ladder.length > 0 && step === undefined) return null;
    const since = Math.max(today.day - parameters.windowDays, (plan.lastTriedDay ?? Number.NEGATIVE_INFINITY) + 1);
    const usual = plan.usualConfidence;
    const skipped = recent.filter(
      ({ day, skipped, colour, morning }) =>
        skipped && colour === 'green' && day >= since && usual !== null && morning?.confidence != null && morning.confidence <= usual,
    );
    const avoids = skipped.length >= parameters.skips;
    // In the exposure mode a step is due on every green morning on which none was tried yesterday or today.
    const due = plan.mode === 'exposure' && step !== undefined && today.colour === 'green' && (plan.lastTriedDay ?? 0) < today.day - 1;
    if (!avoids && !due) return null;
    const facts = [
      dayFact('skippedOnGreen', skipped.length, 'sessions', today.day),
      dayFact('usualConfidence', usual, '0-10', today.day, usual === null ? 'missing' : 'ok'),
      dayFact('mode', plan.mode, '', today.day),
      dayFact('colourToday', today.colour, '', today.day),
      dayFact('ladderStep', plan.ladderStep, 'step', today.day),
      dayFact('step', step ?? null, '', today.day, step === undefined ? 'missing' : 'ok'),
    ];
    const over = skipped.slice(0, skipped.length - parameters.skips + 1).map(({ day }) => localDayOfNumber(day));
    return {
      kind: 'offer',
      value: step === undefined ? null : plan.ladderStep,
      unit: 'step',
      reason: avoids ? 'skipped' : 'exposure',
      facts,
      counterfactual: due
        ? flipBy('exposureTried', true, [localDayOfNumber(today.day)], 'With a step tried today none would have been offered.')
        : flipBy('session', 'completed', over, `With ${over.length} of the skipped sessions done no step would have been offered.`),
      confidence: 1,
    };
  },
  patientText: ({ reason }) =>
    reason === 'exposure'
      ? 'Would you like to try your next small step today? Guess first how it will go, then see.'
      : 'Starting can be hard, even on a good day. Would you like to try one small step?',
  ptText: ({ value, facts }) =>
    `${facts[0].value} sessions skipped on green mornings with confidence at or below the usual ${facts[1].value ?? '?'} of 10. ${value === null ? 'No exposure ladder is set.' : `Offered: step ${value + 1}, ${facts[5].value}.`} The dose is unchanged.`,
});
