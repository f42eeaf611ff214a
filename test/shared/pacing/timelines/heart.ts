import { event, rpe, tick, ticks } from '#test/shared/pacing/log.ts';
import type { Timeline } from './timeline.ts';

const rest = (second: number) => event(second, { type: 'phase', phase: 'rest' });
const work = (second: number) => event(second, { type: 'phase', phase: 'work' }, 1);
/** Usually 30 beats in a minute, give or take 4: from 22 on nothing is said. */
const history = { recoveryHistory: { fall60sMedianBpm: 30, fall60sMadBpm: 4, sessions: 8 } };
/** Heart rate of a second at a work of 100 degrees a minute. */
const walk = (from: number, to: number, bpmAt: (second: number) => number, workPerMinute = 100) =>
  Array.from({ length: to - from }, (_, i) => tick(from + i, bpmAt(from + i), { workPerMinute }));

/** L4, L5 and L11: heart rate besides the ceiling. */
export const heartTimelines: readonly Timeline[] = [
  {
    rule: 'L4',
    words: 'given 100 in minutes 11 and 12, when the pulse reaches 105.5 at the same work, then ease; at 111 it is enough for today',
    log: walk(0, 1500, (second) => (second < 900 ? 100 : second < 1200 ? 105.5 : 111)),
    told: ['L4 ease 956', 'L4 done 1251'],
  },
  {
    rule: 'L4',
    words: 'given a drift of 6 percent that was said, when the person does 15 percent less, then the light is green again without a word',
    log: [...walk(0, 1000, (second) => (second < 900 ? 100 : 106)), ...walk(1000, 1200, () => 106, 85)],
    told: ['L4 ease 951'],
  },
  {
    rule: 'L4',
    words: 'given more work than in minutes 11 and 12, when the pulse goes up with it, then it is no drift',
    log: [...walk(0, 900, () => 100), ...walk(900, 1500, () => 112, 120)],
    told: [],
  },
  {
    rule: 'L5',
    words: 'given a usual fall of 30 beats in a minute, when it is 18 this time, then rest a little longer until it has been 22',
    log: [...ticks(0, 60, 118), rest(60), ...ticks(60, 130, 100), ...ticks(130, 160, 90), work(160), ...ticks(160, 200, 110)],
    setup: history,
    told: ['L5 rest 120'],
  },
  {
    rule: 'L5',
    words: 'given five sessions only, when the fall is as small, then nothing is said: that is no history yet',
    log: [...ticks(0, 60, 118), rest(60), ...ticks(60, 170, 100)],
    setup: { recoveryHistory: { fall60sMedianBpm: 30, fall60sMadBpm: 4, sessions: 5 } },
    told: [],
  },
  {
    rule: 'L5',
    words: 'given a ceiling of 120, when two minutes of rest leave the pulse at 112, then rest a little longer; once below 110 it is over',
    log: [...ticks(0, 60, 118), rest(60), ...ticks(60, 200, 112), ...ticks(200, 300, 109)],
    told: ['L5 rest 180'],
  },
  {
    rule: 'L11',
    words: 'given the PEM-safe mode and 65 at rest, when the pulse is above 80 for ten seconds, then pause, sit or lie',
    log: [...ticks(0, 30, 78), ...ticks(30, 60, 84), ...ticks(60, 120, 74)],
    setup: { mode: 'pemSafe' },
    told: ['L11 rest 42'],
  },
  {
    rule: 'L11',
    words: 'given the PEM-safe mode and no heart rate at rest, when the pulse is above 55 percent of 175 in a rest, then pause as well',
    log: [rest(0), ...ticks(0, 30, 98)],
    setup: { mode: 'pemSafe', restingHeartRateBpm: null },
    told: ['L11 rest 10'],
  },
  {
    rule: 'L11',
    words: 'given the PEM-safe mode, when the strap is lost in the pause, then only an answer about effort ends it',
    log: [...ticks(0, 20, 90), ...ticks(20, 100, null), rpe(100, 2), ...ticks(101, 110, null)],
    setup: { mode: 'pemSafe' },
    told: ['L11 rest 10', 'L6 ask 25'],
  },
  {
    rule: 'L11',
    words: 'given the standard mode, when the pulse is the same 90, then nothing is said',
    log: ticks(0, 60, 90),
    told: [],
  },
];
