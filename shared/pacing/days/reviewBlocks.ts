import type { DayChange, DayCounterfactual } from '#shared/schema/dayDecision.ts';
import { localDayOfNumber } from './calendar.ts';
import { type DayContext, flipBy, minutesText } from './define.ts';
import { WORSE_DAYS } from './plan.ts';
import { neededDays, type Week } from './review.ts';
import type { DayNumber } from './types.ts';

type Context = DayContext<'amberMax' | 'unknownMax' | 'donePct'>;

/** What keeps the quota from rising. */
export type BlockReason = 'amber' | 'red' | 'unknown' | 'sessions' | 'boom' | 'restingHigh' | 'pemScreen' | 'suspended';

export interface Block {
  readonly reason: BlockReason;
  readonly words: string;
  readonly change: DayChange;
}

type AddBlock = (reason: Block['reason'], words: string, fact: string, value: DayChange['value'], days: readonly DayNumber[]) => void;

/** What sessions on the chosen days would have brought with them: a boom on a day that was full already, a worse morning that comes to follow one. */
function addConsequences({ plan, recent, today }: Context, week: Week, chosen: readonly DayNumber[], add: AddBlock): void {
  const usual = plan.usualBackgroundMinutes ?? Number.POSITIVE_INFINITY;
  const full = recent.filter(
    ({ day, otherMinutes, wholeDayBackgroundMinutes }) =>
      chosen.includes(day) && !week.boomDays.includes(day) && (otherMinutes !== null || (wholeDayBackgroundMinutes ?? 0) > usual),
  );
  add(
    'boom',
    'other load on those days',
    'dayLoad',
    'asUsual',
    full.map(({ day }) => day),
  );
  const worse = [...recent, today].filter(
    ({ day, morning }) => morning?.worseAfterActivity === true && chosen.some((session) => day > session && day - session <= WORSE_DAYS),
  );
  add(
    'pemScreen',
    'worse mornings after them',
    'worseAfterActivity',
    false,
    worse.map(({ day }) => day),
  );
}

/** All that keeps the quota from rising this week, each with what would have had to be different. */
export function blocksOf(context: Context, week: Week): Block[] {
  const { amberMax, unknownMax } = context.parameters;
  const blocks: Block[] = [];
  const add: AddBlock = (reason, words, fact, value, days) => {
    if (days.length > 0) blocks.push({ reason, words, change: { fact, value, localDays: days.map(localDayOfNumber) } });
  };
  const amberOver = week.amberDays.length - amberMax;
  const mildDays = week.amberDays.filter((day) => !week.redDays.includes(day));
  add('red', count(week.redDays.length, 'red morning'), 'morning', 'asUsual', week.redDays);
  const still = amberOver - week.redDays.length;
  if (still > 0) add('amber', count(still, 'amber morning'), 'morning', 'asUsual', mildDays.slice(0, still));
  const unknownOver = week.unknownDays.length - unknownMax;
  if (unknownOver > 0) add('unknown', count(unknownOver, 'unknown morning'), 'morning', 'asUsual', week.unknownDays.slice(0, unknownOver));
  const missing = neededDays(context) - week.doneDayCount;
  if (missing > 0) {
    const chosen = week.notDoneDays.slice(0, missing);
    add('sessions', count(missing, 'missed session'), 'session', 'completed', chosen);
    addConsequences(context, week, chosen, add);
  }
  add('boom', count(week.boomDays.length, 'boom'), 'dayLoad', 'asUsual', week.boomDays);
  // One morning less could make its neighbour the second of two.
  if (week.restingHighDays.length > 0) {
    add(
      'restingHigh',
      'the raised resting heart rate',
      'restingHeartRateBpm',
      'asUsual',
      context.recent.slice(-7).map(({ day }) => day),
    );
  }
  add('suspended', 'the suspension', 'redFlag', 'none', week.suspendedDays);
  const screen = context.finding('A9')?.counterfactual;
  if (screen) blocks.push({ reason: 'pemScreen', words: 'the open PEM questions', change: screen.changes[0] });
  return blocks;
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;

export function withoutBlocks(blocks: readonly Block[], risen: number): DayCounterfactual {
  return {
    fact: blocks[0].change.fact,
    value: blocks[0].change.value,
    unit: '',
    text: `Without ${blocks.map(({ words }) => words).join(', ')} the quota would have risen to ${minutesText(risen)} min.`,
    changes: blocks.map(({ change }) => change),
  };
}

/** The mornings that would have had to be as usual for the quota not to be lowered. */
export function fewerOf(
  week: Week,
  { amberCut, redCut }: Readonly<Record<'amberCut' | 'redCut', number>>,
  quota: number,
): DayCounterfactual {
  const redOver = week.redDays.length >= redCut ? week.redDays.length - Math.ceil(redCut) + 1 : 0;
  const eased = week.redDays.slice(0, redOver);
  const amberOver = week.amberDays.length >= amberCut ? week.amberDays.length - Math.ceil(amberCut) + 1 : 0;
  const rest = week.amberDays.filter((day) => !eased.includes(day)).slice(0, Math.max(0, amberOver - redOver));
  const days = [...eased, ...rest].map(localDayOfNumber);
  return flipBy(
    'morning',
    'asUsual',
    days,
    `With ${count(days.length, 'morning')} as usual instead the quota would have stayed at ${minutesText(quota)} min.`,
  );
}

export function oneRedMorning(today: DayNumber, quota: number): DayCounterfactual {
  return flipBy(
    'morning',
    'red',
    [localDayOfNumber(today - 1)],
    `With one red morning the quota would have stayed at ${minutesText(quota)} min.`,
  );
}
