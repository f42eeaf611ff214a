import type { Finding, RuleContext } from './define.ts';
import { type HoldState, initHold, resetHold, stepHold, usableShare } from './hold.ts';
import type { PacingInput } from './types.ts';

export interface HeldAboveState {
  readonly hold: HoldState;
  finding: Finding | null;
}

export interface HeldAboveLimit {
  readonly aboveBpm: number;
  /** At or below this it is back. */
  readonly backBpm: number;
  readonly aboveS: number;
  readonly backS: number;
  /** False in phases in which nobody is to be told. */
  readonly counts: boolean;
}

export interface Held {
  readonly bpm: number;
  readonly seconds: number;
  readonly confidence: number;
}

export const initHeldAbove = (): HeldAboveState => ({ hold: initHold(), finding: null });

/**
 * A finding that begins when the 5 s median has been above a limit for a time and ends when it has been back for a time. While heart rate
 * cannot be used (L6) nothing begins, and what held goes on until effort is answered at or under its ceiling.
 */
export function stepHeldAbove(
  state: HeldAboveState,
  input: PacingInput,
  context: RuleContext,
  limit: HeldAboveLimit,
  found: (held: Held) => Finding,
): Finding | null {
  const { hold } = state;
  if (context.finding('L6') !== null) {
    resetHold(hold);
    if (input.type === 'rpe' && input.rpeCr10 <= context.setup.setup.rpeCeilingCr10) state.finding = null;
    return state.finding;
  }
  const bpm = context.heartRateMedianBpm;
  if (bpm === null) return state.finding;
  const above = limit.counts && bpm > limit.aboveBpm;
  stepHold(hold, input.atUs, above, bpm <= limit.backBpm);
  if (state.finding !== null) {
    if (hold.belowS >= limit.backS) state.finding = null;
  } else if (above && hold.aboveS >= limit.aboveS) {
    state.finding = found({ bpm, seconds: hold.aboveS, confidence: usableShare(hold, input.atUs) });
  }
  return state.finding;
}
