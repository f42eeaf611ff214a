import { seededRandom } from '#test/devices/seededRandom.ts';

/** A sensor and its radio link. Nothing in it is random but through `seed`. */
export interface Radio {
  readonly seed: number;
  readonly seconds: number;
  /** Samples per second of true time. */
  readonly rateHz: number;
  readonly samplesPerPacket: number;
  /** The device's clock against true time, parts per million: positive runs fast. */
  readonly driftPpm: number;
  /** Device time of the first sample, us. */
  readonly clockStartUs: number;
  /** Seconds after which the device starts again: its clock jumps to `to`, us. The link holds. */
  readonly resets: readonly { readonly atS: number; readonly toUs: number }[];
  /** What every packet takes at least, us. Cannot be seen from the receiving end. */
  readonly leastDelayUs: number;
  /** One-sided delay on top of it, us. */
  readonly jitter: { readonly kind: 'exponential'; readonly meanUs: number } | { readonly kind: 'uniform'; readonly maxUs: number };
  /** The link wakes only this often, and hands over what is waiting, us; null: at once. */
  readonly connectionIntervalUs: number | null;
  /** Now and then nothing gets through for a while (retries, a busy connection interval), and then all that waited comes at once. */
  readonly stall: { readonly everyS: number; readonly longestUs: number } | null;
  /** Share of packets that never come. */
  readonly lossShare: number;
}

/** One packet as it comes in. Device times are the device's own, not wrapped and not rounded to its tick. */
export interface RadioPacket {
  readonly arrivalUs: number;
  /** True UTC us of each sample. */
  readonly trueUs: Float64Array;
  /** Device time of each sample, us. */
  readonly deviceUs: Float64Array;
  /** A device that counts packets instead stands here: what it sent, lost ones too, on top of the count that `clockStartUs` comes to. */
  readonly sequence: number;
}

export const RADIO_START_US = 1_790_000_000_000_000;

export const QUIET_RADIO: Omit<Radio, 'seed' | 'seconds' | 'rateHz'> = {
  samplesPerPacket: 1,
  driftPpm: 0,
  clockStartUs: 5_000_000,
  resets: [],
  leastDelayUs: 3_000,
  jitter: { kind: 'exponential', meanUs: 15_000 },
  connectionIntervalUs: null,
  stall: null,
  lossShare: 0,
};

/**
 * Packets in the order they come in: each is sent with its last sample, is never early, and never overtakes the one before (links keep
 * their order). What can be asked of a clock is true time + `leastDelayUs`: from arrivals alone a constant delay looks like a later clock.
 */
export function* radioPackets(radio: Radio): Generator<RadioPacket> {
  const random = seededRandom(radio.seed);
  const { rateHz, samplesPerPacket, jitter, stall, connectionIntervalUs: intervalUs } = radio;
  const exponential = (mean: number) => -mean * Math.log(1 - random());
  const eventUs = RADIO_START_US + random() * (intervalUs ?? 0);
  let stallFromUs = stall === null ? Number.POSITIVE_INFINITY : RADIO_START_US + exponential(stall.everyS * 1e6);
  let stallToUs = stall === null ? 0 : stallFromUs + random() * stall.longestUs;
  let lastArrivalUs = 0;
  const countAt = (clockUs: number) => Math.round((clockUs * rateHz) / 1e6 / samplesPerPacket);
  let sequence = countAt(radio.clockStartUs);
  let clockFromUs = RADIO_START_US;
  let clockStartUs = radio.clockStartUs;
  let reset = 0;
  const packets = Math.floor((radio.seconds * rateHz) / samplesPerPacket);
  for (let p = 0; p < packets; p++) {
    const trueUs = new Float64Array(samplesPerPacket).map((_, i) => RADIO_START_US + ((p * samplesPerPacket + i) * 1e6) / rateHz);
    if (reset < radio.resets.length && trueUs[0] >= RADIO_START_US + radio.resets[reset].atS * 1e6) {
      clockFromUs = trueUs[0];
      clockStartUs = radio.resets[reset++].toUs;
      sequence = countAt(clockStartUs);
    }
    const deviceUs = trueUs.map((us) => clockStartUs + (us - clockFromUs) * (1 + radio.driftPpm / 1e6));
    const delayUs = jitter.kind === 'uniform' ? random() * jitter.maxUs : exponential(jitter.meanUs);
    let readyUs = trueUs[samplesPerPacket - 1] + delayUs;
    if (intervalUs !== null) readyUs = Math.ceil((readyUs - eventUs) / intervalUs) * intervalUs + eventUs;
    while (stall !== null && readyUs > stallToUs) {
      stallFromUs = stallToUs + exponential(stall.everyS * 1e6);
      stallToUs = stallFromUs + random() * stall.longestUs;
    }
    if (readyUs > stallFromUs) readyUs = stallToUs;
    const sent = sequence++;
    if (random() < radio.lossShare) continue;
    lastArrivalUs = Math.max(lastArrivalUs, Math.round(readyUs + radio.leastDelayUs));
    yield { arrivalUs: lastArrivalUs, trueUs, deviceUs, sequence: sent };
  }
}
