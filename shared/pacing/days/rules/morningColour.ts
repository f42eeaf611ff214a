import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import type { ColourCutOffs } from '#shared/pacing/days/colour.ts';
import { type DayContext, dayFact, defineDayRule } from '#shared/pacing/days/define.ts';
import { factText } from '#shared/pacing/define.ts';
import type { DayCounterfactual } from '#shared/schema/dayDecision.ts';
import type { Fact } from '#shared/schema/decision.ts';

type Parameter = keyof ColourCutOffs;

export const morningColour = defineDayRule<Parameter>({
  id: 'A1',
  title: 'Colour of the morning',
  inputs: ['morning pain', 'flare', 'TENS in the last hour', 'pain reference'],
  condition:
    "Amber: morning pain {amberRiseNrs} or more above the reference. Red: {redRiseNrs} or more above it, or {redNrs} or more, or a flare. Pain answered under TENS or not at all makes the morning unknown; an unknown morning takes the colour of yesterday for today's dose.",
  parameters: {
    amberRiseNrs: { unit: 'NRS', default: 2, min: 1, max: 4, meaning: 'Morning pain above the reference from which the morning is amber' },
    redRiseNrs: { unit: 'NRS', default: 3.5, min: 1.5, max: 7, meaning: 'Morning pain above the reference from which the morning is red' },
    redNrs: { unit: 'NRS', default: 9, min: 7, max: 10, meaning: 'Morning pain that is red whatever the reference' },
  },
  evidence: 'convention',
  source:
    'Change of 2 NRS points that matters: Farrar et al. 2001, doi:10.1016/S0304-3959(01)00349-9; severe pain: Boonstra et al. 2016, doi:10.3389/fpsyg.2016.01466. The fixed reference and the red cut-off are ours',
  evaluate(context) {
    const { today, parameters } = context;
    if (today.colour === 'green' || today.morning === null) return null;
    const facts = factsOf(context);
    const answered = facts.filter(({ quality }) => quality === 'ok').length;
    return {
      kind: 'colour',
      value: today.morning.painNrs,
      unit: 'NRS',
      reason: today.colour === 'red' && today.morning.flare === true ? 'flare' : today.colour,
      facts,
      counterfactual: asUsual(context, parameters),
      confidence: answered / facts.length,
    };
  },
  patientText: ({ reason }) => PATIENT_TEXTS[reason as keyof typeof PATIENT_TEXTS],
  ptText: ({ reason, facts }) =>
    `Morning ${reason}: pain ${factText(facts, 'morningPainNrs')} NRS, reference ${factText(facts, 'painReference')}, flare ${factText(facts, 'flare')}, TENS in the last hour ${factText(facts, 'tensInLastHour')}.`,
});

const PATIENT_TEXTS = {
  amber: 'A sorer morning than usual for you. That can happen and often settles.',
  red: 'A very sore morning. Take it gently today.',
  flare: 'You have a flare. Take it gently today and keep moving a little.',
  unknown: 'We do not know how this morning is for you. So we keep to the safe side.',
} as const;

function factsOf({ plan, today }: DayContext): Fact[] {
  const { morning } = today;
  const of = (name: string, value: Fact['value'], unit: string, quality?: Fact['quality']) =>
    dayFact(name, value, unit, today.day, quality ?? (value === null ? 'missing' : 'ok'));
  const masked = morning?.tensInLastHour === true;
  return [
    of('morningPainNrs', morning?.painNrs ?? null, 'NRS', masked ? 'doubtful' : undefined),
    of('painReference', plan.painReferenceNrs, 'NRS'),
    of('flare', morning?.flare ?? null, ''),
    of('tensInLastHour', morning?.tensInLastHour ?? (plan.tensPrescribed ? null : false), ''),
  ];
}

/** What every condition needs to be green: pain below the amber cut-off, no flare, no TENS. Without a reference no answer is enough. */
function asUsual({ plan, today }: DayContext, { amberRiseNrs }: Readonly<Record<Parameter, number>>): DayCounterfactual {
  const localDays = [localDayOfNumber(today.day)];
  if (plan.painReferenceNrs === null) {
    return {
      fact: 'painReference',
      value: 'set',
      unit: '',
      text: 'With a pain reference set and a morning as usual this would have been green.',
      changes: [
        { fact: 'painReference', value: 'set', localDays },
        { fact: 'morning', value: 'asUsual', localDays },
      ],
    };
  }
  const highest = Math.ceil(plan.painReferenceNrs + amberRiseNrs) - 1;
  return {
    fact: 'morning',
    value: 'asUsual',
    unit: '',
    text: `With pain at ${highest} or less, no flare and no TENS before it this would have been green.`,
    changes: [{ fact: 'morning', value: 'asUsual', localDays }],
  };
}
