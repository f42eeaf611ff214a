import { CHUNK_LIMITS, type ClockMapping } from '#shared/recording/chunkData.ts';
import { createLowerEnvelope, type Line, type LowerEnvelope } from './lowerEnvelope.ts';
import { intervalOf, rawTimes, spacingOf, tickOf } from './stamps.ts';
import { GAP_INTERVALS, type MappedTimes, type StreamClock } from './streamClock.ts';
import type { StreamDefinition } from './types.ts';

/** How fast a changed fit is taken over, as a share of elapsed time: fast while the first packets settle, then hardly felt. */
const SETTLING_SLEW = 0.05;
const SETTLING_US = 10_000_000;
const SLEW = 0.01;
/** Device time may run ahead of arrival by this much (packets held back by the radio) before the clock is taken to be reset. */
const AHEAD_US = 10_000_000;

/**
 * Device time to host time: unwraps the counter, spreads a packet's samples around its stamp, follows the lower envelope of arrival
 * minus device time, and never goes back. A clock that jumps (power cycle) starts a new fit behind a gap.
 */
export function createDeviceClock(stream: StreamDefinition): StreamClock {
  const intervalUs = intervalOf(stream);
  const stamp = stream.stamp ?? 'each';
  const wrapUs = stream.wrapBits === null ? null : 2 ** stream.wrapBits * tickOf(stream);
  let lastRawUs = 0;
  /** Unwrapped time of the last stamp; of the last sample where every sample has one. */
  let lastStampUs: number | null = null;
  let lastCount = 1;
  let lastArrivalUs = 0;
  let lastSampleUs = 0;
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
    if (lastStampUs === null) return null;
    const elapsedUs = Math.max(0, arrivalUs - lastArrivalUs);
    let forwardUs = rawUs - lastRawUs;
    // As many wraps as bring it nearest to the time that went by; a step back is not a wrap.
    if (wrapUs !== null) forwardUs += Math.max(0, Math.round((elapsedUs - forwardUs) / wrapUs)) * wrapUs;
    return forwardUs < 0 || forwardUs > elapsedUs * 1.001 + AHEAD_US ? null : lastStampUs + forwardUs;
  };

  const begin = (deviceUs: number, arrivalUs: number): void => {
    envelope = createLowerEnvelope();
    originUs = deviceUs;
    originShiftUs = arrivalUs - deviceUs;
    shiftUs = originShiftUs;
    line = { slope: 0, interceptUs: 0 };
  };

  /** Host time of a sample that is `elapsedUs` of device time behind the one before. */
  const toHost = (nowUs: number, elapsedUs: number): number => {
    const targetUs = originShiftUs + line.interceptUs + line.slope * (nowUs - originUs);
    const reachUs = (nowUs - originUs < SETTLING_US ? SETTLING_SLEW : SLEW) * elapsedUs;
    shiftUs += Math.max(-reachUs, Math.min(reachUs, targetUs - shiftUs));
    lastSampleUs = nowUs;
    lastHostUs = Math.max(lastHostUs + 1, Math.round(nowUs + shiftUs));
    return lastHostUs;
  };

  const learnFrom = (nowUs: number, arrivalUs: number): void => {
    if (envelope) line = envelope.add(nowUs - originUs, arrivalUs - nowUs - originShiftUs);
  };

  /** Takes a stamp: its unwrapped time, and whether the clock jumped there. */
  const take = (rawUs: number, arrivalUs: number): { readonly nowUs: number; readonly jumped: boolean } => {
    const unwrapped = unwrap(rawUs, arrivalUs);
    lastRawUs = rawUs;
    lastArrivalUs = arrivalUs;
    return { nowUs: unwrapped ?? rawUs, jumped: unwrapped === null };
  };

  const mapEach = (raw: Float64Array, arrivalUs: number): MappedTimes => {
    const deviceUs = new Float64Array(raw.length);
    const hostUs = new Float64Array(raw.length);
    let gapBefore = false;
    for (let i = 0; i < raw.length; i++) {
      const before = lastStampUs;
      const { nowUs, jumped } = take(raw[i], arrivalUs);
      const stepUs = before === null ? 0 : nowUs - before;
      const late = intervalUs > 0 && stepUs > GAP_INTERVALS * intervalUs;
      if (before !== null && (jumped || envelope === null || late)) gapBefore = true;
      if (jumped || envelope === null) begin(nowUs, arrivalUs);
      lastStampUs = nowUs;
      deviceUs[i] = nowUs;
      if (i === raw.length - 1) learnFrom(nowUs, arrivalUs);
      hostUs[i] = toHost(nowUs, jumped ? 0 : stepUs);
    }
    return { hostUs, deviceUs, gapBefore };
  };

  const mapStamped = (rawUs: number, count: number, arrivalUs: number): MappedTimes => {
    const before = lastStampUs;
    const { nowUs, jumped } = take(rawUs, arrivalUs);
    const anew = jumped || envelope === null;
    const sinceLastUs = anew || before === null ? null : nowUs - before;
    const { stepUs, late } = spacingOf(sinceLastUs, stamp === 'last' ? count : lastCount, intervalUs);
    const firstUs = stamp === 'last' ? nowUs - (count - 1) * stepUs : nowUs;
    const endUs = firstUs + (count - 1) * stepUs;
    if (anew) begin(endUs, arrivalUs);
    learnFrom(endUs, arrivalUs);
    const deviceUs = new Float64Array(count);
    const hostUs = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const atUs = Math.round(i === count - 1 ? endUs : firstUs + i * stepUs);
      // A clock that has just begun: the first samples are older than its zero, and stored times have no sign.
      deviceUs[i] = Math.max(0, atUs);
      hostUs[i] = toHost(atUs, anew ? 0 : Math.max(0, atUs - lastSampleUs));
    }
    lastStampUs = nowUs;
    lastCount = count;
    return { hostUs, deviceUs, gapBefore: before !== null && (anew || late) };
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
      envelope = null;
    },
    mapping(): ClockMapping | null {
      if (lastStampUs === null) return null;
      return { offsetUs: originShiftUs + line.interceptUs - line.slope * originUs, slopePpm: line.slope * 1e6 };
    },
  };
}
