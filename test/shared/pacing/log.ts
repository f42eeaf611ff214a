import { defaultPacingConfig } from '#shared/pacing/config.ts';
import { decide } from '#shared/pacing/engine.ts';
import type { PacingInput, PacingSetup } from '#shared/pacing/types.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { uuidV7 } from '#shared/schema/id.ts';
import type { SessionSetup } from '#shared/schema/session.ts';

/** 2026-03-02 09:00 UTC, us. */
export const START_US = 1_772_442_000_000_000;
export const SESSION_ID = uuidV7(START_US / 1000, new Uint8Array(10));

export type Tick = Extract<PacingInput, { type: 'tick' }>;

/** Time of a second of the session, us. */
export const at = (second: number) => START_US + second * 1_000_000;

export function pacingSetup(overrides: Partial<SessionSetup> = {}): PacingSetup {
  return {
    sessionId: SESSION_ID,
    startedUs: START_US,
    setup: {
      planVersion: 1,
      planExerciseId: null,
      exerciseId: 'kneeExtension',
      side: 'right',
      plannedSets: 3,
      plannedRepetitionsPerSet: 10,
      quotaMinutes: 20,
      targetAngleDeg: null,
      heartRateBandBpm: { from: 95, to: 115 },
      heartRateCeilingBpm: 120,
      rpeCeilingCr10: 5,
      restingHeartRateBpm: 65,
      maxHeartRateBpm: 175,
      maxHeartRateSource: 'tanaka',
      maxHeartRateSeeBpm: 11.4,
      sex: 'female',
      painReferenceNrs: 3,
      mode: 'standard',
      recoveryHistory: null,
      pacingConfigHash: '',
      ...overrides,
    },
  };
}

export function tick(second: number, heartRateBpm: number | null, more: Partial<Tick> = {}): Tick {
  return {
    type: 'tick',
    atUs: at(second),
    heartRateBpm,
    heartRateQuality: heartRateBpm === null ? 'missing' : 'ok',
    rrArtefactPct: null,
    workPerMinute: null,
    workMinutes: 0,
    ...more,
  };
}

/** One tick a second in [from, to). */
export function ticks(from: number, to: number, heartRateBpm: number | null, more: Partial<Tick> = {}): Tick[] {
  return Array.from({ length: to - from }, (_, i) => tick(from + i, heartRateBpm, more));
}

type EventBody = SessionEvent extends infer E ? (E extends SessionEvent ? Omit<E, 'id' | 'atUs'> : never) : never;

/** An event with an id made of its time and a number, so that two of one second differ. */
export function event(second: number, body: EventBody, n = 0): SessionEvent {
  const random = new Uint8Array(10);
  random[9] = n;
  return { id: uuidV7(Math.floor(at(second) / 1000), random), atUs: at(second), ...body } as SessionEvent;
}

export const pain = (second: number, painNrs: number, n = 0) => event(second, { type: 'pain', painNrs }, n);
export const rpe = (second: number, rpeCr10: number, n = 0) => event(second, { type: 'rpe', rpeCr10 }, n);

/** A finished repetition of 60 degrees in 4 s, unless told otherwise. */
export function repetition(
  second: number,
  index: number,
  more: { readonly romDeg?: number; readonly seconds?: number; readonly sparc?: number | null; readonly confidence?: number } = {},
): PacingInput {
  const { romDeg = 60, seconds = 4, sparc = -1.6, confidence = 1 } = more;
  return {
    type: 'repetition',
    atUs: at(second),
    repetition: {
      ...{ index, startUs: at(second - seconds), peakUs: at(second - seconds / 2), endUs: at(second), romDeg, peakDeg: romDeg },
      ...{ concentricMs: 500 * seconds, holdMs: 0, eccentricMs: 500 * seconds, peakSpeedDegPerS: (3 * romDeg) / seconds },
      ...{ meanSpeedDegPerS: (2 * romDeg) / seconds, sparc, ldlj: null, confidence },
    },
  };
}

export function decisionsOf(log: readonly PacingInput[], overrides: Partial<SessionSetup> = {}): Decision[] {
  return decide(defaultPacingConfig, pacingSetup(overrides), log);
}

/** "L1 ease 32": rule, kind and second, the way a timeline is told. */
export function told(decisions: readonly Decision[]): string[] {
  return decisions.map(({ ruleIds, kind, validFromUs }) => `${ruleIds[0]} ${kind} ${(validFromUs - START_US) / 1_000_000}`);
}
