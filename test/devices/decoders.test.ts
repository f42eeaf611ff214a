import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStreamClock } from '#devices/core/clock.ts';
import { createPacketReader } from '#devices/core/packetReader.ts';
import { tickOf } from '#devices/core/stamps.ts';
import type { CharacteristicUse, DecodeResult, DeviceDefinition } from '#devices/core/types.ts';
import { catalogue } from '#devices/drivers/index.ts';
import { CHUNK_LIMITS } from '#shared/recording/chunkData.ts';
import { axisCount } from '#shared/schema/stream.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { allOwnVectors, allSharedVectors, bytesOf } from './sharedVectors.ts';

/** Sweeps over every decoder of the catalogue, with every packet we have. fast-check prints the seed of a failure. */
interface Subject {
  readonly definition: DeviceDefinition;
  readonly use: CharacteristicUse;
}
const subjects: readonly Subject[] = catalogue.flatMap((definition) => definition.characteristics.map((use) => ({ definition, use })));
const reference = allSharedVectors();
const packets = [...allOwnVectors(), ...(reference ?? [])].map(({ hex }) => bytesOf(hex));
const LEARNED = { acc: 0.000244, gyro: 0.07, mag: 0.001, 'wheel.time': 1, 'wheel.count': 2, 'crank.time': 3, 'crank.count': 65535 };

/** What every result keeps, whatever the bytes were. */
function check({ definition, use }: Subject, result: DecodeResult): void {
  const where = `${definition.id} ${use.characteristic}`;
  if (!result.ok) {
    if (result.reason === '') throw new Error(`${where}: no reason`);
    return;
  }
  for (const part of result.streams) {
    const stream = definition.streams.find((one) => one.key === part.stream);
    if (stream === undefined) throw new Error(`${where}: there is no stream ${part.stream}`);
    if (part.sampleCount < 1 || part.counts.length !== part.sampleCount * axisCount(stream.groups)) {
      throw new Error(`${where}: ${part.counts.length} counts for ${part.sampleCount} samples`);
    }
    const stamps = (stream.stamp ?? 'each') === 'each' ? part.sampleCount : 1;
    for (const times of [part.deviceUs, part.counter]) {
      if (times && (times.length !== stamps || !times.every((us) => us >= 0))) throw new Error(`${where}: ${times.length} times`);
    }
    if (stream.clock === 'counter' && part.counter === undefined) throw new Error(`${where}: a counter without its value`);
  }
  const { batteryPct, stimulation } = result.facts ?? {};
  if (batteryPct !== undefined && !(batteryPct >= 0 && batteryPct <= 100)) throw new Error(`${where}: battery ${batteryPct}`);
  for (const value of Object.values(stimulation ?? {})) {
    if (typeof value === 'number' && !(value >= 0 && value <= 7200)) throw new Error(`${where}: stimulation of ${value}`);
  }
  for (const value of Object.values(result.learned ?? {})) if (!Number.isFinite(value)) throw new Error(`${where}: learned ${value}`);
}

function gives(use: CharacteristicUse, bytes: Uint8Array): boolean {
  const result = use.decode(bytes, LEARNED);
  return result.ok && result.streams.length > 0;
}

describe('every decoder of the catalogue', () => {
  it.skipIf(reference === null)(`has the reference packets to face (${NO_SHARED_DATA} if skipped)`, () => {
    expect(reference!.length).toBeGreaterThanOrEqual(64);
  });

  it('gives samples or a reason for every packet of every device, whole and cut at every byte', () => {
    let checked = 0;
    let good = 0;
    for (const subject of subjects) {
      for (const bytes of packets) {
        for (let length = 0; length <= bytes.length; length++) {
          const result = subject.use.decode(bytes.subarray(0, length), LEARNED);
          check(subject, result);
          checked++;
          if (result.ok) good++;
        }
      }
    }
    expect(checked).toBeGreaterThan(subjects.length * 500);
    expect(good).toBeGreaterThan(subjects.length);
  });

  it('gives samples or a reason for packets that are longer, and with flipped bits', () => {
    const flips = fc.array(fc.nat(), { maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...packets), fc.uint8Array({ maxLength: 24 }), flips, (packet, extra, bits) => {
        const bytes = Uint8Array.from([...packet, ...extra]);
        for (const bit of bits) if (bytes.length > 0) bytes[(bit >> 3) % bytes.length] ^= 1 << (bit & 7);
        for (const subject of subjects) check(subject, subject.use.decode(bytes, LEARNED));
      }),
      { numRuns: 300 },
    );
  });

  it('gives samples or a reason for any bytes, and leaves them as they were', () => {
    fc.assert(
      fc.property(fc.nat(subjects.length - 1), fc.uint8Array({ maxLength: 250 }), (which, bytes) => {
        const subject = subjects[which];
        const before = bytes.slice();
        check(subject, subject.use.decode(bytes));
        expect(bytes).toEqual(before);
      }),
      { numRuns: 1500 },
    );
  });

  it('cuts any byte stream into frames that its decoder takes', () => {
    const framed = subjects.filter(({ use }) => use.createFramer !== undefined);
    expect(framed.length).toBeGreaterThanOrEqual(1);
    fc.assert(
      fc.property(
        fc.constantFrom(...framed),
        fc.array(fc.oneof(fc.constantFrom(...packets), fc.uint8Array({ maxLength: 40 }))),
        (subject, parts) => {
          const framer = subject.use.createFramer!();
          let given = 0;
          let taken = 0;
          for (const part of parts) {
            given += part.length;
            const { frames, skippedBytes } = framer.push(part);
            taken += skippedBytes;
            for (const frame of frames) {
              check(subject, subject.use.decode(frame));
              taken += frame.length;
            }
          }
          expect(taken).toBeLessThanOrEqual(given);
        },
      ),
    );
  });
});

it('every stream of every device keeps its time, whatever packets come when', () => {
  /** Packets that a device takes, each with the characteristic that gives samples for it. */
  const pools = catalogue.flatMap((definition) => {
    const pool = definition.characteristics.flatMap((use) => packets.filter((bytes) => gives(use, bytes)).map((bytes) => ({ use, bytes })));
    return pool.length === 0 ? [] : [{ definition, pool }];
  });
  expect(pools.length).toBeGreaterThanOrEqual(10);
  const events = fc.array(fc.record({ pick: fc.nat(), waitUs: fc.nat(3_000_000) }), { maxLength: 40 });
  let samples = 0;
  fc.assert(
    fc.property(fc.nat(pools.length - 1), events, (which, sequence) => {
      const { definition, pool } = pools[which];
      const reader = createPacketReader();
      const clocks = new Map(definition.streams.map((stream) => [stream.key, { clock: createStreamClock(stream), lastUs: 0 }]));
      let arrivalUs = 1_790_000_000_000_000;
      for (const { pick, waitUs } of sequence) {
        const { use, bytes } = pool[pick % pool.length];
        arrivalUs += waitUs;
        for (const result of reader.read(use, bytes)) {
          if (!result.ok) continue;
          for (const part of result.streams) {
            const entry = clocks.get(part.stream)!;
            const { hostUs, deviceUs } = entry.clock.map(part, arrivalUs - (part.lagUs ?? 0));
            expect(hostUs).toHaveLength(part.sampleCount);
            for (const us of hostUs) {
              expect(Number.isInteger(us) && us > entry.lastUs && us < CHUNK_LIMITS.timeUs).toBe(true);
              entry.lastUs = us;
              samples++;
            }
            expect(deviceUs?.every((us) => us >= 0 && us < CHUNK_LIMITS.timeUs) ?? true).toBe(true);
          }
        }
      }
    }),
    { numRuns: 400 },
  );
  expect(samples).toBeGreaterThan(1000);
});

it('every clock of the catalogue that wraps runs through its wrap without a gap', () => {
  const startUs = 1_790_000_000_000_000;
  const wrapping = catalogue.flatMap((definition) => definition.streams.filter((stream) => stream.wrapBits !== null));
  for (const stream of wrapping) {
    const clock = createStreamClock(stream);
    const stepUs = stream.clock === 'counter' ? tickOf(stream) : Math.ceil(20_000 / tickOf(stream)) * tickOf(stream);
    const ticks = stepUs / tickOf(stream);
    const sampleCount = (stream.stamp ?? 'each') === 'each' ? 1 : (stream.samplesPerTick ?? 1);
    const counts = new Int16Array(sampleCount * axisCount(stream.groups));
    let last = 0;
    for (let i = 0; i < 40; i++) {
      const value = (2 ** stream.wrapBits! - 20 * ticks + i * ticks) % 2 ** stream.wrapBits!;
      const deviceUs = stream.clock === 'counter' ? null : Float64Array.of(value * tickOf(stream));
      const part = { stream: stream.key, sampleCount, counts, deviceUs, ...(deviceUs ? {} : { counter: Float64Array.of(value) }) };
      const mapped = clock.map(part, startUs + Math.round(i * stepUs));
      expect(mapped.gapBefore, stream.key).toBe(false);
      const first = mapped.hostUs[0];
      if (i > 0) expect(Math.abs(first - last - stepUs), stream.key).toBeLessThanOrEqual(1);
      last = first;
      expect(mapped.deviceUs![0]).toBeLessThan(CHUNK_LIMITS.timeUs);
    }
  }
  expect(wrapping.length).toBeGreaterThanOrEqual(3);
});
