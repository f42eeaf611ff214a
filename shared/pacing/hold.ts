import { HEART_RATE_GAP_S } from '#shared/cardio/gap.ts';
import type { SessionPhase } from '#shared/schema/event.ts';

/**
 * How long a heart rate has been above one limit and below another. Time above counts only while it is above, pauses in the
 * band between the limits and starts again below the band, so that 1 beat/min to and fro neither trips nor hides it. Ticks
 * without usable heart rate are simply not fed in: up to 5 s they are bridged for the time above, never for the time below
 * (missing data never relaxes); after more than 5 s both start again.
 */
export interface HoldState {
  aboveS: number;
  belowS: number;
  /** Start of the stretch above, us. */
  sinceUs: number | null;
  wasAbove: boolean;
  wasBelow: boolean;
  lastUs: number | null;
  /** Usable ticks in the stretch above. */
  usableTicks: number;
}

export function initHold(): HoldState {
  return { aboveS: 0, belowS: 0, sinceUs: null, wasAbove: false, wasBelow: false, lastUs: null, usableTicks: 0 };
}

export function resetHold(state: HoldState): void {
  Object.assign(state, initHold());
}

/** Feeds one usable heart rate, already compared with both limits. */
export function stepHold(state: HoldState, atUs: number, above: boolean, below: boolean): void {
  const sinceLastS = state.lastUs === null ? Number.POSITIVE_INFINITY : (atUs - state.lastUs) / 1_000_000;
  if (sinceLastS > HEART_RATE_GAP_S || below) {
    state.aboveS = 0;
    state.sinceUs = null;
    state.wasAbove = false;
    state.usableTicks = 0;
  }
  if (sinceLastS > HEART_RATE_GAP_S || !below) state.belowS = 0;
  else if (state.wasBelow) state.belowS += Math.min(1, sinceLastS);
  if (above) {
    state.sinceUs ??= atUs;
    if (state.wasAbove) state.aboveS += sinceLastS;
  }
  if (state.sinceUs !== null) state.usableTicks++;
  state.wasAbove = above;
  state.wasBelow = below;
  state.lastUs = atUs;
}

/** Share of the seconds of the stretch above that had usable heart rate. */
export function usableShare(state: HoldState, atUs: number): number {
  if (state.sinceUs === null) return 1;
  return Math.min(1, state.usableTicks / ((atUs - state.sinceUs) / 1_000_000 + 1));
}

/** From the warm-up to the cool-down, rests between sets included: not at the gate and not afterwards. */
export function isExercise(phase: SessionPhase): boolean {
  return isMoving(phase) || phase === 'rest';
}

/** Phases in which heart rate is expected to follow the pacing: not at the gate, not while resting anyway, not afterwards. */
export function isMoving(phase: SessionPhase): boolean {
  return phase === 'warmUp' || phase === 'work' || phase === 'coolDown';
}
