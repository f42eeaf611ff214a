import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEART_RATE_MEASUREMENT } from '#devices/core/uuid.ts';
import { heartRateStrap } from '#devices/drivers/heartRateStrap.ts';
import { decodeText } from '#devices/profiles/deviceInformation.ts';
import { CONTACT_COUNT, parseHeartRateMeasurement } from '#devices/profiles/heartRate.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { decodeOnce, type ExpectedResult, expectResult } from './motionVectors.ts';
import { bytesOf, ownVectors, sharedVectors } from './sharedVectors.ts';

interface Expected {
  readonly hr: number;
  readonly contact: 'yes' | 'no' | 'unsupported';
  readonly rr1024: readonly number[];
  readonly trailingBytes: number;
  readonly energyKJ?: number;
}
const own = ownVectors<Expected>('heartRate');
const reference = sharedVectors<Expected>('ble:hrs');
const vectors = [...own, ...(reference ?? [])];
const use = heartRateStrap.characteristics.find((c) => c.characteristic === HEART_RATE_MEASUREMENT);
const decode = (bytes: Uint8Array) => use!.decode(bytes);

describe('heart rate measurement', () => {
  it.each(vectors)('$hex', ({ hex, expect: wanted }) => {
    expect(parseHeartRateMeasurement(bytesOf(hex))).toEqual({
      heartRateBpm: wanted.hr === 0 ? null : wanted.hr,
      contact: wanted.contact,
      energyKj: wanted.energyKJ ?? null,
      rr1024: wanted.rr1024,
      trailingBytes: wanted.trailingBytes,
    });
  });

  it.skipIf(reference === null)(`reference packets were there (${NO_SHARED_DATA} if skipped)`, () => {
    expect(reference?.length).toBeGreaterThanOrEqual(17);
  });

  it('gives whole objects of both streams', () => {
    expect(decode(bytesOf('16 80 E0 01 DC 01'))).toEqual({
      ok: true,
      notes: [],
      streams: [
        { stream: 'heartRate', sampleCount: 1, counts: Int16Array.of(128, CONTACT_COUNT.yes), deviceUs: null },
        { stream: 'rr', sampleCount: 2, counts: Int16Array.of(480, 476), deviceUs: null },
      ],
    });
  });

  it('gives no sample for a rate of 0, and keeps the intervals of that packet', () => {
    expect(decode(bytesOf('11 00 00 FF FF 7F 80'))).toEqual({
      ok: true,
      notes: ['no reading'],
      streams: [{ stream: 'rr', sampleCount: 2, counts: Int16Array.of(32767, 32767), deviceUs: null }],
    });
    expect(decode(bytesOf('06 00'))).toEqual({ ok: true, streams: [], notes: ['no reading'] });
  });

  it('never stores a rate that no heart has', () => {
    expect(decode(bytesOf('01 80 80'))).toEqual({ ok: true, streams: [], notes: ['32896 bpm is no heart rate'] });
  });

  it('survives every truncation of every vector', () => {
    let checked = 0;
    for (const { hex } of vectors) {
      const bytes = bytesOf(hex);
      for (let length = 0; length < bytes.length; length++) {
        const result = decode(bytes.subarray(0, length));
        if (length < 2) expect(result.ok).toBe(false);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(20);
  });

  it('survives extensions and flipped bits', () => {
    fc.assert(
      fc.property(fc.constantFrom(...vectors), fc.uint8Array({ maxLength: 30 }), fc.nat(), ({ hex }, extra, flip) => {
        const bytes = Uint8Array.from([...bytesOf(hex), ...extra]);
        bytes[(flip >> 3) % bytes.length] ^= 1 << (flip & 7);
        const result = decode(bytes);
        if (result.ok) for (const part of result.streams) expect(part.counts.length % part.sampleCount).toBe(0);
      }),
    );
  });
});

it.each(ownVectors<ExpectedResult>('deviceFacts'))('$stream', ({ characteristic, hex, expect: wanted }) => {
  expectResult(heartRateStrap, decodeOnce(heartRateStrap, characteristic, bytesOf(hex)), wanted);
});

it('device information text loses its padding and is never empty', () => {
  expect(decodeText(Uint8Array.of(0x48, 0x31, 0x30, 0, 0, 0x7f))).toBe('H10');
  expect(decodeText(Uint8Array.of(0, 0))).toBeNull();
  expect(decodeText(new Uint8Array(0))).toBeNull();
});
