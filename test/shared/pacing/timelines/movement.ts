import { event, repetition } from '#test/shared/pacing/log.ts';
import type { Timeline } from './timeline.ts';

type More = Parameters<typeof repetition>[2];

/** A repetition every 6 s, the first five as they usually are. */
const repetitions = (...more: readonly More[]) => [{}, {}, {}, {}, {}, ...more].map((each, i) => repetition(6 * (i + 1), i, each));

/** L9: how the repetitions change within a session. */
export const movementTimelines: readonly Timeline[] = [
  {
    rule: 'L9',
    words: 'given five repetitions of 60 degrees, when three in a row stay at 50, then rest; the next set begins with a clean slate',
    log: [
      ...repetitions({ romDeg: 50 }, { romDeg: 50 }, { romDeg: 50 }, { romDeg: 50 }),
      event(60, { type: 'setStarted', setIndex: 1 }),
      repetition(66, 9, { romDeg: 50 }),
      repetition(72, 10, { romDeg: 50 }),
    ],
    told: ['L9 rest 48'],
  },
  {
    rule: 'L9',
    words: 'given two small repetitions, when a full one comes between, then they do not add up',
    log: repetitions({ romDeg: 50 }, { romDeg: 50 }, {}, { romDeg: 50 }, { romDeg: 50 }),
    told: [],
  },
  {
    rule: 'L9',
    words: 'given repetitions of 4 s, when three in a row take 5 s, then rest',
    log: repetitions({ seconds: 5 }, { seconds: 5 }, { seconds: 5 }),
    told: ['L9 rest 48'],
  },
  {
    rule: 'L9',
    words: 'given a smoothness of -1.6, when three in a row are at -2, then rest',
    log: repetitions({ sparc: -2 }, { sparc: -2 }, { sparc: -2 }),
    told: ['L9 rest 48'],
  },
  {
    rule: 'L9',
    words: 'given an uncertain angle, when three small repetitions are found in it, then they count neither way',
    log: repetitions({ romDeg: 50 }, { romDeg: 40, confidence: 0.2 }, { romDeg: 50 }, { romDeg: 60, confidence: 0.2 }, { romDeg: 50 }),
    told: ['L9 rest 60'],
  },
];
