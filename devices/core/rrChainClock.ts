import { BEAT_ENVELOPE, LowerEnvelope } from './lowerEnvelope.ts';
import type { StreamClock } from './streamClock.ts';

/** The chain may fall behind arrival by this much before beats are taken to be missing, us (protocols.md, Heart Rate Service). */
const RR_LAG_US = 2_000_000;
/** How much a beat may be moved against the one before to follow the fit, as a share of the interval. */
const SLEW = 0.01;

/**
 * Beat times: each interval is added to the end of the one before, so the chain keeps the beats' own spacing, and it follows the lower
 * edge of arrival minus chain. A beat cannot end after it arrived, so a chain that runs ahead is pulled back to arrival; one that falls
 * 2 s behind has lost beats and starts anew.
 */
export function createRrChainClock(): StreamClock {
  let envelope = new LowerEnvelope(BEAT_ENVELOPE);
  /** Sum of the intervals since the chain began, us, and what makes it host time. */
  let chainUs = 0;
  let originUs = 0;
  let shiftUs = 0;
  let lastUs = Number.NEGATIVE_INFINITY;
  let restarted = false;
  return {
    map(decoded, arrivalUs) {
      const { sampleCount, counts } = decoded;
      const hostUs = new Float64Array(sampleCount);
      // The interval is the first column.
      const axes = sampleCount === 0 ? 1 : counts.length / sampleCount;
      let sumUs = 0;
      for (let i = 0; i < sampleCount; i++) sumUs += (counts[i * axes] * 1_000_000) / 1024;
      const begun = Number.isFinite(lastUs);
      const broken = restarted || decoded.gapBefore === true;
      const anew = !begun || broken || arrivalUs - (originUs + chainUs + shiftUs + sumUs) > RR_LAG_US;
      restarted = false;
      if (anew) {
        envelope = new LowerEnvelope(BEAT_ENVELOPE, envelope.slope);
        chainUs = 0;
        originUs = arrivalUs - sumUs;
        shiftUs = 0;
      }
      const endUs = chainUs + sumUs;
      envelope.add(endUs, arrivalUs - originUs - endUs);
      // No beat of this packet ends after the packet came.
      shiftUs = Math.min(shiftUs, arrivalUs - originUs - endUs);
      for (let i = 0; i < sampleCount; i++) {
        const intervalUs = (counts[i * axes] * 1_000_000) / 1024;
        chainUs += intervalUs;
        const wantedUs = Math.min(envelope.interceptUs + envelope.slope * chainUs, arrivalUs - originUs - endUs);
        shiftUs += Math.max(-SLEW * intervalUs, Math.min(SLEW * intervalUs, wantedUs - shiftUs));
        lastUs = Math.max(lastUs + 1, Math.round(originUs + chainUs + shiftUs));
        hostUs[i] = lastUs;
      }
      return { hostUs, deviceUs: null, gapBefore: anew && begun };
    },
    restart() {
      restarted = Number.isFinite(lastUs);
    },
    mapping: () => null,
  };
}
