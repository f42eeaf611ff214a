import { event, pain, rpe, SESSION_ID, tick, ticks } from './log.ts';
import { gateTimelines } from './timelines/gate.ts';
import { heartTimelines } from './timelines/heart.ts';
import { movementTimelines } from './timelines/movement.ts';
import type { Timeline } from './timelines/timeline.ts';

const tens = (second: number, screenAnswered: boolean, contraindicationCount: number) =>
  event(second, { type: 'tensOn', stimulationId: SESSION_ID, screenAnswered, contraindicationCount });
const sensation = (second: number, painful: boolean, skinProblem: boolean) =>
  event(second, { type: 'tensSensation', stimulationId: SESSION_ID, painful, skinProblem });

/** Every rule has at least one timeline in which it speaks; the sweep test counts on it. */
export const timelines: readonly Timeline[] = [
  ...gateTimelines,
  ...heartTimelines,
  ...movementTimelines,
  {
    rule: 'G1',
    words: 'chest pain is reported in the middle of a set: emergency, and nothing after it, not even pain 9',
    log: [...ticks(0, 60, 100), event(60, { type: 'redFlag', symptoms: ['chestPain'] }), pain(70, 9), ...ticks(61, 200, 150)],
    told: ['G1 emergency 60'],
  },
  {
    rule: 'L1',
    words:
      'heart rate steps from 110 to 126 at second 60: the median follows 2 s later, ease comes 30 s after that, and one prompt is enough',
    log: [...ticks(0, 60, 110), ...ticks(60, 130, 126), ...ticks(130, 300, 105)],
    told: ['L1 ease 92'],
  },
  {
    rule: 'L1',
    words: 'heart rate goes to and fro between 119 and 122 around the ceiling of 120: 11 + 9 + 9 + 1 s above add up, nothing flickers',
    log: Array.from({ length: 90 }, (_, i) => tick(i, i % 20 < 10 ? 122 : 119)),
    told: ['L1 ease 63'],
  },
  {
    rule: 'L2',
    words: 'heart rate jumps to 135, 15 above the ceiling: ease after 30 s, rest after 60 s',
    log: [...ticks(0, 60, 110), ...ticks(60, 140, 135)],
    told: ['L1 ease 92', 'L2 rest 122'],
  },
  {
    rule: 'L2',
    words: 'without a ceiling, 166 of a reserve from 65 to 175 is above 90 %: rest after 60 s',
    log: [...ticks(0, 60, 110), ...ticks(60, 140, 166)],
    setup: { heartRateCeilingBpm: null },
    told: ['L2 rest 122'],
  },
  {
    rule: 'L2',
    words: 'three times a little above the ceiling with good pauses between: ease, ease, and the third time rest',
    log: [0, 1, 2].flatMap((n) => [...ticks(n * 150, n * 150 + 60, 125), ...ticks(n * 150 + 60, n * 150 + 150, 100)]),
    told: ['L1 ease 30', 'L1 ease 182', 'L2 rest 332'],
  },
  {
    rule: 'L3',
    words: 'effort 6 with a ceiling of 5 means ease, effort 8 means rest, though the pulse is calm',
    log: [...ticks(0, 60, 90), rpe(60, 6), ...ticks(61, 120, 90), rpe(120, 8), ...ticks(121, 150, 90)],
    told: ['L3 ease 60', 'L3 rest 120'],
  },
  {
    rule: 'L6',
    words:
      'the strap goes quiet at second 60: asked about effort after 5 s and every 3 min after each question or answer, until it is back',
    log: [...ticks(0, 60, 100), ...ticks(60, 460, null), rpe(300, 3), ...ticks(460, 500, 100)],
    told: ['L6 ask 65', 'L6 ask 245'],
  },
  {
    rule: 'L6',
    words: '8 % artefacts: the pulse of 140 is not believed, effort is asked instead',
    log: [...ticks(0, 10, 100, { rrArtefactPct: 0 }), ...ticks(10, 120, 140, { rrArtefactPct: 8 })],
    told: ['L6 ask 10'],
  },
  {
    rule: 'L7',
    words: 'pain 3 at the start and 5 later: two points more mean lighter and shorter; 4 lets go again',
    log: [pain(0, 3), ...ticks(1, 60, 90), pain(60, 5), ...ticks(61, 200, 90), pain(200, 4), pain(400, 5)],
    told: ['L7 ease 60', 'L7 ease 400'],
  },
  {
    rule: 'L7',
    words: 'pain 6 from the start with a usual pain of 3: above the fixed limit of 5',
    log: [pain(0, 6)],
    told: ['L7 ease 0'],
  },
  {
    rule: 'L7',
    words: 'given a rest because of the pulse, when pain rises by 2, then that is said once the rest is over, if it still holds',
    log: [pain(0, 3), ...ticks(1, 75, 140), pain(75, 5), ...ticks(76, 260, 100)],
    told: ['L1 ease 31', 'L2 rest 61', 'L7 ease 151'],
  },
  {
    rule: 'L8',
    words: 'pain 2, then 5, then 5 again: three points more twice end the training',
    log: [pain(0, 2), pain(100, 5), pain(300, 5)],
    told: ['L7 ease 100', 'L8 stop 300'],
  },
  {
    rule: 'L8',
    words: 'pain 8 once ends the training, whatever it was at the start',
    log: [pain(0, 7), pain(100, 8), pain(300, 3)],
    setup: { painReferenceNrs: 6 },
    told: ['L8 stop 100'],
  },
  {
    rule: 'L10',
    words: 'twenty minutes of work with a quota of twenty: done, though pulse and pain are calm',
    log: [pain(0, 1), ...Array.from({ length: 60 }, (_, i) => tick(i + 1, 95, { workMinutes: 19.5 + i / 60 }))],
    told: ['L10 done 31'],
  },
  { rule: 'L12', words: 'TENS goes on with the questions unanswered', log: [tens(10, false, 0)], told: ['L12 tensOff 10'] },
  { rule: 'L12', words: 'TENS goes on with a yes among the answers', log: [tens(10, true, 1)], told: ['L12 tensOff 10'] },
  { rule: 'L12', words: 'TENS hurts', log: [tens(10, true, 0), sensation(50, true, false)], told: ['L12 tensOff 50'] },
  {
    rule: 'L12',
    words: 'the skin under the pads is sore and it hurts',
    log: [tens(10, true, 0), sensation(50, true, true)],
    told: ['L12 tensOff 50'],
  },
];
