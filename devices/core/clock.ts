import { createDeviceClock } from './deviceClock.ts';
import { intervalOf } from './stamps.ts';
import { GAP_INTERVALS, type StreamClock } from './streamClock.ts';
import type { StreamDefinition } from './types.ts';

/** The RR chain may fall behind arrival by this much before beats are taken to be missing, us (protocols.md, Heart Rate Service). */
const RR_LAG_US = 2_000_000;

export function createStreamClock(stream: StreamDefinition): StreamClock {
  if (stream.clock === 'rrChain') return createRrChainClock();
  if (stream.clock === 'arrival') return createArrivalClock(intervalOf(stream));
  return createDeviceClock(stream);
}

/** No device clock: the last sample of a packet happened when it arrived, the others one nominal interval apart before it. */
function createArrivalClock(intervalUs: number): StreamClock {
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
      // The interval is the first column.
      const axes = decoded.sampleCount === 0 ? 1 : decoded.counts.length / decoded.sampleCount;
      let sumUs = 0;
      for (let i = 0; i < hostUs.length; i++) sumUs += (decoded.counts[i * axes] * 1_000_000) / 1024;
      const broken = restarted || decoded.gapBefore === true;
      const anew = !Number.isFinite(lastUs) || broken || arrivalUs - (lastUs + sumUs) > RR_LAG_US;
      const gapBefore = anew && Number.isFinite(lastUs);
      restarted = false;
      let atUs = anew ? arrivalUs - sumUs : Math.min(lastUs, arrivalUs - sumUs);
      for (let i = 0; i < hostUs.length; i++) {
        atUs += (decoded.counts[i * axes] * 1_000_000) / 1024;
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
