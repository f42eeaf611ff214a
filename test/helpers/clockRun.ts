import { createStreamClock } from '#devices/core/clock.ts';
import { intervalOf, tickOf } from '#devices/core/stamps.ts';
import type { Decoded, StreamDefinition } from '#devices/core/types.ts';
import { RADIO_START_US, type Radio, type RadioPacket, radioPackets } from './simulatedRadio.ts';

/** What a decoder makes of a packet of the stream: stamps in ticks that wrap, for the samples that have one. */
export function decodedOf(stream: StreamDefinition, { deviceUs, sequence }: RadioPacket): Decoded {
  const sampleCount = deviceUs.length;
  const axes = stream.groups.reduce((sum, group) => sum + group.axes, 0);
  const part = { stream: stream.key, sampleCount, counts: new Int16Array(axes * sampleCount) };
  const wrap = stream.wrapBits === null ? Number.POSITIVE_INFINITY : 2 ** stream.wrapBits;
  if (stream.clock === 'counter') return { ...part, deviceUs: null, counter: Float64Array.of(sequence % wrap) };
  const tickUs = stream.tickUs ?? 1;
  const ticks = deviceUs.map((us) => (Math.round(us / tickUs) % wrap) * tickUs);
  const stamped = { first: ticks.slice(0, 1), last: ticks.slice(-1), each: ticks };
  return { ...part, deviceUs: stamped[stream.stamp ?? 'each'] };
}

/** Host times of a packet's samples by some way of mapping. A new one per link. */
export type Mapper = (packet: RadioPacket) => ArrayLike<number>;

export function ourMapper(stream: StreamDefinition): Mapper {
  const clock = createStreamClock(stream);
  return (packet) => clock.map(decodedOf(stream, packet), packet.arrivalUs).hostUs;
}

/** Device times as the ways below are given them: unwrapped and of every sample, which is more than a receiver knows. */
function unwrapped(stream: StreamDefinition, { deviceUs, sequence }: RadioPacket): Float64Array {
  if (stream.clock !== 'counter') return deviceUs;
  return deviceUs.map((_, i) => sequence * tickOf(stream) - (deviceUs.length - 1 - i) * intervalOf(stream));
}

/** What is usual instead: the sample happened when its packet came, the others a nominal interval apart before it. */
export function arrivalMapper(stream: StreamDefinition): Mapper {
  return ({ arrivalUs, trueUs }) => trueUs.map((_, i) => arrivalUs - (trueUs.length - 1 - i) * intervalOf(stream));
}

/** The first packet's arrival ties the clocks together for good. */
export function firstArrivalMapper(stream: StreamDefinition): Mapper {
  let shiftUs: number | null = null;
  return (packet) => {
    const deviceUs = unwrapped(stream, packet);
    shiftUs ??= packet.arrivalUs - deviceUs[deviceUs.length - 1];
    return deviceUs.map((us) => us + (shiftUs as number));
  };
}

const LEAST_SQUARES_WINDOW_US = 30_000_000;

/** A straight line by least squares through (device time, arrival) of the last 30 s, refitted with every packet. */
export function leastSquaresMapper(stream: StreamDefinition): Mapper {
  const window: { readonly x: number; readonly y: number }[] = [];
  let [origin, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
  const count = (x: number, y: number, sign: 1 | -1) => {
    sx += sign * x;
    sy += sign * y;
    sxx += sign * x * x;
    sxy += sign * x * y;
  };
  return (packet) => {
    const deviceUs = unwrapped(stream, packet);
    const lastUs = deviceUs[deviceUs.length - 1];
    if (window.length === 0) origin = lastUs;
    const point = { x: lastUs - origin, y: packet.arrivalUs - RADIO_START_US - (lastUs - origin) };
    window.push(point);
    count(point.x, point.y, 1);
    while (window[0].x < point.x - LEAST_SQUARES_WINDOW_US) {
      const old = window.shift() as (typeof window)[0];
      count(old.x, old.y, -1);
    }
    const n = window.length;
    const spread = n * sxx - sx * sx;
    const slope = n < 2 || spread <= 0 ? 0 : (n * sxy - sx * sy) / spread;
    const intercept = (sy - slope * sx) / n;
    return deviceUs.map((us) => RADIO_START_US + (us - origin) * (1 + slope) + intercept);
  };
}

/** Error of every sample against true time + least delay, with the seconds of true time since the start. */
export function clockErrors(radio: Radio, mapper: Mapper): { readonly atS: Float64Array; readonly errorUs: Float64Array } {
  const atS: number[] = [];
  const errorUs: number[] = [];
  for (const packet of radioPackets(radio)) {
    const hostUs = mapper(packet);
    for (let i = 0; i < packet.trueUs.length; i++) {
      atS.push((packet.trueUs[i] - RADIO_START_US) / 1e6);
      errorUs.push(hostUs[i] - packet.trueUs[i] - radio.leastDelayUs);
    }
  }
  return { atS: Float64Array.from(atS), errorUs: Float64Array.from(errorUs) };
}

export type ClockErrors = ReturnType<typeof clockErrors>;

/**
 * The errors beyond the least delay that the link really gave in the `windowS` until then: a clock later by that would have explained the
 * same arrivals, so no receiver that looks back so far can tell.
 */
export function beyondLeastGiven(radio: Radio, { atS, errorUs }: ClockErrors, windowS: number): ClockErrors {
  const leastUs = new Float64Array(radio.seconds + 1).fill(Number.POSITIVE_INFINITY);
  for (const { arrivalUs, trueUs } of radioPackets(radio)) {
    const sentUs = trueUs[trueUs.length - 1];
    const second = Math.floor((sentUs - RADIO_START_US) / 1e6);
    leastUs[second] = Math.min(leastUs[second], arrivalUs - sentUs - radio.leastDelayUs);
  }
  const given = leastUs.map((_, s) => Math.min(...leastUs.subarray(Math.max(0, s - windowS + 1), s + 1)));
  return { atS, errorUs: errorUs.map((us, i) => us - given[Math.floor(atS[i])]) };
}

/** Root mean square of the errors from `fromS` on, us. */
export function rmsFrom({ atS, errorUs }: ClockErrors, fromS: number): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < atS.length; i++) {
    if (atS[i] < fromS) continue;
    sum += errorUs[i] ** 2;
    count++;
  }
  return Math.sqrt(sum / count);
}

/** Mean error of each second, NaN where nothing came. */
function secondsOf({ atS, errorUs }: ClockErrors): Float64Array {
  const seconds = Math.floor(atS[atS.length - 1]) + 1;
  const sums = new Float64Array(seconds);
  const counts = new Float64Array(seconds);
  for (let i = 0; i < atS.length; i++) {
    sums[Math.floor(atS[i])] += errorUs[i];
    counts[Math.floor(atS[i])]++;
  }
  return sums.map((sum, i) => sum / counts[i]);
}

/** Largest difference between the errors of two sensors in any second from `fromS` on, us. */
export function largestOffsetUs(a: ClockErrors, b: ClockErrors, fromS: number): number {
  const [first, second] = [secondsOf(a), secondsOf(b)];
  let largest = 0;
  for (let s = fromS; s < Math.min(first.length, second.length); s++) {
    const offset = Math.abs(first[s] - second[s]);
    if (offset > largest) largest = offset;
  }
  return largest;
}

/** Seconds from `fromS` until the error stays below `limitUs`. */
export function settledAfterS({ atS, errorUs }: ClockErrors, fromS: number, limitUs: number): number {
  let lastS = fromS;
  for (let i = 0; i < atS.length; i++) if (atS[i] >= fromS && Math.abs(errorUs[i]) > limitUs) lastS = atS[i];
  return lastS - fromS;
}
