import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStreamClock } from '#devices/core/clock.ts';
import { COUNTER_ENVELOPE, LowerEnvelope, QUARTZ_ENVELOPE } from '#devices/core/lowerEnvelope.ts';
import type { StreamDefinition } from '#devices/core/types.ts';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import { seededRandom } from './seededRandom.ts';

const DOT = movellaDot.streams[0];
const START_US = 1_790_000_000_000_000;
const BASE_DELAY_US = 3_000;

interface Run {
  readonly seed: number;
  readonly slopePpm: number;
  readonly seconds: number;
  readonly clockStartUs: number;
}

/** A DOT at 60 Hz whose quartz is off, heard through a radio that delays packets by 3 ms and a one-sided, bursty rest. */
function simulate({ seed, slopePpm, seconds, clockStartUs }: Run) {
  const random = seededRandom(seed);
  const clock = createStreamClock(DOT);
  const errorsUs: number[] = [];
  const stepsUs: number[] = [];
  let lastUs = 0;
  let lastArrivalUs = 0;
  let deviceUs = 0;
  let gaps = 0;
  for (let i = 0; i < seconds * 60; i++) {
    const trueUs = START_US + Math.round((i * 1e6) / 60);
    const device = clockStartUs + (trueUs - START_US) * (1 + slopePpm / 1e6);
    const burst = random() < 0.02 ? 60_000 * random() : 0;
    const delayUs = BASE_DELAY_US - 12_000 * Math.log(1 - random()) + burst;
    lastArrivalUs = Math.max(lastArrivalUs, Math.round(trueUs + delayUs));
    const raw = Float64Array.of(Math.round(device) % 2 ** 32);
    const mapped = clock.map({ stream: 'imu', sampleCount: 1, counts: new Int16Array(10), deviceUs: raw }, lastArrivalUs);
    if (i > 0) stepsUs.push(mapped.hostUs[0] - lastUs);
    lastUs = mapped.hostUs[0];
    deviceUs = mapped.deviceUs![0];
    if (mapped.gapBefore) gaps++;
    errorsUs.push(mapped.hostUs[0] - trueUs);
  }
  return { errorsUs, stepsUs, gaps, deviceUs, mapping: clock.mapping()! };
}

describe('device clock', () => {
  it.each([-280, -40, 0, 40, 280])('follows a clock that is %d ppm off within 1 ms under one-sided jitter', (slopePpm) => {
    const run = simulate({ seed: 7, slopePpm, seconds: 120, clockStartUs: 5_000_000 });
    const settled = run.errorsUs.slice(60 * 20);
    // The smallest delay cannot be seen from here: it stays as a constant offset.
    for (const errorUs of settled) expect(Math.abs(errorUs - BASE_DELAY_US)).toBeLessThan(1_000);
    expect(Math.abs(run.mapping.slopePpm)).toBeLessThanOrEqual(300);
    expect(run.gaps).toBe(0);
    for (const stepUs of run.stepsUs) expect(Math.abs(stepUs - 16_667)).toBeLessThan(16_667 * 0.06);
  });

  it('keeps whole, strictly increasing microseconds for any clock error and seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: -300, max: 300 }), (seed, slopePpm) => {
        const run = simulate({ seed, slopePpm, seconds: 15, clockStartUs: 0 });
        for (const stepUs of run.stepsUs) expect(Number.isInteger(stepUs) && stepUs > 0).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('runs through the 32-bit wrap at 71.6 minutes without a gap', () => {
    const run = simulate({ seed: 3, slopePpm: 20, seconds: 30, clockStartUs: 2 ** 32 - 10_000_000 });
    expect(run.gaps).toBe(0);
    expect(run.deviceUs).toBeGreaterThan(2 ** 32 + 19_000_000);
    expect(run.stepsUs.every((stepUs) => stepUs > 15_000 && stepUs < 18_000)).toBe(true);
  });

  const feed = (clock: ReturnType<typeof createStreamClock>, deviceUs: number, arrivalUs: number) =>
    clock.map({ stream: 'imu', sampleCount: 1, counts: new Int16Array(10), deviceUs: Float64Array.of(deviceUs) }, arrivalUs);

  it('marks a frame later than 1.5 intervals as a gap and keeps its own time', () => {
    const clock = createStreamClock(DOT);
    feed(clock, 0, START_US);
    expect(feed(clock, 16_667, START_US + 16_667).gapBefore).toBe(false);
    const late = feed(clock, 66_667, START_US + 66_667);
    expect(late.gapBefore).toBe(true);
    expect(late.hostUs[0]).toBe(START_US + 66_667);
  });

  it('takes a clock that restarts for a gap, not for a wrap', () => {
    const clock = createStreamClock(DOT);
    feed(clock, 60_000_000, START_US);
    const reset = feed(clock, 100, START_US + 20_000);
    expect(reset).toEqual({ hostUs: Float64Array.of(START_US + 20_000), deviceUs: Float64Array.of(100), gapBefore: true });
  });

  it('never goes back, even when packets came at once and the clock restarts behind them', () => {
    const clock = createStreamClock(DOT);
    let last = 0;
    for (let i = 0; i < 30; i++) [last] = feed(clock, i * 16_667, START_US).hostUs;
    expect(last).toBeGreaterThan(START_US + 400_000);
    expect(feed(clock, 5, START_US + 20_000).hostUs[0]).toBeGreaterThan(last);
  });

  it('after a lost link starts the fit anew, behind a gap, and unwraps over the time away', () => {
    const clock = createStreamClock(DOT);
    feed(clock, 1_000, START_US);
    clock.restart();
    const awayUs = 2 ** 32 + 5_000_000;
    const back = feed(clock, 5_001_000, START_US + awayUs);
    expect(back).toEqual({ hostUs: Float64Array.of(START_US + awayUs), deviceUs: Float64Array.of(1_000 + awayUs), gapBefore: true });
  });

  it('survives packets that were held back for 20 s and then come at once', () => {
    const clock = createStreamClock(DOT);
    for (let i = 0; i < 60; i++) feed(clock, i * 16_667, START_US + i * 16_667);
    let previous = START_US + 59 * 16_667;
    for (let i = 60; i < 1260; i++) {
      const { hostUs } = feed(clock, i * 16_667, START_US + 1260 * 16_667);
      expect(Math.abs(hostUs[0] - previous - 16_667)).toBeLessThan(900);
      previous = hostUs[0];
    }
  });

  it('counts a counter that wraps, in packets of three samples', () => {
    const stream: StreamDefinition = { ...DOT, clock: 'counter', wrapBits: 8, nominalRateHz: 300, samplesPerTick: 3, stamp: 'last' };
    const clock = createStreamClock(stream);
    const steps: number[] = [];
    let gaps = 0;
    let last = -1;
    for (let i = 0; i < 600; i++) {
      const counter = Float64Array.of(i % 256);
      const part = { stream: 'imu', sampleCount: 3, counts: new Int16Array(30), deviceUs: null, counter };
      const mapped = clock.map(part, START_US + i * 10_000);
      if (mapped.gapBefore) gaps++;
      for (const us of mapped.hostUs) {
        if (last > 0) steps.push(us - last);
        last = us;
      }
      if (i === 599) expect(mapped.deviceUs![2]).toBe(5_990_000);
    }
    expect([gaps, steps.length]).toEqual([0, 1799]);
    expect(steps.every((us) => us === 3333 || us === 3334)).toBe(true);
  });
});

describe('packets with one stamp', () => {
  const stamped = (stamp: 'first' | 'last', sampleCount: number, deviceUs: number) =>
    ({
      stamp,
      packet: { stream: 'imu', sampleCount, counts: new Int16Array(10 * sampleCount), deviceUs: Float64Array.of(deviceUs) },
    }) as const;
  const feed = (clock: ReturnType<typeof createStreamClock>, one: ReturnType<typeof stamped>, arrivalUs: number) =>
    clock.map(one.packet, arrivalUs);
  const at100Hz = (stamp: 'first' | 'last'): StreamDefinition => ({ ...DOT, wrapBits: null, nominalRateHz: 100, stamp });

  it('last: the first packet at the nominal step, later ones share out what lies between the stamps', () => {
    const clock = createStreamClock(at100Hz('last'));
    expect([...feed(clock, stamped('last', 3, 1_000_000), START_US).deviceUs!]).toEqual([980_000, 990_000, 1_000_000]);
    const next = feed(clock, stamped('last', 4, 1_044_000), START_US + 44_000);
    expect([...next.deviceUs!]).toEqual([1_011_000, 1_022_000, 1_033_000, 1_044_000]);
    expect([next.gapBefore, next.hostUs[3]]).toEqual([false, START_US + 44_000]);
  });

  it('last: after a lost packet the nominal step and a gap, never samples stretched over the hole', () => {
    const clock = createStreamClock(at100Hz('last'));
    feed(clock, stamped('last', 4, 1_000_000), START_US);
    const late = feed(clock, stamped('last', 4, 1_080_000), START_US + 80_000);
    expect(late.gapBefore).toBe(true);
    expect([...late.deviceUs!]).toEqual([1_050_000, 1_060_000, 1_070_000, 1_080_000]);
  });

  it('first: runs forward from the stamp', () => {
    const clock = createStreamClock(at100Hz('first'));
    expect([...feed(clock, stamped('first', 2, 500_000), START_US).deviceUs!]).toEqual([500_000, 510_000]);
    const next = feed(clock, stamped('first', 2, 522_000), START_US + 22_000);
    expect([...next.deviceUs!]).toEqual([522_000, 533_000]);
    expect(next.gapBefore).toBe(false);
    expect(feed(clock, stamped('first', 2, 566_000), START_US + 66_000).gapBefore).toBe(true);
  });

  it('a clock that restarts in between (a strap that was off) begins anew behind a gap', () => {
    const clock = createStreamClock(at100Hz('last'));
    feed(clock, stamped('last', 2, 800_000_000_000_000), START_US);
    const restarted = feed(clock, stamped('last', 2, 599_616_000_000_000), START_US + 20_000);
    expect(restarted.gapBefore).toBe(true);
    expect([...restarted.deviceUs!]).toEqual([599_615_999_990_000, 599_616_000_000_000]);
    expect(restarted.hostUs[1] - restarted.hostUs[0]).toBe(10_000);
  });

  it('last: samples older than the zero of a clock keep their host times, and none gets a negative device time', () => {
    const mapped = feed(createStreamClock(at100Hz('last')), stamped('last', 3, 5_000), START_US);
    expect([...mapped.deviceUs!]).toEqual([0, 0, 5_000]);
    expect([...mapped.hostUs]).toEqual([START_US - 20_000, START_US - 10_000, START_US]);
  });

  it('a time beyond what can be recorded is no time: the packet stands as it arrived', () => {
    const clock = createStreamClock(at100Hz('last'));
    feed(clock, stamped('last', 2, 1_000_000), START_US);
    const odd = feed(clock, stamped('last', 2, Number((2n ** 63n - 1n) / 1000n)), START_US + 20_000);
    expect(odd).toEqual({ hostUs: Float64Array.of(START_US + 10_000, START_US + 20_000), deviceUs: null, gapBefore: false });
  });

  it('times increase strictly whatever stamps, sizes and arrivals come', () => {
    const step = fc.record({ count: fc.integer({ min: 1, max: 40 }), us: fc.nat(2 ** 40), wait: fc.nat(2_000_000) });
    fc.assert(
      fc.property(fc.constantFrom('first', 'last'), fc.array(step, { maxLength: 12 }), (stamp, steps) => {
        const clock = createStreamClock({ ...at100Hz(stamp), wrapBits: 32 });
        let arrivalUs = START_US;
        let last = 0;
        for (const { count, us, wait } of steps) {
          arrivalUs += wait;
          for (const hostUs of feed(clock, stamped(stamp, count, us), arrivalUs).hostUs) {
            expect(Number.isInteger(hostUs) && hostUs > last).toBe(true);
            last = hostUs;
          }
        }
      }),
    );
  });
});

describe('lower envelope', () => {
  it('lies under every point of its window and touches one, within the bounds of its slope', () => {
    // A point a second or slower: each has a bucket of its own.
    const step = fc.tuple(fc.integer({ min: 1e6, max: 4e6 }), fc.integer({ min: 0, max: 80_000 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), fc.constantFrom(QUARTZ_ENVELOPE, COUNTER_ENVELOPE), (steps, params) => {
        const envelope = new LowerEnvelope(params);
        let xUs = 0;
        const points = steps.map(([stepUs, yUs]) => {
          xUs += stepUs;
          envelope.add(xUs, yUs);
          return { xUs, yUs };
        });
        const above = points.filter((p) => xUs - p.xUs < params.windowUs).map((p) => p.yUs - envelope.interceptUs - envelope.slope * p.xUs);
        expect(Math.min(...above)).toBeGreaterThan(-1e-6);
        expect(Math.min(...above)).toBeLessThan(1e-6);
        expect(Math.abs(envelope.slope)).toBeLessThanOrEqual(params.maxSlope);
      }),
    );
  });

  it('finds the line that all points lie on', () => {
    for (const slope of [-300e-6, -20e-6, 0, 50e-6]) {
      const envelope = new LowerEnvelope(QUARTZ_ENVELOPE);
      for (let i = 0; i <= 40; i++) envelope.add(i * 1e6, 500 + slope * i * 1e6);
      expect(envelope.slope).toBeCloseTo(slope, 12);
      expect(envelope.interceptUs).toBeCloseTo(500, 6);
    }
  });
});

describe('clocks of streams without device time', () => {
  const rr: StreamDefinition = { ...DOT, key: 'rr', clock: 'rrChain', wrapBits: null, nominalRateHz: 0 };
  const arrival: StreamDefinition = { ...DOT, clock: 'arrival', wrapBits: null, nominalRateHz: 1 };
  const beats = (...counts: number[]) => ({ stream: 'rr', sampleCount: counts.length, counts: Int16Array.from(counts), deviceUs: null });

  it('puts the last beat at arrival and walks back, then keeps the spacing of the beats', () => {
    const clock = createStreamClock(rr);
    expect(clock.map(beats(512, 1024), START_US)).toEqual({
      hostUs: Float64Array.of(START_US - 1_000_000, START_US),
      deviceUs: null,
      gapBefore: false,
    });
    // Arrives 0.3 s later than the beat ended: the chain does not care.
    expect(clock.map(beats(1024), START_US + 1_300_000).hostUs).toEqual(Float64Array.of(START_US + 1_000_000));
  });

  it('never lets a beat end after its arrival', () => {
    const clock = createStreamClock(rr);
    clock.map(beats(1024), START_US);
    expect(clock.map(beats(1024), START_US + 900_000).hostUs).toEqual(Float64Array.of(START_US + 900_000));
  });

  it('needs no second start in an hour of intervals that are cut, not rounded, to 1/1024 s', () => {
    const clock = createStreamClock(rr);
    const random = seededRandom(9);
    let beatUs = START_US;
    for (let beat = 0; beat < 4500; beat++) {
      const intervalUs = 750_000 + 100_000 * random();
      beatUs += intervalUs;
      const { hostUs, gapBefore } = clock.map(beats(Math.floor((intervalUs * 1024) / 1e6)), Math.round(beatUs + 900_000 * random()));
      expect(gapBefore).toBe(false);
      // Four minutes in, the chain is near the edge; cut intervals alone would have put it 2 s behind by now.
      if (beat > 300) expect(Math.abs(hostUs[0] - beatUs)).toBeLessThan(60_000);
    }
  });

  it('starts a new chain behind a gap when beats went missing for more than 2 s', () => {
    const clock = createStreamClock(rr);
    clock.map(beats(1024), START_US);
    expect(clock.map(beats(1024), START_US + 3_100_000)).toMatchObject({ hostUs: Float64Array.of(START_US + 3_100_000), gapBefore: true });
  });

  it('starts a new chain where the sensor itself says that beats are missing, however few', () => {
    const clock = createStreamClock(rr);
    clock.map(beats(1024), START_US);
    const behind = clock.map({ ...beats(1024), gapBefore: true }, START_US + 1_900_000);
    expect(behind).toEqual({ hostUs: Float64Array.of(START_US + 1_900_000), deviceUs: null, gapBefore: true });
  });

  it('takes arrival where there is nothing better, increasing even when two packets come at once', () => {
    const clock = createStreamClock(arrival);
    expect(clock.map(beats(1), START_US)).toMatchObject({ hostUs: Float64Array.of(START_US), gapBefore: false });
    expect(clock.map(beats(1), START_US)).toMatchObject({ hostUs: Float64Array.of(START_US + 1), gapBefore: false });
    expect(clock.map(beats(1), START_US + 1_600_000)).toMatchObject({ gapBefore: true });
    clock.restart();
    expect(clock.map(beats(1, 1), START_US + 3_600_000)).toMatchObject({
      hostUs: Float64Array.of(START_US + 2_600_000, START_US + 3_600_000),
      gapBefore: true,
    });
    expect(clock.mapping()).toBeNull();
  });
});
