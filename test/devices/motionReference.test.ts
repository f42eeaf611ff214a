import { describe, expect, it } from 'vitest';
import type { DeviceDefinition } from '#devices/core/types.ts';
import { deviceById } from '#devices/drivers/index.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { decodeOnce, expectResult, motionVectors } from './motionVectors.ts';
import { bytesOf, sharedVectors } from './sharedVectors.ts';

const G = 9.80665;
const RAD = Math.PI / 180;
interface Reference {
  readonly accG?: readonly number[];
  readonly gyroDps?: readonly number[];
  readonly magUT?: readonly number[];
  readonly rpyDeg?: readonly number[];
  readonly wxyz?: readonly number[];
  readonly seq?: number;
  readonly g?: readonly (readonly number[])[];
  readonly dps?: readonly (readonly number[])[];
  readonly batteryPct?: number;
}
const scaled = (values: readonly number[], factor: number): number[] => values.map((value) => value * factor);
const single = (stream: string, values: Record<string, readonly (readonly number[])[]>, counter?: number) => ({
  notes: [],
  streams: [{ stream, values, ...(counter !== undefined && { counter: [counter] }) }],
});

/** Reads reference packets of a device as their documents' own numbers say. */
function check(
  id: string,
  device: string,
  streams: Record<string, { use: string; wanted: (expect: Reference) => Parameters<typeof expectResult>[2] }>,
  steps = 1,
): number {
  const definition = deviceById(id) as DeviceDefinition;
  const characteristicOf = new Map(motionVectors(id).map((vector) => [vector.stream, vector.characteristic]));
  let checked = 0;
  for (const { stream, hex, expect: said } of sharedVectors<Reference>(device) ?? []) {
    if (streams[stream] === undefined) continue;
    const { use, wanted } = streams[stream];
    expectResult(definition, decodeOnce(definition, characteristicOf.get(use)!, bytesOf(hex)), wanted(said), steps);
    checked++;
  }
  return checked;
}

describe.skipIf(sharedVectors('muse') === null)(`reference packets (${NO_SHARED_DATA} if skipped)`, () => {
  it('of the Thingy:52', () => {
    const checked = check('thingy52', 'thingy52', {
      '0406 raw': {
        use: 'raw (18 B)',
        wanted: ({ accG = [], gyroDps = [], magUT = [] }) =>
          single('imu', { acceleration: [scaled(accG, G)], angularRate: [scaled(gyroDps, RAD)], magneticField: [magUT] }),
      },
      '0404 quat': { use: 'quaternion (16 B)', wanted: ({ wxyz = [] }) => single('orientation', { quaternionWxyz: [wxyz] }) },
    });
    expect(checked).toBe(2);
  });

  it('of WitMotion', () => {
    const checked = check('witMotion', 'witmotion', {
      '55 61 full': {
        use: '55 61 (20 B)',
        wanted: ({ accG = [], gyroDps = [], rpyDeg = [] }) =>
          single('imu', { acceleration: [scaled(accG, G)], angularRate: [scaled(gyroDps, RAD)], angle: [rpyDeg] }),
      },
    });
    expect(checked).toBe(1);
  });

  it('of the Muse', () => {
    const checked = check('muse', 'muse', {
      acc: {
        use: 'acceleration (20 B)',
        wanted: ({ g = [], seq }) => single('acceleration', { acceleration: g.map((row) => scaled(row, G)) }, seq),
      },
      gyro: {
        use: 'angular rate (20 B)',
        wanted: ({ dps = [], seq }) => single('angularRate', { angularRate: dps.map((row) => scaled(row, RAD)) }, seq),
      },
      telemetry: {
        use: 'telemetry (20 B)',
        wanted: ({ batteryPct = 0 }) => ({ streams: [], notes: [], facts: { batteryPct: Math.round(batteryPct) } }),
      },
    });
    expect(checked).toBe(3);
  });

  it('of MetaMotion, printed with four decimals', () => {
    const checked = check(
      'metaMotion',
      'metawear',
      {
        'fusion quat': { use: 'fusion quaternion (18 B)', wanted: ({ wxyz = [] }) => single('orientation', { quaternionWxyz: [wxyz] }) },
      },
      2,
    );
    expect(checked).toBe(1);
  });
});
