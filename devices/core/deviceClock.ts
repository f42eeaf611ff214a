import { CHUNK_LIMITS, type ClockMapping } from '#shared/recording/chunkData.ts';
import { COUNTER_ENVELOPE, LowerEnvelope, QUARTZ_ENVELOPE } from './lowerEnvelope.ts';
import { intervalOf, rawTimes, spacingOf, tickOf } from './stamps.ts';
import { GAP_INTERVALS, type MappedTimes, type StreamClock } from './streamClock.ts';
import type { StreamDefinition } from './types.ts';

/** How fast a changed fit is taken over, as a share of elapsed time: fast while the first packets settle, then hardly felt. */
const SETTLING_SLEW = 0.05;
const SETTLING_US = 10_000_000;
const SLEW = 0.01;
/** A first packet may have been held back by the radio this long: device time may run so far ahead of it before the clock is taken to be reset. */
const HELD_BACK_US = 10_000_000;
/** Once settled, no sample maps to a time this long after it arrived, unless the clock was reset. */
const SETTLED_AHEAD_US = 1_000_000;

/**
 * Device time to host time: unwraps the counter, spreads a packet's samples around its stamp, follows the lower envelope of arrival
 * minus device time, and never goes back. A clock that jumps (power cycle) starts a new fit behind a gap. What comes out is true time
 * plus the least delay of the link, which no receiver can see.
 */
export function createDeviceClock(stream: StreamDefinition): StreamClock {
  const intervalUs = intervalOf(stream);
  const stamp = stream.stamp ?? 'each';
  const wrapUs = stream.wrapBits === null ? null : 2 ** stream.wrapBits * tickOf(stream);
  const params = stream.clock === 'counter' ? COUNTER_ENVELOPE : QUARTZ_ENVELOPE;
  let lastRawUs = 0;
  /** Unwrapped time of the last stamp; of the last sample where every sample has one. NaN before the first. */
  let lastStampUs = Number.NaN;
  let lastCount = 1;
  let lastArrivalUs = 0;
  let lastSampleUs = 0;
  let lastHostUs = Number.NEGATIVE_INFINITY;
  /** Device time and shift at the start of the fit in force; points are kept relative to them to spare digits. */
  let originUs = 0;
  let originShiftUs = 0;
  let envelope = new LowerEnvelope(params);
  /** The next packet begins a new fit. */
  let anew = true;
  /** host - device as applied to the last sample. */
  let shiftUs = 0;

  const begin = (deviceUs: number, arrivalUs: number): void => {
    // The oscillator is the same as before.
    envelope = new LowerEnvelope(params, envelope.slope);
    originUs = deviceUs;
    originShiftUs = arrivalUs - deviceUs;
    shiftUs = originShiftUs;
    anew = false;
  };

  /** host - device by the line in force. */
  const shiftAt = (nowUs: number): number => originShiftUs + envelope.interceptUs + envelope.slope * (nowUs - originUs);

  /** Takes a stamp and returns its unwrapped time. A clock that has jumped counts from where it stands, and `anew` is set. */
  const unwrap = (rawUs: number, arrivalUs: number): number => {
    const elapsedUs = Math.max(0, arrivalUs - lastArrivalUs);
    let forwardUs = rawUs - lastRawUs;
    // As many wraps as bring it nearest to the time that went by; a step back is not a wrap.
    if (wrapUs !== null) forwardUs += Math.max(0, Math.round((elapsedUs - forwardUs) / wrapUs)) * wrapUs;
    const nowUs = lastStampUs + forwardUs;
    lastRawUs = rawUs;
    lastArrivalUs = arrivalUs;
    const settled = !anew && nowUs - originUs >= SETTLING_US;
    const possible =
      forwardUs >= 0 &&
      forwardUs <= elapsedUs * (1.001 + params.maxSlope) + HELD_BACK_US &&
      !(settled && nowUs + shiftAt(nowUs) > arrivalUs + SETTLED_AHEAD_US);
    if (Number.isNaN(lastStampUs) || !possible) anew = true;
    return Number.isNaN(lastStampUs) || !possible ? rawUs : nowUs;
  };

  /** Host time of a sample that is `elapsedUs` of device time behind the one before. */
  const toHost = (nowUs: number, elapsedUs: number): number => {
    const reachUs = (nowUs - originUs < SETTLING_US ? SETTLING_SLEW : SLEW) * elapsedUs;
    shiftUs += envelope.slope * elapsedUs;
    shiftUs += Math.max(-reachUs, Math.min(reachUs, shiftAt(nowUs) - shiftUs));
    lastSampleUs = nowUs;
    lastHostUs = Math.max(lastHostUs + 1, Math.round(nowUs + shiftUs));
    return lastHostUs;
  };

  const learnFrom = (nowUs: number, arrivalUs: number): void => envelope.add(nowUs - originUs, arrivalUs - nowUs - originShiftUs);

  const mapEach = (raw: Float64Array, arrivalUs: number): MappedTimes => {
    const deviceUs = new Float64Array(raw.length);
    const hostUs = new Float64Array(raw.length);
    let gapBefore = false;
    for (let i = 0; i < raw.length; i++) {
      const beforeUs = lastStampUs;
      const nowUs = unwrap(raw[i], arrivalUs);
      const fresh = anew;
      const stepUs = fresh ? 0 : nowUs - beforeUs;
      if (!Number.isNaN(beforeUs) && (fresh || (intervalUs > 0 && stepUs > GAP_INTERVALS * intervalUs))) gapBefore = true;
      if (fresh) begin(nowUs, arrivalUs);
      lastStampUs = nowUs;
      deviceUs[i] = nowUs;
      if (i === raw.length - 1) learnFrom(nowUs, arrivalUs);
      hostUs[i] = toHost(nowUs, stepUs);
    }
    return { hostUs, deviceUs, gapBefore };
  };

  const mapStamped = (rawUs: number, count: number, arrivalUs: number): MappedTimes => {
    const beforeUs = lastStampUs;
    const nowUs = unwrap(rawUs, arrivalUs);
    const fresh = anew;
    const { stepUs, late } = spacingOf(fresh ? null : nowUs - beforeUs, stamp === 'last' ? count : lastCount, intervalUs);
    const firstUs = stamp === 'last' ? nowUs - (count - 1) * stepUs : nowUs;
    const endUs = firstUs + (count - 1) * stepUs;
    if (fresh) begin(endUs, arrivalUs);
    learnFrom(endUs, arrivalUs);
    const deviceUs = new Float64Array(count);
    const hostUs = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const atUs = Math.round(i === count - 1 ? endUs : firstUs + i * stepUs);
      // A clock that has just begun: the first samples are older than its zero, and stored times have no sign.
      deviceUs[i] = Math.max(0, atUs);
      hostUs[i] = toHost(atUs, fresh ? 0 : Math.max(0, atUs - lastSampleUs));
    }
    lastStampUs = nowUs;
    lastCount = count;
    return { hostUs, deviceUs, gapBefore: !Number.isNaN(beforeUs) && (fresh || late) };
  };

  /** A packet without usable time: as it arrived, at the nominal spacing. The fit does not learn from it. */
  const mapArrival = (count: number, arrivalUs: number): MappedTimes => {
    const hostUs = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      lastHostUs = Math.max(lastHostUs + 1, Math.round(arrivalUs - (count - 1 - i) * intervalUs));
      hostUs[i] = lastHostUs;
    }
    return { hostUs, deviceUs: null, gapBefore: false };
  };

  return {
    map(decoded, arrivalUs) {
      const raw = rawTimes(decoded, stream);
      if (!raw?.every((us) => us >= 0 && us < CHUNK_LIMITS.timeUs)) return mapArrival(decoded.sampleCount, arrivalUs);
      return stamp === 'each' ? mapEach(raw, arrivalUs) : mapStamped(raw[0], decoded.sampleCount, arrivalUs);
    },
    restart() {
      anew = true;
    },
    mapping(): ClockMapping | null {
      if (Number.isNaN(lastStampUs)) return null;
      return { offsetUs: originShiftUs + envelope.interceptUs - envelope.slope * originUs, slopePpm: envelope.slope * 1e6 };
    },
  };
}
