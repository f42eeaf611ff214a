import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { morning, on, plan, session, trial } from './diary.ts';

/** Weeks in words: what happened, and what the engine says when. */
export interface DayTimeline {
  readonly rule: string;
  readonly words: string;
  readonly log: readonly PatientEvent[];
  /** Diary day of "today". */
  readonly until: number;
  readonly profile?: Partial<Profile>;
  /** Day, rule, kind and value of every decision of these rules. */
  readonly told: readonly string[];
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const mornings = (from: number, pains: readonly (number | null)[]) =>
  pains.flatMap((nrs, i) => (nrs === null ? [] : [morning(from + i, nrs)]));
const green = (from: number, to: number) => range(from, to).map((day) => morning(day, 3));
const done = (days: readonly number[], minutes = 20) => days.map((day) => session(day, minutes));
const background = (day: number, loadMinutes: number, dayShare = 1, hour = 22) =>
  on(day, hour, { type: 'background', loadMinutes, dayShare, quality: 'ok' });
/** A week of baseline with trials of 20, 25 and 30 min; the plan of 20 min starts on day 7. */
const start = [...green(0, 7), trial(1, 20), trial(3, 25), trial(5, 30), plan(7, 1, 20)];
const WEEK = [7, 8, 10, 11, 13];

/** Every rule across days has at least one timeline in which it speaks; the sweep test counts on it. */
export const dayTimelines: readonly DayTimeline[] = [
  {
    rule: 'G1',
    words: 'fainting on day 9: suspended until the PT clears it on day 11, seeing that very red flag',
    log: [
      ...start,
      ...green(7, 13),
      on(9, 10, { type: 'redFlag', symptoms: ['fainting'] }),
      on(11, 9, {
        type: 'suspensionCleared',
        redFlagIds: [on(9, 10, { type: 'redFlag', symptoms: ['fainting'] }).id],
        reason: 'seen by GP',
      }),
    ],
    until: 12,
    told: ['9 G1 suspend 0', '10 G1 suspend 0'],
  },
  {
    rule: 'A1',
    words: 'usual pain 3: 4 is green, 5 amber, 7 red, 4 with a flare red, no answer unknown, 3 under TENS unknown',
    log: [
      ...start,
      ...mornings(7, [4, 5, 4, 7]),
      morning(11, 4, { flare: true }),
      morning(12, null),
      morning(13, 3, { tensInLastHour: true }),
    ],
    until: 13,
    told: ['8 A1 colour 5', '10 A1 colour 7', '11 A1 colour 4', '12 A1 colour unknown', '13 A1 colour 3'],
  },
  {
    rule: 'A2',
    words: 'seven days and trials of 20, 25 and 30 min on three days: first quota 0.8 x 25 = 20 min',
    log: [...green(0, 8), trial(1, 20), trial(3, 25), trial(5, 30)],
    until: 7,
    told: ['7 A2 proposal 20'],
  },
  {
    rule: 'A3',
    words: 'a steady week: 5 % more',
    log: [...start, ...green(7, 15), ...done(WEEK)],
    until: 14,
    told: ['14 A3 proposal 21'],
  },
  {
    rule: 'A3',
    words: 'five sore mornings: 0.85 of the quota; the second in a row already means less on the day',
    log: [...start, ...mornings(7, [5, 5, 5, 5, 5, 3, 3, 3]), ...done(WEEK)],
    until: 14,
    told: ['14 A3 proposal 17'],
  },
  {
    rule: 'A3',
    words: 'one red morning holds, and so do three days without an answer, three sessions of five, one boom',
    log: [
      ...start,
      ...mornings(7, [3, 3, 3, 7, 3, 3, 3]),
      ...done(WEEK),
      ...mornings(14, [3, 3, null, null, null, 3, 3]),
      ...done(WEEK.map((day) => day + 7)),
      ...green(21, 28),
      ...done([21, 22, 24]),
      ...green(28, 36),
      ...done(WEEK.map((day) => day + 21)),
      session(30, 40, { planned: false }, 1),
    ],
    until: 35,
    told: ['14 A3 hold 20', '21 A3 hold 20', '28 A3 hold 20', '35 A3 hold 20'],
  },
  {
    rule: 'A4',
    words: 'a red morning means 0.8 today; two amber mornings in a row mean 0.8 on the second; the day after is as planned',
    log: [...start, ...mornings(7, [7, 3, 5, 5, 3, 5, 3])],
    until: 13,
    told: ['7 A4 dose 16', '10 A4 dose 16'],
  },
  {
    rule: 'A4',
    words: 'no answer after a red morning: still 0.8 for a day, not for two',
    log: [...start, ...mornings(7, [7, null, null, 3])],
    until: 10,
    told: ['7 A4 dose 16', '8 A4 dose 16'],
  },
  {
    rule: 'A4',
    words: 'a new quota begins with a morning that is known',
    log: [...start, ...green(7, 14), plan(14, 2, 21), morning(16, 3)],
    until: 16,
    told: ['14 A4 dose 20', '15 A4 dose 20'],
  },
  {
    rule: 'A5',
    words: 'twice 50 minutes on a 20-minute plan, each time a sore morning after it: a note on the day after the second',
    log: [
      ...start,
      ...mornings(7, [3, 3, 5, 3, 3, 3, 5, 3, 3]),
      session(8, 50, { planned: false }, 1),
      session(12, 50, { planned: false }, 1),
    ],
    until: 15,
    told: ['14 A5 note 2'],
  },
  {
    rule: 'A6',
    words: 'three sessions skipped on green mornings, as confident as usual: the first step of the ladder is offered',
    log: [
      ...start,
      ...green(7, 13),
      on(7, 9, { type: 'ladderSet', steps: ['bend to tie a shoe', 'lift a bag'] }),
      ...[8, 10, 11].map((day) => on(day, 18, { type: 'sessionSkipped', reason: '' })),
    ],
    until: 12,
    told: ['12 A6 offer 0'],
  },
  {
    rule: 'A6',
    words: 'exposure mode: a step on a green morning, the next one once it went better than expected',
    log: [
      ...start,
      ...mornings(7, [3, 3, 3, 3, 5]),
      on(7, 6, { type: 'modeSet', mode: 'exposure', reason: 'agreed' }),
      on(7, 6, { type: 'ladderSet', steps: ['bend to tie a shoe', 'lift a bag'] }),
      on(8, 12, { type: 'exposureTried', step: 0, expectedHarm: 70, actualHarm: 10 }),
    ],
    until: 11,
    told: ['7 A6 offer 0', '10 A6 offer 1'],
  },
  {
    rule: 'A6',
    words: 'nothing bad was expected and nothing bad came: the next step, and a changed end of the ladder keeps the place',
    log: [
      ...start,
      ...mornings(7, [3, 3, 3, 3, 5]),
      on(7, 6, { type: 'modeSet', mode: 'exposure', reason: 'agreed' }),
      on(7, 6, { type: 'ladderSet', steps: ['bend to tie a shoe', 'lift a bag'] }),
      on(8, 12, { type: 'exposureTried', step: 0, expectedHarm: 0, actualHarm: 0 }),
      on(9, 12, { type: 'ladderSet', steps: ['bend to tie a shoe', 'lift a full bag'] }),
    ],
    until: 11,
    told: ['7 A6 offer 0', '10 A6 offer 1'],
  },
  {
    rule: 'A7',
    words: 'a flare on day 16: 0.8 for two days, then the 20 min that were completed before, until the next review',
    log: [...start, ...green(7, 16), ...done(WEEK), plan(14, 2, 21), morning(16, 4, { flare: true }), ...green(17, 22)],
    until: 21,
    told: ['16 A7 dose 16.8', '17 A7 dose 16.8', '18 A7 dose 20', '19 A7 dose 20', '20 A7 dose 20'],
  },
  {
    rule: 'A8',
    words: 'resting heart rate around 62, then 70 and 71: asked on the second morning, no rise at the review',
    log: [
      ...green(0, 7).map((event) => ({ ...event, restingHeartRateBpm: 62 }) as PatientEvent),
      ...start.slice(7),
      ...range(7, 15).map((day) => morning(day, 3, { restingHeartRateBpm: day === 10 ? 70 : day === 11 ? 71 : 62 })),
      ...done(WEEK),
    ],
    until: 14,
    told: ['11 A8 note 71'],
  },
  {
    rule: 'A9',
    words: 'worse on the mornings after two sessions: PEM questions, until they are answered',
    log: [
      ...start,
      ...green(7, 8),
      ...done([7, 9]),
      morning(8, 3, { worseAfterActivity: true }),
      morning(10, 3, { worseAfterActivity: true }),
      on(11, 12, { type: 'pemScreened', result: 'negative' }),
      ...green(11, 13),
    ],
    until: 12,
    told: ['10 A9 screen 2'],
  },
  {
    rule: 'A9',
    words: 'fatigue is the main complaint and nobody has asked',
    log: green(0, 1),
    until: 0,
    profile: { pemStatus: 'notScreened', fatigueDominant: true },
    told: ['0 A9 screen fatigue'],
  },
  {
    rule: 'A10',
    words: 'PEM-safe from day 9: at most 0.7 x 25 = 17.5 min, 10 % less after a worse morning, and that is proposed at the review',
    log: [
      ...start,
      ...green(7, 11),
      on(9, 6, { type: 'modeSet', mode: 'pemSafe', reason: 'screened' }),
      morning(11, 3, { worseAfterActivity: true }),
      ...green(12, 15),
    ],
    until: 14,
    told: ['9 A10 dose 17.5', '10 A10 dose 17.5', '11 A10 dose 15.7', '12 A10 dose 15.7', '13 A10 dose 15.7', '14 A10 proposal 15.7'],
  },
  {
    rule: 'A10',
    words: 'PEM-safe at 15 min, three stable weeks, the patient agrees: 5 % more may be proposed',
    log: [
      ...start,
      on(7, 6, { type: 'modeSet', mode: 'pemSafe', reason: 'screened' }),
      plan(7, 2, 15),
      ...green(7, 22),
      ...done([...WEEK, ...WEEK.map((day) => day + 7)], 15),
      on(20, 9, { type: 'riseAgreed', agreed: true }),
    ],
    until: 21,
    told: ['21 A10 proposal 15.7'],
  },
  {
    rule: 'A12',
    words: 'the PT chooses 12 min for a day; the engine would have said 16',
    log: [...start, ...mornings(7, [3, 7]), on(8, 7, { type: 'doseOverridden', doseMinutes: 12, reason: 'travel day' })],
    until: 8,
    told: ['8 A12 override 12'],
  },
  {
    rule: 'A13',
    words: 'the same 20 minutes are rated 5, then 3.5 from week to week: tolerance has grown, the quota follows a little faster',
    log: [
      ...start,
      ...green(7, 36),
      ...range(0, 4).flatMap((week) => WEEK.map((day) => session(day + 7 * week, 20, { rpeCr10: [5.5, 5, 4, 3][week] }))),
    ],
    until: 35,
    told: ['21 A13 proposal 20.5', '28 A13 proposal 20.9', '35 A13 proposal 22'],
  },
  {
    rule: 'A13',
    words: 'the same 20 minutes become harder and harder in weeks that were otherwise held: a little less',
    log: [
      ...start,
      ...green(7, 36),
      ...range(0, 4).flatMap((week) => [7, 8, 10].map((day) => session(day + 7 * week, 20, { rpeCr10: [4, 5, 7, 9][week] }))),
    ],
    until: 35,
    told: ['21 A13 hold 20', '28 A13 hold 20', '35 A13 proposal 19'],
  },
  {
    rule: 'A14',
    words: 'usually 30 to 60 minutes on the feet; 60 in a day, or by mid-afternoon, is a busy day',
    log: [...start, ...green(7, 12), ...range(0, 11).map((day) => background(day, [30, 45, 60][day % 3])), background(11, 60, 0.6, 15)],
    until: 11,
    told: ['8 A14 dose 10.97', '11 A14 dose 8'],
  },
];
