import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStreamClock } from '#devices/core/clock.ts';
import { QUARTZ_ENVELOPE } from '#devices/core/lowerEnvelope.ts';
import type { StreamDefinition } from '#devices/core/types.ts';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import type { ClockMapping } from '#shared/recording/chunkData.ts';
import {
  arrivalMapper,
  beyondLeastGiven,
  clockErrors,
  decodedOf,
  largestOffsetUs,
  ourMapper,
  rmsFrom,
  settledAfterS,
} from '#test/helpers/clockRun.ts';
import { CLOCK_SCENARIOS, RESET_AT_S, RESET_SCENARIOS } from '#test/helpers/clockScenarios.ts';
import { QUIET_RADIO, RADIO_START_US, type Radio, radioPackets } from '#test/helpers/simulatedRadio.ts';

/**
 * What is compared: mapped time against true time + the least delay of the link. That delay, the same for every packet, cannot be told
 * from a later clock by any receiver; what is promised is the rest.
 */
const LIMIT_RMS_US = 5_000;
const LIMIT_OFFSET_US = 10_000;
const FROM_S = 30;
/** How far back the mapping looks for the least delay (lowerEnvelope.ts). */
const WINDOW_S = QUARTZ_ENVELOPE.windowUs / 1e6;
const SECONDS = 75;
/** Between two events of a Bluetooth LE connection (Core Specification, vol. 6 part B, 4.5.1: 7.5 ms to 4 s). */
const SHORTEST_INTERVAL_S = 0.0075;

describe('simulated radio', () => {
  it('is never early, keeps the order, loses what it shall and holds packets back', () => {
    const radio: Radio = { ...QUIET_RADIO, seed: 4, seconds: 200, rateHz: 50, lossShare: 0.05, stall: { everyS: 3, longestUs: 400_000 } };
    const packets = [...radioPackets(radio)];
    expect(packets.length / 10_000).toBeCloseTo(0.95, 2);
    let [last, together, longest] = [0, 0, 0];
    for (const { arrivalUs, trueUs } of packets) {
      const delayUs = arrivalUs - trueUs[0];
      expect(delayUs).toBeGreaterThanOrEqual(radio.leastDelayUs - 1);
      expect(arrivalUs).toBeGreaterThanOrEqual(last);
      if (arrivalUs === last) together++;
      longest = Math.max(longest, delayUs);
      last = arrivalUs;
    }
    expect(together).toBeGreaterThan(300);
    expect(longest).toBeGreaterThan(350_000);
    expect([...radioPackets(radio)]).toEqual(packets);
  });
});

describe('clock mapping through a simulated radio', () => {
  it.each(CLOCK_SCENARIOS)('$name: within 5 ms RMS after 30 s, two sensors within 10 ms', ({ stream, radio }) => {
    const a = clockErrors({ ...radio, seed: 1, seconds: SECONDS }, ourMapper(stream));
    const b = clockErrors({ ...radio, driftPpm: -radio.driftPpm, seed: 2, seconds: SECONDS }, ourMapper(stream));
    expect(rmsFrom(a, FROM_S)).toBeLessThan(LIMIT_RMS_US);
    expect(largestOffsetUs(a, b, FROM_S)).toBeLessThan(LIMIT_OFFSET_US);
    // The limits mean something: packets as they arrive miss them by far.
    expect(rmsFrom(clockErrors({ ...radio, seed: 1, seconds: SECONDS }, arrivalMapper(stream)), FROM_S)).toBeGreaterThan(3 * LIMIT_RMS_US);
  });

  it.each(RESET_SCENARIOS)('$name: a sensor that starts again is on time within seconds', ({ stream, radio }) => {
    const errors = clockErrors({ ...radio, seed: 3, seconds: 120 }, ourMapper(stream));
    expect(settledAfterS(errors, RESET_AT_S, LIMIT_OFFSET_US)).toBeLessThan(10);
    expect(rmsFrom(errors, RESET_AT_S + FROM_S)).toBeLessThan(LIMIT_RMS_US);
  });

  it.each(CLOCK_SCENARIOS)('$name: the line kept with a chunk gives what was recorded live back within 2 ms RMS', ({ stream, radio }) => {
    const clock = createStreamClock(stream);
    let chunk: { deviceUs: number; hostUs: number }[] = [];
    let [sum, count, chunkFromUs] = [0, 0, 0];
    for (const packet of radioPackets({ ...radio, seed: 5, seconds: SECONDS })) {
      const { hostUs, deviceUs } = clock.map(decodedOf(stream, packet), packet.arrivalUs);
      if (packet.trueUs[0] - RADIO_START_US < FROM_S * 1e6) continue;
      if (chunk.length === 0) chunkFromUs = hostUs[0];
      hostUs.forEach((us, i) => {
        chunk.push({ hostUs: us, deviceUs: (deviceUs as Float64Array)[i] });
      });
      if (hostUs[0] - chunkFromUs < 9e6) continue;
      const { slopePpm, offsetUs } = clock.mapping() as ClockMapping;
      for (const one of chunk) sum += (one.deviceUs * (1 + slopePpm / 1e6) + offsetUs - one.hostUs) ** 2;
      count += chunk.length;
      chunk = [];
    }
    expect(count).toBeGreaterThan(1_000);
    expect(Math.sqrt(sum / count)).toBeLessThan(2_000);
  });

  interface AnyStream {
    readonly rateHz: number;
    readonly samplesPerPacket: number;
    readonly kind: 'first' | 'last' | 'each' | 'counter';
  }
  /** Four packets a second or more, and none closer to the next than two events of a connection can be: such wait together, not each for itself. */
  const streams: fc.Arbitrary<AnyStream> = fc.constantFrom(25, 52, 60, 100, 200).chain((rateHz) =>
    fc.record({
      rateHz: fc.constant(rateHz),
      samplesPerPacket: fc.integer({ min: Math.ceil(rateHz * SHORTEST_INTERVAL_S), max: Math.min(25, Math.floor(rateHz / 4)) }),
      kind: fc.constantFrom('first', 'last', 'each', 'counter'),
    }),
  );
  type AnyLink = Pick<Radio, 'seed' | 'driftPpm' | 'clockStartUs' | 'leastDelayUs' | 'jitter' | 'stall' | 'lossShare'>;
  const links: fc.Arbitrary<AnyLink> = fc.record({
    seed: fc.nat(1e9),
    driftPpm: fc.integer({ min: -50, max: 50 }),
    clockStartUs: fc.constantFrom(0, 5_000_000, 2 ** 32 - 35_000_000),
    leastDelayUs: fc.integer({ min: 0, max: 20_000 }),
    jitter: fc.oneof(
      fc.record({ kind: fc.constant('exponential' as const), meanUs: fc.integer({ min: 0, max: 25_000 }) }),
      fc.record({ kind: fc.constant('uniform' as const), maxUs: fc.integer({ min: 0, max: 50_000 }) }),
    ),
    stall: fc.option(fc.record({ everyS: fc.integer({ min: 2, max: 20 }), longestUs: fc.integer({ min: 0, max: 400_000 }) })),
    lossShare: fc.double({ min: 0, max: 0.05, noNaN: true }),
  });

  /** Two sensors of a kind on links of a kind, their clocks drifting apart; `pace`: a counter's true rate, as a share of the nominal one. */
  const twoSensors = ({ rateHz, samplesPerPacket, kind }: AnyStream, link: AnyLink, pace: number) => {
    const counted = kind === 'counter';
    const definition: StreamDefinition = {
      ...movellaDot.streams[0],
      nominalRateHz: rateHz,
      stamp: counted ? 'last' : kind,
      ...(counted && { clock: 'counter', wrapBits: 16, samplesPerTick: samplesPerPacket }),
    };
    const first: Radio = { ...QUIET_RADIO, ...link, rateHz: counted ? rateHz * pace : rateHz, samplesPerPacket, seconds: 60 };
    return [first, { ...first, seed: link.seed + 1, driftPpm: -link.driftPpm }].map((radio) => {
      const errors = clockErrors(radio, ourMapper(definition));
      return { errors, beyond: beyondLeastGiven(radio, errors, WINDOW_S) };
    });
  };

  it('holds for any rate, stamp, packet, drift, jitter, stall and loss within what is promised', () => {
    fc.assert(
      fc.property(streams, links, fc.double({ min: 0.98, max: 1.02, noNaN: true }), (stream, link, pace) => {
        const [a, b] = twoSensors(stream, link, pace);
        expect(rmsFrom(a.errors, FROM_S)).toBeLessThan(LIMIT_RMS_US);
        expect(rmsFrom(b.errors, FROM_S)).toBeLessThan(LIMIT_RMS_US);
        expect(largestOffsetUs(a.errors, b.errors, FROM_S)).toBeLessThan(LIMIT_OFFSET_US);
      }),
      { numRuns: 40 },
    );
  });

  // Each of ten packets waits for itself and holds back those behind it: of 6000 in the window some two come within 5 ms of the least delay.
  it.each<[AnyStream['kind'], Partial<AnyLink>]>([
    ['last', { seed: 999_999_997, driftPpm: -47, leastDelayUs: 2827, stall: { everyS: 11, longestUs: 399_998 }, lossShare: 0.05 }],
    ['first', { seed: 1, driftPpm: 5, leastDelayUs: 7785, stall: { everyS: 7, longestUs: 345_732 } }],
    ['last', { seed: 9, driftPpm: -1, leastDelayUs: 19_993, stall: { everyS: 19, longestUs: 400_000 } }],
    ['each', { seed: 385_064_972, driftPpm: 30, leastDelayUs: 3242 }],
  ])('a link too crowded to give its least delay: 200 packets a second, 0-50 ms each, %s, %o', (kind, found) => {
    const link = { ...QUIET_RADIO, seed: 0, ...found, jitter: { kind: 'uniform', maxUs: 50_000 } as const };
    const both = twoSensors({ rateHz: 200, samplesPerPacket: 1, kind }, link, 1);
    for (const { errors, beyond } of both) {
      expect(rmsFrom(beyond, FROM_S)).toBeLessThan(LIMIT_RMS_US / 2);
      expect(rmsFrom(beyond, FROM_S)).toBeLessThan(rmsFrom(errors, FROM_S));
    }
    expect(largestOffsetUs(both[0].beyond, both[1].beyond, FROM_S)).toBeLessThan(LIMIT_OFFSET_US);
  });

  it('keeps the time of lost packets of a counter, also across its wrap', () => {
    const muse = CLOCK_SCENARIOS[CLOCK_SCENARIOS.length - 1];
    const radio: Radio = { ...muse.radio, seed: 8, seconds: 120, lossShare: 0.05, stall: null };
    const { atS, errorUs } = clockErrors(radio, ourMapper(muse.stream));
    let holes = 0;
    for (let i = 1; i < atS.length; i++) {
      if (atS[i] < FROM_S || atS[i] - atS[i - 1] < 0.04) continue;
      holes++;
      expect(Math.abs(errorUs[i] - errorUs[i - 1])).toBeLessThan(1_000);
    }
    expect(holes).toBeGreaterThan(40);
  });

  it('however long the first packets were held back, what follows is on time after a few seconds', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.integer({ min: 0, max: 400_000 }), (seed, firstUs) => {
        const { stream: dot, radio } = CLOCK_SCENARIOS[0];
        const map = ourMapper(dot);
        let heldUntilUs = 0;
        const held = clockErrors({ ...radio, seed, seconds: 20 }, (packet) => {
          if (heldUntilUs === 0) heldUntilUs = packet.arrivalUs + firstUs;
          return map({ ...packet, arrivalUs: Math.max(packet.arrivalUs, heldUntilUs) });
        });
        // 5 % of the time that goes by is what the mapping gives way.
        expect(settledAfterS(held, 0, LIMIT_RMS_US)).toBeLessThan(2 + (firstUs + 100_000) / 50_000);
      }),
      { numRuns: 30 },
    );
  });
});
