import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '#devices/core/crc32.ts';
import { createPacketReader } from '#devices/core/packetReader.ts';
import { capture2Go } from '#devices/drivers/capture2Go.ts';
import { packageOf, unpackQuaternion, withHeading } from '#devices/profiles/capture2GoPackages.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { hexOf } from './conversation.ts';
import { decodeOnce, expectResult, motionVectors } from './motionVectors.ts';
import { bytesOf, sharedVectors } from './sharedVectors.ts';

const [use] = capture2Go.characteristics;
const notifications = motionVectors('capture2Go').map(({ hex }) => bytesOf(hex));
/** Packages as they lie in the stream, without the first byte of the notification. */
const packages = notifications.map((bytes) => bytes.subarray(1));
const join = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const reference = sharedVectors<{ readonly tNs: string; readonly wxyz: readonly number[] }>('capture2go');

describe('Capture2Go', () => {
  it('has the checksum that everybody has', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf4_3926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });

  it.skipIf(reference === null)(`says and reads the reference packages (${NO_SHARED_DATA} if skipped)`, () => {
    const of = (stream: string) => reference!.find((vector) => vector.stream.includes(stream))!;
    expect(hexOf(packageOf(0x0070))).toBe(of('GET_DEVICE_INFO').hex);
    expect(hexOf(packageOf(0x0160, [1, 0]))).toBe(of('CMD_START_REAL_TIME').hex);
    expect(hexOf(packageOf(0x0163))).toBe(of('CMD_STOP_REAL_TIME').hex);
    const live = of('RT quat');
    expectResult(capture2Go, decodeOnce(capture2Go, use.characteristic, bytesOf(live.hex)), {
      notes: [],
      streams: [
        { stream: 'liveOrientation', deviceUs: [Number(BigInt(live.expect.tNs) / 1000n)], values: { quaternionWxyz: [live.expect.wxyz] } },
      ],
    });
  });

  it('reads every package once, however the stream is cut into notifications', () => {
    const stream = join(...packages);
    const whole = packages.map((bytes) => use.decode(bytes));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (cuts) => {
        const reader = createPacketReader();
        const results = [];
        for (let at = 0, i = 0; at < stream.length; i++) {
          const end = at + cuts[i % cuts.length];
          results.push(...reader.read(use, join([0xff], stream.subarray(at, end))));
          at = end;
        }
        expect(results).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('takes real-time packages out before the stream, in the middle of a package of the stream', () => {
    const reader = createPacketReader();
    const [full, live, status] = packages;
    expect(reader.read(use, join([0xff], full.subarray(0, 60)))).toEqual([]);
    expect(reader.read(use, join([0xfd], live, live, full.subarray(60)))).toEqual([use.decode(live), use.decode(live), use.decode(full)]);
    expect(reader.read(use, join([0xff], status))).toEqual([use.decode(status)]);
  });

  it('throws away what fails its checksum, says so, and loses nothing behind it', () => {
    const reader = createPacketReader();
    const broken = packages[0].slice();
    broken[40] ^= 1;
    const statuses = Array.from({ length: 30 }, () => packages[2]);
    const results = [broken, ...statuses].flatMap((bytes) => reader.read(use, join([0xff], bytes)));
    const passedOver = results.flatMap((result) => (result.ok ? [] : [Number.parseInt(result.reason, 10)]));
    expect(passedOver.reduce((sum, bytes) => sum + bytes, 0)).toBe(broken.length);
    expect(results.filter((result) => result.ok)).toEqual(statuses.map((bytes) => use.decode(bytes)));
  });

  it('tells what the sensor refuses, and notes what it does not know', () => {
    expect(use.decode(packageOf(0xffff, [0xfb, 0x20, 0x01]))).toEqual({
      ok: false,
      reason: 'the sensor answers command 0120 with error 251',
    });
    expect(use.decode(packageOf(0x0151))).toEqual({ ok: true, streams: [], notes: ['package 0151'] });
    expect(use.decode(packageOf(0x0222, [1, 2]))).toEqual({ ok: false, reason: 'package 0222 has 163 bytes, not 2' });
  });

  it('unpacks every rotation to within 1e-5, and turns it about the vertical', () => {
    const component = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(component, component, component, component), (raw) => {
        const norm = Math.hypot(...raw);
        fc.pre(norm > 0.1);
        const q = raw.map((value) => value / norm);
        const largest = q.reduce((best, value, i) => (Math.abs(value) > Math.abs(q[best]) ? i : best), 0);
        const sign = Math.sign(q[largest]);
        let packed = BigInt(largest);
        for (const i of [1, 2, 3]) {
          const scaled = (sign * q[(largest + i) % 4] + Math.SQRT1_2) * (0xfffff / Math.SQRT2);
          packed = (packed << 20n) | BigInt(Math.max(0, Math.min(0xfffff, Math.round(scaled))));
        }
        const { wxyz } = unpackQuaternion(packed)!;
        for (let i = 0; i < 4; i++) expect(Math.abs(wxyz[i] - sign * q[i])).toBeLessThan(1e-5);
        const turned = withHeading(wxyz, Math.PI / 2);
        expect(Math.hypot(...turned)).toBeCloseTo(1, 5);
      }),
    );
    expect(unpackQuaternion(0n)).toBeNull();
    const quarter = withHeading([1, 0, 0, 0], Math.PI / 2);
    [Math.SQRT1_2, 0, 0, Math.SQRT1_2].forEach((value, i) => {
      expect(quarter[i]).toBeCloseTo(value, 12);
    });
  });
});
