import fc from 'fast-check';
import type { PacingInput } from '#shared/pacing/types.ts';
import { DoctorSymptom, type SessionEvent, type SessionPhase } from '#shared/schema/event.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import { random } from './days/lives.ts';
import { event, repetition, SESSION_ID, type Tick, tick } from './log.ts';

/** What sessions of a property may hold besides heart rate, pain, effort and TENS. */
export interface SessionWishes {
  /** Work is measured, so that drift (L4) can be told. */
  readonly work?: boolean;
  /** The person's usual fall of heart rate is known (L5). */
  readonly history?: boolean;
}

export interface LivedSession {
  readonly seed: number;
  readonly ticks: readonly Tick[];
  readonly events: readonly PacingInput[];
  readonly log: readonly PacingInput[];
  readonly setup: Partial<SessionSetup>;
  /** Phase of every tick. */
  readonly phases: readonly SessionPhase[];
}

type Next = () => number;

/** Sessions are told by a seed and a length: a case is two numbers, and shrinks in its seconds. */
export const sessions = (wishes: SessionWishes = {}): fc.Arbitrary<LivedSession> =>
  fc
    .record({
      seed: fc.integer(),
      seconds: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 20, max: 160 }) },
        { weight: 1, arbitrary: fc.integer(wishes.work === true ? { min: 490, max: 620 } : { min: 160, max: 300 }) },
      ),
    })
    .map(({ seed, seconds }) => livedSession(seed, seconds, wishes));

export function livedSession(seed: number, seconds: number, wishes: SessionWishes): LivedSession {
  const next = random(seed);
  const within = (from: number, to: number) => from + Math.floor((to - from + 1) * next());
  const setup = setupOf(next, within, wishes);
  const changes = phaseChanges(seconds, next, within);
  const phases: SessionPhase[] = [];
  let phase: SessionPhase = 'work';
  for (let second = 0; second < seconds; second++) {
    phase = changes.get(second) ?? phase;
    phases.push(phase);
  }
  const ticks = ticksOf(seconds, next, within, wishes.work === true);
  const events: PacingInput[] = [...changes].map(([second, to]) => event(second, { type: 'phase', phase: to }, 9));
  const told = Array.from({ length: within(0, 6) }, () => happening(within(0, seconds), next, within));
  if (next() < 0.1) told.push(...gateEvents(seconds, next, within));
  events.push(...apart(told));
  if (next() < 0.3) events.push(...repetitionsOf(seconds, next, within));
  const words = { [fc.toStringMethod]: () => `livedSession(${seed}, ${seconds}, ${JSON.stringify(wishes)})` };
  return { seed, ticks, events, log: [...ticks, ...events], setup, phases, ...words };
}

function setupOf(next: Next, within: (from: number, to: number) => number, { history }: SessionWishes): Partial<SessionSetup> {
  return {
    quotaMinutes: next() < 0.5 ? 2 : 20,
    heartRateCeilingBpm: next() < 0.8 ? 120 : null,
    restingHeartRateBpm: next() < 0.8 ? 65 : null,
    painReferenceNrs: next() < 0.8 ? within(1, 5) : null,
    mode: next() < 0.25 ? 'pemSafe' : 'standard',
    recoveryHistory: history === true ? { fall60sMedianBpm: within(10, 40), fall60sMadBpm: within(0, 8), sessions: within(4, 9) } : null,
  };
}

/** No two of them in one microsecond, nor under one id: what two reports of the same instant say together has no single counterfactual. */
function apart(told: readonly SessionEvent[]): SessionEvent[] {
  return told.map((each, i) => ({ ...each, id: `${each.id.slice(0, -4)}${i}${each.id.slice(-3)}`, atUs: each.atUs + i }));
}

/** Exercise and rests of at least 10 s each, now and then with the gate before. */
function phaseChanges(seconds: number, next: Next, within: (from: number, to: number) => number): Map<number, SessionPhase> {
  const changes = new Map<number, SessionPhase>();
  if (next() < 0.2) changes.set(0, 'gate').set(within(1, 10), 'work');
  for (let at = within(20, 150); at < seconds; at += within(10, 150)) {
    changes.set(at, 'rest');
    at += within(10, 200);
    if (at < seconds) changes.set(at, next() < 0.8 ? 'work' : 'coolDown');
  }
  return changes;
}

/** Plateaus of heart rate around the ceiling of 120, some of them missing or doubtful, with artefacts now and then. */
function ticksOf(seconds: number, next: Next, within: (from: number, to: number) => number, working: boolean): Tick[] {
  const ticks: Tick[] = [];
  const calm = next() < 0.4;
  while (ticks.length < seconds) {
    const length = within(1, calm ? 150 : 70);
    const bpm = calm ? within(95, 125) : within(80, 170);
    const wobble = within(0, 4);
    const usable = next() < 0.88;
    const doubtful = next() < 0.5;
    const artefactPct = next() < 0.85 ? 0 : within(2, 12);
    const work = working && next() < 0.95 ? (next() < 0.75 ? 400 : 400 + within(-60, 60)) : null;
    for (let i = 0; i < length && ticks.length < seconds; i++) {
      const second = ticks.length;
      ticks.push(
        tick(second, usable || doubtful ? bpm + ((second * 7) % (2 * wobble + 1)) - wobble : null, {
          heartRateQuality: usable ? 'ok' : doubtful ? 'doubtful' : 'missing',
          rrArtefactPct: artefactPct,
          workPerMinute: work,
          workMinutes: second / 60,
        }),
      );
    }
  }
  return ticks;
}

function happening(second: number, next: Next, within: (from: number, to: number) => number): SessionEvent {
  const stimulationId = SESSION_ID;
  switch (within(0, 7)) {
    case 0:
    case 1:
      return event(second, { type: 'pain', painNrs: within(0, 10) }, 1);
    case 2:
    case 3:
      return event(second, { type: 'rpe', rpeCr10: within(0, 20) / 2 }, 2);
    case 4:
      return event(second, { type: 'setStarted', setIndex: 1 }, 3);
    case 5:
      return event(second, { type: 'tensOn', stimulationId, screenAnswered: next() < 0.5, contraindicationCount: within(0, 2) }, 5);
    case 6:
      return event(second, { type: 'tensSensation', stimulationId, painful: next() < 0.5, skinProblem: next() < 0.5 }, 6);
    default:
      return event(second, { type: 'tensOff', stimulationId }, 7);
  }
}

/** What is told or measured before a session and now and then in it. */
function gateEvents(seconds: number, next: Next, within: (from: number, to: number) => number): SessionEvent[] {
  const second = within(0, seconds);
  switch (within(0, 5)) {
    case 0:
      return [event(second, { type: 'redFlag', symptoms: ['fainting'] }, 10)];
    case 1:
      return [event(second, { type: 'doctorToday', symptoms: [DoctorSymptom.options[within(0, 3)]] }, 11)];
    case 2:
      return [event(second, { type: 'illness', signs: [next() < 0.5 ? 'fever' : 'acuteIllness'] }, 12)];
    case 3:
      return [event(second, { type: 'temperature', temperatureC: within(360, 400) / 10 }, 13)];
    case 4:
      return [event(second, { type: 'bloodPressure', systolicMmHg: within(100, 220), diastolicMmHg: within(60, 130) }, 14)];
    default:
      return [0, 1, 2].map((n) =>
        event(n * within(100, 320) + n, { type: 'restingReading', heartRateBpm: within(90, 125), lying: next() < 0.8 }, 15),
      );
  }
}

/** A run of repetitions that fade or do not. */
function repetitionsOf(seconds: number, next: Next, within: (from: number, to: number) => number): PacingInput[] {
  const from = within(0, seconds);
  return Array.from({ length: within(6, 20) }, (_, i) =>
    repetition(from + 5 * (i + 1), i, {
      romDeg: within(i < 6 ? 55 : 44, 65),
      seconds: within(30, i < 6 ? 40 : 55) / 10,
      sparc: next() < 0.2 ? null : -within(150, 220) / 100,
      confidence: next() < 0.9 ? 1 : 0.3,
    }),
  );
}

/** Ticks with a higher heart rate where `where` says so. */
export function raised(ticks: readonly Tick[], rises: readonly number[], where: (second: number) => boolean = () => true): Tick[] {
  return ticks.map((input, i) =>
    input.heartRateBpm === null || !where(i)
      ? input
      : { ...input, heartRateBpm: input.heartRateBpm + rises[Math.floor(i / 15) % rises.length] },
  );
}
