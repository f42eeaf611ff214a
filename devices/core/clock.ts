import { createDeviceClock } from './deviceClock.ts';
import { createRrChainClock } from './rrChainClock.ts';
import { intervalOf } from './stamps.ts';
import { GAP_INTERVALS, type StreamClock } from './streamClock.ts';
import type { StreamDefinition } from './types.ts';

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
