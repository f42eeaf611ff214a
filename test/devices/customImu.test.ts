import { describe, expect, it } from 'vitest';
import type { DeviceDefinition } from '#devices/core/types.ts';
import { type CustomImuResult, customImu } from '#devices/profiles/customImu.ts';
import { expectResult } from './motionVectors.ts';

const good = {
  name: 'Nano 33 BLE',
  namePrefix: 'Nano',
  service: '19B10000-E8F2-537E-4F6C-D104768A1214',
  characteristic: '19b10001-e8f2-537e-4f6c-d104768a1214',
  rateHz: 100,
  fields: [
    { what: 'skip', bytes: 1 },
    { what: 'time', type: 'u32', unit: 'ms' },
    { what: 'acceleration', type: 'f32', unit: 'g' },
    { what: 'angularRate', type: 's16', unit: 'deg/s', countsPerUnit: 16.4 },
    { what: 'magneticField', type: 's16', unit: 'mG' },
    { what: 'quaternion', type: 'f32', order: 'xyzw' },
  ],
};
const made = (value: unknown): DeviceDefinition => {
  const result = customImu(value);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.definition;
};
const faults = (value: unknown): string[] => {
  const result: CustomImuResult = customImu(value);
  return result.ok ? [] : result.faults.map(({ path, message }) => `${path}: ${message}`);
};

describe('a motion sensor of one’s own', () => {
  it('reads packets as configured', () => {
    const definition = made(good);
    const view = new DataView(new ArrayBuffer(1 + 4 + 12 + 6 + 6 + 16));
    view.setUint32(1, 1500, true);
    view.setFloat32(13, -1, true);
    view.setInt16(17, 1640, true);
    view.setInt16(25, -500, true);
    view.setFloat32(41, 1, true);
    expectResult(definition, definition.characteristics[0].decode(new Uint8Array(view.buffer)), {
      notes: [],
      streams: [
        {
          stream: 'motion',
          deviceUs: [1_500_000],
          values: {
            acceleration: [[0, 0, -9.80665]],
            angularRate: [[1.7453293, 0, 0]],
            magneticField: [[0, -50, 0]],
            quaternionWxyz: [[1, 0, 0, 0]],
          },
        },
      ],
    });
    expect(definition.streams[0]).toMatchObject({ kind: 'imu', nominalRateHz: 100, clock: 'deviceUs', wrapBits: 32, tickUs: 1000 });
    expect(definition.services).toEqual([good.service.toLowerCase()]);
  });

  it('reads the other byte order and a short UUID; what it carries decides what it is', () => {
    const definition = made({
      ...good,
      service: 'ff10',
      characteristic: 'FF11',
      byteOrder: 'big',
      fields: [{ what: 'acceleration', type: 's16', unit: 'mg' }],
    });
    expect(definition.services).toEqual(['0000ff10-0000-1000-8000-00805f9b34fb']);
    expect(definition.streams[0]).toMatchObject({ kind: 'acceleration', clock: 'arrival' });
    const result = definition.characteristics[0].decode(Uint8Array.of(0, 0, 0, 0, 0x03, 0xe8));
    expectResult(definition, result, { notes: [], streams: [{ stream: 'motion', values: { acceleration: [[0, 0, 9.80665]] } }] });
    expect(definition.characteristics[0].decode(new Uint8Array(7))).toEqual({ ok: false, reason: 'packet has 6 bytes, not 7' });
    const turning = made({ ...good, fields: [{ what: 'quaternion', type: 's16', order: 'wxyz', countsPerUnit: 32767 }] });
    expect(turning.streams[0].kind).toBe('orientation');
  });

  it.each<[string, unknown, RegExp]>([
    ['no UUID', { ...good, service: '19b1' + '0' }, /^service: is a UUID such as/],
    ['no rate', { ...good, rateHz: 0 }, /^rateHz: /],
    ['an unknown unit', { ...good, fields: [{ what: 'acceleration', type: 'f32', unit: 'ft/s2' }] }, /^fields\.0\.unit: /],
    ['no fields', { ...good, fields: [] }, /^fields: /],
    ['something twice', { ...good, fields: [good.fields[2], good.fields[2]] }, /^fields\.1: acceleration is there twice/],
    ['time behind the values', { ...good, fields: [good.fields[2], good.fields[1]] }, /^fields\.1: the time comes before the values/],
    ['nothing that moves', { ...good, fields: [good.fields[4]] }, /^fields: acceleration, angular rate or a quaternion is needed/],
    ['a word too much', { ...good, colour: 'red' }, /colour/],
    ['a blocked service', { ...good, service: '1812' }, /blocklist/],
    ['nothing', null, /expected object/],
  ])('refuses %s, and says where', (_what, value, reason) => {
    expect(faults(value).join('\n')).toMatch(reason);
  });
});
