import { localDayOfNumber } from '#shared/pacing/days/calendar.ts';
import { dayFact, defineDayRule } from '#shared/pacing/days/define.ts';
import { loadOfDay } from '#shared/pacing/days/load.ts';
import type { DayDigest, DayNumber, PlanFold } from '#shared/pacing/days/types.ts';
import { factText } from '#shared/pacing/define.ts';

type Parameter = 'boomFactor' | 'bustFactor' | 'bustDays' | 'events' | 'windowDays';

export const boomBust = defineDayRule<Parameter>({
  id: 'A5',
  title: 'Boom and bust',
  inputs: ['exercise minutes', 'background load of whole days', 'morning colours', 'quota'],
  condition:
    'Boom: a day load above {boomFactor} the sum of quota and usual background. Boom-bust event: a boom, and within {bustDays} a load below {bustFactor} that sum or an amber or red morning. From {events} in {windowDays} on: a note for the PT, more and smaller bouts, never a bigger quota.',
  parameters: {
    boomFactor: {
      unit: 'times',
      default: 1.5,
      min: 1.1,
      max: 3,
      meaning: 'Day load over quota and usual background together that is a boom',
    },
    bustFactor: { unit: 'times', default: 0.5, min: 0.1, max: 0.9, meaning: 'Day load under that sum that is a bust' },
    bustDays: { unit: 'days', default: 2, min: 1, max: 4, meaning: 'Days after a boom in which a bust or a sore morning belongs to it' },
    events: { unit: 'times', default: 2, min: 1, max: 5, meaning: 'Boom-bust events that make a note' },
    windowDays: { unit: 'days', default: 14, min: 7, max: 24, meaning: 'Days in which the events are counted' },
  },
  evidence: 'ours',
  source:
    'Overactivity and underactivity in turn: Andrews et al. 2012, doi:10.1016/j.pain.2012.05.005. The cut-offs are ours; load explains flares weakly (FLAReS, JAMA Netw Open 2025;8:e2547915)',
  evaluate({ plan, parameters, today, recent }) {
    if (plan.quotaMinutes === null) return null;
    const events = boomBustEvents(recent, plan, parameters, today.day);
    // Said on the day an event completes, not again every day while it is in the window.
    if (events.length < parameters.events || events.at(-1)?.bustDay !== today.day - 1) return null;
    const booms = events.map(({ boomDay }) => localDayOfNumber(boomDay));
    return {
      kind: 'note',
      value: events.length,
      unit: 'times',
      reason: 'boomBust',
      facts: [
        dayFact('boomBustEvents', events.length, 'times', today.day),
        dayFact('boomDays', booms.join(', '), '', today.day),
        dayFact('boomFactor', parameters.boomFactor, 'times', today.day),
      ],
      counterfactual: {
        fact: 'dayLoad',
        value: 'asUsual',
        unit: '',
        text: `With a usual load on ${booms.at(-1)} there would have been no note.`,
        changes: [{ fact: 'dayLoad', value: 'asUsual', localDays: [booms.at(-1) ?? ''] }],
      },
      confidence:
        recent.slice(-parameters.windowDays).filter(({ wholeDayBackgroundMinutes }) => wholeDayBackgroundMinutes !== null).length /
        parameters.windowDays,
    };
  },
  patientText: () => 'A very busy day, then a hard one. Shorter bits spread over the day may suit you better.',
  ptText: ({ facts }) =>
    `${factText(facts, 'boomBustEvents')} boom-bust events in 14 days (${factText(facts, 'boomDays')}). Smaller, more frequent bouts; the quota does not rise.`,
});

/** Booms of the window that were followed by a bust or a sore morning, each with the day that completed it. */
export function boomBustEvents(
  recent: readonly DayDigest[],
  plan: PlanFold,
  { bustFactor, bustDays, windowDays }: Readonly<Record<Parameter, number>>,
  today: DayNumber,
): { boomDay: DayNumber; bustDay: DayNumber }[] {
  const events: { boomDay: DayNumber; bustDay: DayNumber }[] = [];
  for (let i = 0; i < recent.length; i++) {
    const { day, boom } = recent[i];
    if (!boom || day < today - windowDays) continue;
    const bust = recent.slice(i + 1, i + 1 + bustDays).find((after) => isBust(after, plan, bustFactor));
    if (bust !== undefined) events.push({ boomDay: day, bustDay: bust.day });
  }
  return events;
}

function isBust(day: DayDigest, plan: PlanFold, bustFactor: number): boolean {
  if (day.colour === 'amber' || day.colour === 'red') return true;
  const load = loadOfDay(day, { ...plan, quotaMinutes: day.quotaMinutes });
  return load !== null && load.loadMinutes < bustFactor * load.usualMinutes;
}
