import type { StreamDefinition } from '#devices/core/types.ts';
import type { AxisGroup } from '#shared/schema/stream.ts';

/** Measurement types of Polar's PMD service that are used here. */
export const PMD_TYPES = { ecg: 0, acc: 2, ppi: 3, gyro: 5, mag: 6 } as const;
export type PolarStream = keyof typeof PMD_TYPES;

/** Full scale +-8 g and +-2000 deg/s over int16: the sensors' own steps. */
export const POLAR_ACCELERATION: AxisGroup = { name: 'acceleration', axes: 3, scale: (8 * 9.80665) / 32768, unit: 'm/s2' };
export const POLAR_ANGULAR_RATE: AxisGroup = { name: 'angularRate', axes: 3, scale: ((2000 / 180) * Math.PI) / 32768, unit: 'rad/s' };
/** +-50 gauss. */
export const POLAR_MAGNETIC_FIELD: AxisGroup = { name: 'magneticField', axes: 3, scale: 5000 / 32768, unit: 'uT' };
export const POLAR_ECG: AxisGroup = { name: 'ecg', axes: 1, scale: 1, unit: 'uV' };

/** A frame carries the time of its last sample, ns since 2000; the clock starts again at 2019-01-01 when the sensor was off. */
const stamped = { clock: 'deviceUs', wrapBits: null, stamp: 'last' } as const;

export const POLAR_STREAMS: Readonly<Record<PolarStream, StreamDefinition>> = {
  ecg: { ...stamped, key: 'ecg', kind: 'ecg', nominalRateHz: 130, groups: [POLAR_ECG], option: 'ecg' },
  acc: { ...stamped, key: 'acc', kind: 'acceleration', nominalRateHz: 52, groups: [POLAR_ACCELERATION], option: 'acc' },
  gyro: { ...stamped, key: 'gyro', kind: 'angularRate', nominalRateHz: 52, groups: [POLAR_ANGULAR_RATE], option: 'gyro' },
  mag: {
    ...stamped,
    key: 'mag',
    kind: 'magneticField',
    nominalRateHz: 20,
    groups: [POLAR_MAGNETIC_FIELD, { name: 'calibration', axes: 1, scale: 1, unit: 'flag' }],
    option: 'mag',
  },
  ppi: {
    key: 'ppi',
    kind: 'rrInterval',
    nominalRateHz: 0,
    clock: 'rrChain',
    wrapBits: null,
    groups: [
      { name: 'rrInterval', axes: 1, scale: 1, unit: '1/1024 s' },
      { name: 'intervalError', axes: 1, scale: 1, unit: 'ms' },
    ],
    option: 'ppi',
  },
};
