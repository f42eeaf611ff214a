import { createDeviceClock } from './deviceClock.ts';
import { GAP_INTERVALS, type StreamClock } from './streamClock.ts';
import type { StreamDefinition } from './types.ts';

/** The RR chain may fall behind arrival by this much before beats are taken to be missing, us (protocols.md, Heart Rate Service). */
const RR_LAG_US = 2_000_000;

export function createStreamClock(stream: StreamDefinition): StreamClock {
  if (stream.clock === 'rrChain') return createRrChainClock();
  if (stream.clock === 'arrival') return createArrivalClock(stream.nominalRateHz);
  return createDeviceClock(stream);
}

/** No device clock: the last sample of a packet happened when it arrived, the others one nominal interval apart before it. */
function createArrivalClock(nominalRateHz: number): StreamClock {
  const intervalUs = nominalRateHz > 0 ? 1_000_000 / nominalRateHz : 0;
  let lastUs = Number.NEGATIVE_INFINITY;
  let restarted = false;
  return {
    map(decoded, arrivalUs) {
      const hostUs = new Float64Array(decoded.sampleCount);
      const expectedUs = lastUs + decoded.sampleCount * intervalUs;
      const gapBefore =
        restarted || (intervalUs > 0 && arrivalUs - expectedUs > (GAP_INTERVALS - 1) * intervalUs && Number.isFinite(lastUs));
      restarted = false;
      for (let i = 0; i < hostUs.length; i++) {
        const back = (hostUs.length - 1 - i) * intervalUs;
        lastUs = Math.max(lastUs + 1, Math.round(arrivalUs - back));
        hostUs[i] = lastUs;
      }
      return { hostUs, deviceUs: null, gapBefore };
    },
    restart() {
      restarted = Number.isFinite(lastUs);
    },
    mapping: () => null,
  };
}

/**
 * Beat times: each interval is added to the end of the one before, so the chain keeps the beats' own spacing. A beat cannot end after
 * it arrived, so a chain that runs ahead is pulled back to arrival; one that falls 2 s behind has lost beats and starts anew.
 */
function createRrChainClock(): StreamClock {
  let lastUs = Number.NEGATIVE_INFINITY;
  let restarted = false;
  return {
    map(decoded, arrivalUs) {
      const hostUs = new Float64Array(decoded.sampleCount);
      let sumUs = 0;
      for (const count of decoded.counts) sumUs += (count * 1_000_000) / 1024;
      const anew = !Number.isFinite(lastUs) || restarted || arrivalUs - (lastUs + sumUs) > RR_LAG_US;
      const gapBefore = anew && Number.isFinite(lastUs);
      restarted = false;
      let atUs = anew ? arrivalUs - sumUs : Math.min(lastUs, arrivalUs - sumUs);
      for (let i = 0; i < hostUs.length; i++) {
        atUs += (decoded.counts[i] * 1_000_000) / 1024;
        lastUs = Math.max(lastUs + 1, Math.round(atUs));
        hostUs[i] = lastUs;
      }
      return { hostUs, deviceUs: null, gapBefore };
    },
    restart() {
      restarted = Number.isFinite(lastUs);
    },
    mapping: () => null,
  };
}
