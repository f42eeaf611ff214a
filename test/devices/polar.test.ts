import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacketReader } from '#devices/core/packetReader.ts';
import type { DecodeResult } from '#devices/core/types.ts';
import { polarH10 } from '#devices/drivers/polarH10.ts';
import { polarVeritySense } from '#devices/drivers/polarVeritySense.ts';
import { decodePmdControl, parsePmdResponse, parsePmdSettings, pmdRefusal, settingsRefusal } from '#devices/profiles/polarControl.ts';
import { decodeDelta } from '#devices/profiles/polarDelta.ts';
import { decodePmdData, PMD_HEAD_BYTES, parsePmdHead, rawValues } from '#devices/profiles/polarFrames.ts';
import { parsePulseIntervals } from '#devices/profiles/polarPpi.ts';
import { encodeDelta } from '#devices/simulation/polarDelta.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { conversation } from './conversation.ts';
import { bytesOf, ownVectors, sharedVectors } from './sharedVectors.ts';

interface Expected {
  readonly tsNs?: string;
  readonly samples?: readonly (readonly number[])[];
  readonly rawSamples?: readonly (readonly number[])[];
  readonly uV?: readonly number[];
  readonly values?: readonly number[];
  readonly factor?: number | null;
  readonly firstMG?: readonly number[];
  readonly lastMG?: readonly number[];
  readonly first?: readonly number[];
  readonly second?: readonly number[];
  readonly count?: number;
  /** Milliseconds, and their error. */
  readonly intervals?: readonly (readonly number[])[];
}
const reference = sharedVectors<Expected>('polar:pmd');
const own = ownVectors<Expected>('polarPmd');
const named = (stream: string) => reference!.find((vector) => vector.stream.startsWith(stream))!;
const payloadOf = (bytes: Uint8Array) => bytes.subarray(PMD_HEAD_BYTES);
const rows = (values: ArrayLike<number>, channels: number): number[][] =>
  Array.from({ length: values.length / channels }, (_, i) => Array.from({ length: channels }, (_unused, c) => values[i * channels + c]));
const onlyStream = (result: DecodeResult) => {
  if (!result.ok) throw new Error(result.reason);
  expect(result.streams).toHaveLength(1);
  return result.streams[0];
};
const MG_PER_COUNT = 8000 / 32768;

describe.skipIf(reference === null)(`the maker's own frames (${NO_SHARED_DATA} if skipped)`, () => {
  it.each([
    ['acc raw1', 3],
    ['acc compressed0', 3],
    ['acc compressed1', 3],
    ['gyro compressed0', 3],
    ['gyro compressed1', 3],
    ['mag compressed0', 3],
    ['mag compressed1', 4],
    ['ecg raw0', 1],
  ] as const)('%s: raw values and time', (stream, channels) => {
    const { hex, expect: wanted } = named(stream);
    const bytes = bytesOf(hex);
    const head = parsePmdHead(bytes)!;
    const raw = wanted.rawSamples ?? wanted.samples ?? wanted.uV!.map((value) => [value]);
    expect(head.timeNs).toBe(BigInt(wanted.tsNs!));
    expect(rows(rawValues(head, payloadOf(bytes))!, channels)).toEqual(raw);
    expect(onlyStream(decodePmdData(bytes)).sampleCount).toBe(raw.length);
  });

  it('delta payload of many blocks', () => {
    const { hex, expect: wanted } = named('delta multi-block payload');
    const found = rows(decodeDelta(bytesOf(hex), { channels: 3, bits: 16 })!, 3);
    expect(found).toHaveLength(wanted.count!);
    expect(found.slice(0, wanted.samples!.length)).toEqual(wanted.samples);
  });

  it('a delta payload whose last block is cut short is refused: the maker fills it up with samples that were never measured', () => {
    const { hex, expect: wanted } = named('acc delta payload');
    const bytes = bytesOf(hex);
    const layout = { channels: 3, bits: 16 } as const;
    // The reference sample and one block of 42 samples at 6 bits; the next says 20 samples at 12 bits, of which 4 are there.
    const whole = rows(decodeDelta(bytes.subarray(0, 6 + 2 + Math.ceil((42 * 3 * 6) / 8)), layout)!, 3);
    expect([whole.length, whole[0], whole[1]]).toEqual([43, wanted.first, wanted.second]);
    expect(decodeDelta(bytes, layout)).toBeNull();
  });

  it('acceleration with the factor the sensor told is what the maker computes, to half a step of ours and its own rounding down', () => {
    const { hex, expect: wanted } = named('acc compressed0');
    const { counts, sampleCount, deviceUs } = onlyStream(decodePmdData(bytesOf(hex), { acc: Math.fround(wanted.factor!) }));
    for (const [sample, milliG] of [
      [0, wanted.firstMG!],
      [sampleCount - 1, wanted.lastMG!],
    ] as const) {
      milliG.forEach((mg, axis) => {
        const off = Math.abs(counts[sample * 3 + axis] * MG_PER_COUNT) - Math.abs(mg);
        expect(off).toBeGreaterThan(-0.5 * MG_PER_COUNT);
        expect(off).toBeLessThan(1 + 0.5 * MG_PER_COUNT);
      });
    }
    expect(deviceUs).toEqual(Float64Array.of(2_000_000));
  });

  it('control point: answers, the stop of its own accord, the features', () => {
    expect(decodePmdControl(bytesOf(named('cp unsolicited stop').hex))).toMatchObject({ ok: true, ended: ['acc'] });
    expect(decodePmdControl(bytesOf(named('features').hex))).toEqual({ ok: true, streams: [], notes: [] });
    expect(parsePmdResponse(bytesOf(named('cp response ok').hex))).toEqual({
      op: 1,
      type: 2,
      status: 0,
      more: false,
      params: bytesOf('FF FF FF'),
    });
    expect(pmdRefusal(bytesOf(named('cp response error').hex))).toEqual({
      code: 'refused',
      message: 'The sensor does not give the magnetic field: it does not have this resolution.',
    });
  });

  it('pulse intervals', () => {
    const bytes = bytesOf(named('ppi raw0').hex);
    expect(parsePulseIntervals(payloadOf(bytes))).toEqual([
      { heartRateBpm: 128, intervalMs: 32896, errorMs: 32896, blocked: true, skinContact: true, contactBit: true },
      { heartRateBpm: 0, intervalMs: 1, errorMs: 1, blocked: false, skinContact: false, contactBit: false },
    ]);
    expect(decodePmdData(bytes)).toMatchObject({ ok: true, streams: [], notes: ['2 of 2 pulse intervals are not valid'] });
  });
});

describe('frames', () => {
  it.each(own.filter(({ expect: wanted }) => wanted.values))('$stream: $source', ({ hex, expect: wanted }) => {
    const bytes = bytesOf(hex);
    expect(Array.from(rawValues(parsePmdHead(bytes)!, payloadOf(bytes))!)).toEqual(wanted.values);
  });

  it.each(own.filter(({ expect: wanted }) => wanted.intervals))('$stream: $source', ({ hex, expect: wanted }) => {
    const intervals = parsePulseIntervals(payloadOf(bytesOf(hex)))!;
    expect(intervals.map(({ intervalMs, errorMs }) => [intervalMs, errorMs])).toEqual(wanted.intervals);
    expect(intervals.every(({ blocked, skinContact }) => !blocked && skinContact)).toBe(true);
  });

  it('values of physics: mG, deg/s, gauss and microvolts', () => {
    const head = (type: number, frame: number): number[] => [type, 1, 0, 0, 0, 0, 0, 0, 0, frame];
    const counts = (bytes: number[], learned = {}) => [...onlyStream(decodePmdData(Uint8Array.from(bytes), learned)).counts];
    expect(counts([...head(2, 1), 0xe8, 0x03, 0, 0, 0x18, 0xfc]).map((count) => Math.round(count * MG_PER_COUNT))).toEqual([
      1000, 0, -1000,
    ]);
    const dps = counts([...head(5, 0x80), 100, 0, 0, 0, 0x9c, 0xff], { gyro: 0.5 }).map((count) => (count * 2000) / 32768);
    expect(dps.map(Math.round)).toEqual([50, 0, -50]);
    expect(
      counts([...head(6, 0x81), 0xf4, 0x01, 0, 0, 0x0c, 0xfe, 2, 0]).map((count, i) => (i === 3 ? count : count * (5000 / 32768))),
    ).toEqual([expect.closeTo(50, 0), 0, expect.closeTo(-50, 0), 2]);
    // Beyond the range of int16 a microvolt count stays at its end.
    expect(counts([...head(0, 0), 0x02, 0x80, 0xff, 0x02, 0x80, 0x00])).toEqual([-32766, 32767]);
  });

  it('a raw frame takes no factor, and a time of zero is no time', () => {
    const bytes = Uint8Array.from([2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xe8, 0x03, 0, 0, 0, 0]);
    const { counts, deviceUs } = onlyStream(decodePmdData(bytes, { acc: 0.5 }));
    expect([Math.round(counts[0] * MG_PER_COUNT), deviceUs]).toEqual([1000, null]);
  });

  it('pulse intervals are chained around those that cannot be used, also across frames', () => {
    const head = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const interval = (ms: number, flags: number): number[] => [60, ms & 0xff, ms >> 8, 10, 0, flags];
    const first = decodePmdData(
      Uint8Array.from([...head, ...interval(1000, 6), ...interval(900, 7), ...interval(500, 6), ...interval(600, 6), ...interval(800, 1)]),
    );
    expect(first).toEqual({
      ok: true,
      notes: ['2 of 5 pulse intervals are not valid'],
      streams: [
        { stream: 'ppi', sampleCount: 1, counts: Int16Array.of(1024, 10), deviceUs: null, lagUs: 2_800_000, gapBefore: false },
        { stream: 'ppi', sampleCount: 2, counts: Int16Array.of(512, 10, 614, 10), deviceUs: null, lagUs: 800_000, gapBefore: true },
      ],
      learned: { 'ppi.broken': 1 },
    });
    const second = decodePmdData(Uint8Array.from([...head, ...interval(1000, 6)]), { 'ppi.broken': 1 });
    expect(onlyStream(second).gapBefore).toBe(true);
  });

  it('refuses what it does not know or does not hold whole', () => {
    const reason = (hex: string) => decodePmdData(bytesOf(hex));
    expect(reason('02 01 00 00 00 00 00 00 00 05 00')).toEqual({ ok: false, reason: 'Polar frame of type 2, raw 5 is not known' });
    expect(reason('02 01 00 00 00 00 00 00 00 81 00 00 00 00 00 00 03')).toEqual({
      ok: false,
      reason: 'Polar frame of type 2, compressed 1 does not hold whole samples',
    });
    expect(reason('02 01 00')).toEqual({ ok: false, reason: 'Polar frame cut short at 3 bytes' });
  });
});

describe('delta code', () => {
  it('gives back what was encoded', () => {
    const channels = fc.integer({ min: 1, max: 4 });
    const bits = fc.constantFrom<16 | 32>(16, 32);
    fc.assert(
      fc.property(channels, bits, fc.array(fc.integer({ min: -30000, max: 30000 }), { minLength: 4, maxLength: 400 }), (c, b, raw) => {
        const values = Int32Array.from(raw.slice(0, raw.length - (raw.length % c)));
        expect(decodeDelta(encodeDelta(values, c, b), { channels: c, bits: b })).toEqual(values);
      }),
    );
  });

  it('gives back differences of 17 to 32 bits', () => {
    const values = Int32Array.of(0, 2 ** 31 - 1, -1, -(2 ** 31) + 5, 77);
    expect(decodeDelta(encodeDelta(values, 1, 32), { channels: 1, bits: 32 })).toEqual(values);
  });

  it('refuses a payload that ends in the middle, and widths that are none', () => {
    const whole = encodeDelta(Int32Array.of(1, 2, 3, 40, 50, 60), 3, 16);
    for (let length = 0; length < whole.length; length++) {
      const part = decodeDelta(whole.subarray(0, length), { channels: 3, bits: 16 });
      // The reference sample alone is a whole frame.
      if (length === 6) expect([...part!]).toEqual([1, 2, 3]);
      else expect(part).toBeNull();
    }
    expect(decodeDelta(bytesOf('01 00 21 01 FF FF FF FF FF'), { channels: 1, bits: 16 })).toBeNull();
  });

  it('takes a block of zero bits for empty, as the maker does', () => {
    expect([...decodeDelta(bytesOf('07 00 00 05 04 01 0F'), { channels: 1, bits: 16 })!]).toEqual([7, 6]);
  });
});

describe('control point', () => {
  it.each(own.filter(({ stream }) => stream.startsWith('control')))('$stream', ({ hex, expect: wanted }) => {
    expect(parsePmdSettings(parsePmdResponse(bytesOf(hex))!.params)).toEqual(wanted);
  });

  it('learns the factor of a start, and forgets an earlier one', () => {
    expect(decodePmdControl(bytesOf('F0 02 05 00 00 05 01 00 00 00 3F'))).toMatchObject({ learned: { gyro: 0.5 } });
    expect(decodePmdControl(bytesOf('F0 02 05 00 00'))).toMatchObject({ learned: { gyro: 1 } });
    // A factor that is no number, or of a start that was refused, is none.
    expect(decodePmdControl(bytesOf('F0 02 05 00 00 05 01 00 00 C0 7F'))).toMatchObject({ learned: { gyro: 1 } });
    expect(decodePmdControl(bytesOf('F0 02 05 0A 00'))).not.toHaveProperty('learned');
  });

  it('says in words why a stream does not run', () => {
    expect(pmdRefusal(bytesOf('F0 02 02 0A'))).toEqual({
      code: 'smallPackets',
      message: 'This connection’s packets are too small for acceleration: the sensor needs 232 bytes. Another phone or computer may do.',
    });
    expect(pmdRefusal(bytesOf('F0 02 02 0D'))?.message).toBe('The sensor does not give acceleration: it is on its charger.');
    expect(pmdRefusal(bytesOf('F0 02 00 63'))?.message).toBe('The sensor does not give the ECG: it says 99.');
    expect(pmdRefusal(bytesOf('F0 02'))?.code).toBe('protocol');
    for (const status of ['00', '06']) expect(pmdRefusal(bytesOf(`F0 02 02 ${status}`))).toBeNull();
  });

  it('says which rates are on offer when the wanted one is not', () => {
    const offer = bytesOf('F0 01 02 00 00 00 02 19 00 32 00');
    const refusal = settingsRefusal({ option: 'accRate' });
    expect(refusal(offer, { accRate: 50 })).toBeNull();
    expect(refusal(offer, { accRate: 200 })?.message).toBe('The sensor offers acceleration at 25, 50 Hz, not at 200 Hz.');
    // An answer that is only a part says nothing about what is missing.
    expect(refusal(bytesOf('F0 01 02 00 01 00 02 19 00 32 00'), { accRate: 200 })).toBeNull();
    expect(settingsRefusal({ hz: 52 })(offer, {})?.message).toContain('not at 52 Hz');
  });
});

describe('what the sensors are told', () => {
  it('H10: acceleration alone unless the ECG is asked for; the rate goes into the bytes; every stream is stopped', () => {
    expect(conversation(polarH10)).toEqual({ start: ['01 02', '02 02 02 01 08 00 00 01 32 00 01 01 10 00'], stop: ['03 02'] });
    expect(conversation(polarH10, { ecg: true, accRate: 200 })).toEqual({
      start: ['01 00', '02 00 00 01 82 00 01 01 0E 00', '01 02', '02 02 02 01 08 00 00 01 C8 00 01 01 10 00'],
      stop: ['03 00', '03 02'],
    });
    expect(conversation(polarH10, { acc: false })).toEqual({ start: [], stop: [] });
  });

  it('Verity Sense: acceleration and turning rate; field and pulse intervals when asked for; never SDK mode', () => {
    const { start } = conversation(polarVeritySense, { mag: true, magRate: 100, ppi: true });
    expect(start).toEqual([
      '01 02',
      '02 02 00 01 34 00 01 01 10 00 02 01 08 00 04 01 03',
      '01 05',
      '02 05 00 01 34 00 01 01 10 00 02 01 D0 07 04 01 03',
      '01 06',
      '02 06 00 01 64 00 01 01 10 00 02 01 32 00 04 01 03',
      '02 03',
    ]);
    expect(conversation(polarVeritySense)).toEqual({ start: start.slice(0, 4), stop: ['03 02', '03 05'] });
  });
});

describe('answers of the control point that come in pieces', () => {
  const vector = (stream: string) => bytesOf(own.find((one) => one.device === 'polarH10' && one.stream === stream)!.hex);
  const OFFER = vector('control: settings of acceleration');
  const STARTED = vector('control: start with factor');
  const control = polarH10.characteristics.find(({ mode }) => mode === 'indicate')!;

  /** Cut after these parameter bytes; every piece with the head, whose last byte is 1 but for the last piece. */
  function pieces(answer: Uint8Array, cuts: readonly number[]): Uint8Array[] {
    const params = answer.subarray(5);
    const edges = [0, ...cuts.filter((cut) => cut < params.length).sort((a, b) => a - b), params.length];
    return edges
      .slice(1)
      .map((to, i) => Uint8Array.of(...answer.subarray(0, 4), i < edges.length - 2 ? 1 : 0, ...params.subarray(edges[i], to)));
  }
  function framesOf(packets: readonly Uint8Array[]): Uint8Array[] {
    const reader = createPacketReader();
    const frames: Uint8Array[] = [];
    for (const packet of packets) reader.read(control, packet, (frame) => frames.push(frame));
    return frames;
  }

  it('are joined to the answer that one packet would have been, wherever they are cut', () => {
    let cut = 0;
    fc.assert(
      fc.property(fc.constantFrom(OFFER, STARTED), fc.array(fc.integer({ min: 0, max: 22 }), { maxLength: 5 }), (answer, cuts) => {
        const packets = pieces(answer, cuts);
        expect(framesOf(packets)).toEqual([answer]);
        if (packets.length > 1) cut++;
      }),
    );
    expect(cut).toBeGreaterThan(20);
  });

  it('decide about the rate by all of it, and the factor in the last piece is learned', () => {
    const offered = settingsRefusal({ hz: 200 });
    // The first piece of two ends before 200 Hz.
    const [first] = pieces(OFFER, [8]);
    const [whole] = framesOf(pieces(OFFER, [8]));
    expect(parsePmdSettings(parsePmdResponse(first)!.params).ratesHz).toEqual([]);
    expect(offered(whole, {})).toBeNull();
    expect(settingsRefusal({ hz: 52 })(whole, {})).toMatchObject({ message: expect.stringContaining('25, 50, 100, 200 Hz') });
    const reader = createPacketReader();
    const results = pieces(STARTED, [4]).flatMap((packet) => reader.read(control, packet));
    expect(results).toEqual([{ ok: true, streams: [], notes: [], learned: { acc: Math.fround(0.000244) } }]);
  });

  it('let pass what comes in between, and end with a refusal or with the next answer', () => {
    const [first, last] = pieces(OFFER, [8]);
    const stopped = bytesOf('01 00');
    expect(framesOf([first, stopped, last])).toEqual([stopped, OFFER]);
    const refused = bytesOf('F0 01 02 05 00');
    expect(framesOf([first, refused])).toEqual([first, refused]);
    expect(framesOf([first, STARTED])).toEqual([first, STARTED]);
  });

  it('never hold more than an answer can be, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 }), (packets) => {
        for (const frame of framesOf(packets.map((bytes) => Uint8Array.of(0xf0, 1, 2, 0, 1, ...bytes)))) {
          expect(frame.length).toBeLessThan(1024 + 45);
        }
      }),
    );
    const endless = Array.from({ length: 100 }, () => Uint8Array.of(0xf0, 1, 2, 0, 1, ...new Uint8Array(35)));
    expect(framesOf(endless).length).toBeGreaterThan(2);
  });
});
