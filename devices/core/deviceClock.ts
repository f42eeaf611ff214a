import type { ClockMapping } from '#shared/recording/chunkData.ts';
import { createLowerEnvelope, type Line, type LowerEnvelope } from './lowerEnvelope.ts';
import { GAP_INTERVALS, type StreamClock } from './streamClock.ts';
import type { StreamDefinition } from './types.ts';

/** How fast a changed fit is taken over, as a share of elapsed time: fast while the first packets settle, then hardly felt. */
const SETTLING_SLEW = 0.05;
const SETTLING_US = 10_000_000;
const SLEW = 0.01;
/** Device time may run ahead of arrival by this much (packets held back by the radio) before the clock is taken to be reset. */
const AHEAD_US = 10_000_000;

/**
 * Device time to host time: unwraps the counter, follows the lower envelope of arrival minus device time, and never goes back. A clock
 * that jumps (power cycle) starts a new fit behind a gap.
 */
export function createDeviceClock(stream: StreamDefinition): StreamClock {
  const intervalUs = stream.nominalRateHz > 0 ? 1_000_000 / stream.nominalRateHz : 0;
  /** Counters tick once per sample, clocks once per microsecond. */
  const wrapUs = stream.wrapBits === null ? null : 2 ** stream.wrapBits * (stream.clock === 'counter' ? intervalUs : 1);
  let lastRawUs = 0;
  let lastDeviceUs: number | null = null;
  let lastArrivalUs = 0;
  let lastHostUs = Number.NEGATIVE_INFINITY;
  /** Device time and shift at the start of the fit in force; points are kept relative to them to spare digits. */
  let originUs = 0;
  let originShiftUs = 0;
  let envelope: LowerEnvelope | null = null;
  let line: Line = { slope: 0, interceptUs: 0 };
  /** host - device as applied to the last sample. */
  let shiftUs = 0;

  /** Unwrapped time, or null when the clock has jumped. */
  const unwrap = (rawUs: number, arrivalUs: number): number | null => {
    if (lastDeviceUs === null) return null;
    const elapsedUs = Math.max(0, arrivalUs - lastArrivalUs);
    let forwardUs = rawUs - lastRawUs;
    // As many wraps as bring it nearest to the time that went by; a step back is not a wrap.
    if (wrapUs !== null) forwardUs += Math.max(0, Math.round((elapsedUs - forwardUs) / wrapUs)) * wrapUs;
    return forwardUs < 0 || forwardUs > elapsedUs * 1.001 + AHEAD_US ? null : lastDeviceUs + forwardUs;
  };

  const begin = (deviceUs: number, arrivalUs: number): void => {
    envelope = createLowerEnvelope();
    originUs = deviceUs;
    originShiftUs = arrivalUs - deviceUs;
    shiftUs = originShiftUs;
    line = { slope: 0, interceptUs: 0 };
  };

  return {
    map(decoded, arrivalUs) {
      const raw = decoded.deviceUs ?? new Float64Array(decoded.sampleCount).fill(lastRawUs);
      const deviceUs = new Float64Array(raw.length);
      const hostUs = new Float64Array(raw.length);
      let gapBefore = false;
      for (let i = 0; i < raw.length; i++) {
        const unwrapped = unwrap(raw[i], arrivalUs);
        const jumped = unwrapped === null;
        const nowUs = unwrapped ?? raw[i];
        const stepUs = lastDeviceUs === null ? 0 : nowUs - lastDeviceUs;
        if (lastDeviceUs !== null && (jumped || envelope === null || (intervalUs > 0 && stepUs > GAP_INTERVALS * intervalUs)))
          gapBefore = true;
        if (jumped || envelope === null) begin(nowUs, arrivalUs);
        const elapsedUs = jumped ? 0 : stepUs;
        lastRawUs = raw[i];
        lastDeviceUs = nowUs;
        lastArrivalUs = arrivalUs;
        deviceUs[i] = nowUs;
        if (envelope && i === raw.length - 1) line = envelope.add(nowUs - originUs, arrivalUs - nowUs - originShiftUs);
        const targetUs = originShiftUs + line.interceptUs + line.slope * (nowUs - originUs);
        const reachUs = (nowUs - originUs < SETTLING_US ? SETTLING_SLEW : SLEW) * elapsedUs;
        shiftUs += Math.max(-reachUs, Math.min(reachUs, targetUs - shiftUs));
        lastHostUs = Math.max(lastHostUs + 1, Math.round(nowUs + shiftUs));
        hostUs[i] = lastHostUs;
      }
      return { hostUs, deviceUs, gapBefore };
    },
    restart() {
      envelope = null;
    },
    mapping(): ClockMapping | null {
      if (lastDeviceUs === null) return null;
      return { offsetUs: originShiftUs + line.interceptUs - line.slope * originUs, slopePpm: line.slope * 1e6 };
    },
  };
}
