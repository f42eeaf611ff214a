/** RR intervals of the heart-rate service come in 1/1024 s (GATT Specification Supplement, Heart Rate Measurement). */
export const RR_TICKS_PER_S = 1024;

export function rrTicksToMs(ticks: number): number {
  return (ticks * 1000) / RR_TICKS_PER_S;
}

/**
 * Time stamps of the beats of one packet. A packet has no time of its own: the newest interval ends at its arrival at the
 * latest, so the beats are found by walking back from there. Writes the end of each interval (us) to `out`, oldest first.
 */
export function walkBackRr(arrivalUs: number, rrMs: ArrayLike<number>, out: Float64Array): void {
  let atUs = arrivalUs;
  for (let i = rrMs.length - 1; i >= 0; i--) {
    out[i] = atUs;
    atUs -= rrMs[i] * 1000;
  }
}

export interface RrChainState {
  /** End of the newest interval, us; null before the first packet. */
  lastBeatUs: number | null;
}

export function initRrChain(): RrChainState {
  return { lastBeatUs: null };
}

/** Beyond this much disagreement with the arrival the chain starts anew: a packet was lost or the strap was off. */
const CHAIN_TOLERANCE_US = 2_000_000;

/**
 * The same for a running stream: a packet goes on where the one before ended, because intervals are far more exact than
 * arrival times. The chain is anchored again, by walking back, when it would pass the arrival or lag it by more than 2 s.
 * Returns true when it was continued, false when it was anchored (a possible gap before the first interval).
 */
export function stepRrChain(state: RrChainState, arrivalUs: number, rrMs: ArrayLike<number>, out: Float64Array): boolean {
  if (rrMs.length === 0) return state.lastBeatUs !== null;
  let spanUs = 0;
  for (let i = 0; i < rrMs.length; i++) spanUs += rrMs[i] * 1000;
  const chainedUs = (state.lastBeatUs ?? Number.NEGATIVE_INFINITY) + spanUs;
  const continued = chainedUs <= arrivalUs && arrivalUs - chainedUs <= CHAIN_TOLERANCE_US;
  walkBackRr(continued ? chainedUs : arrivalUs, rrMs, out);
  state.lastBeatUs = out[rrMs.length - 1];
  return continued;
}
