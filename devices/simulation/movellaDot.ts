import { DeviceError } from '#devices/core/errors.ts';
import { DOT_MODE_ORIENTATION, DOT_MODE_ORIENTATION_AND_RATE, DOT_MODE_RATE_AND_ORIENTATION } from '#devices/drivers/movellaDot.ts';
import {
  DOT_BATTERY,
  DOT_BATTERY_SERVICE,
  DOT_CONFIGURATION_SERVICE,
  DOT_CONTROL,
  DOT_DEVICE_CONTROL,
  DOT_HEADING_CONTROL,
  DOT_LONG_PAYLOAD,
  DOT_MEASUREMENT_SERVICE,
  DOT_MEDIUM_PAYLOAD,
  DOT_SHORT_PAYLOAD,
} from '#devices/profiles/movellaDotUuids.ts';
import { sampleAt } from './motionPlayer.ts';
import type { MotionSample } from './motionSample.ts';
import type { DuePacket, Peripheral, PeripheralService } from './peripheral.ts';

export interface SimulatedDotOptions {
  readonly name: string;
  readonly address: string;
  /** Any rate, sorted by time; resampled to the rate of the sensor (60 Hz unless written otherwise). */
  readonly samples: readonly MotionSample[];
  /** Start again at the end; else the sensor holds its last pose and keeps sending. */
  readonly loop: boolean;
  /** What the 32-bit microsecond clock shows when the peripheral starts. */
  readonly clockStartUs: number;
  readonly batteryPct?: number;
}

const DEG_PER_RAD = 180 / Math.PI;
const DEFAULT_RATE_HZ = 60;
const RATES_HZ: readonly number[] = [1, 4, 10, 12, 15, 20, 30, 60];

const PAYLOADS: Readonly<Record<number, { readonly characteristic: string; readonly bytes: number }>> = {
  [DOT_MODE_ORIENTATION]: { characteristic: DOT_SHORT_PAYLOAD, bytes: 20 },
  [DOT_MODE_ORIENTATION_AND_RATE]: { characteristic: DOT_MEDIUM_PAYLOAD, bytes: 32 },
  [DOT_MODE_RATE_AND_ORIENTATION]: { characteristic: DOT_LONG_PAYLOAD, bytes: 44 },
};

const SERVICES: readonly PeripheralService[] = [
  { uuid: DOT_CONFIGURATION_SERVICE, characteristics: [{ uuid: DOT_DEVICE_CONTROL, properties: ['read', 'write'] }] },
  {
    uuid: DOT_MEASUREMENT_SERVICE,
    characteristics: [
      { uuid: DOT_CONTROL, properties: ['read', 'write'] },
      { uuid: DOT_LONG_PAYLOAD, properties: ['notify'] },
      { uuid: DOT_MEDIUM_PAYLOAD, properties: ['notify'] },
      { uuid: DOT_SHORT_PAYLOAD, properties: ['notify'] },
      { uuid: DOT_HEADING_CONTROL, properties: ['write'] },
    ],
  },
  { uuid: DOT_BATTERY_SERVICE, characteristics: [{ uuid: DOT_BATTERY, properties: ['read', 'notify'] }] },
];

/**
 * A Movella DOT that plays a recording or generated motion. It sends only between a start and a stop write, as the real one does. The
 * recording runs on the host's time from zero, so two sensors of one recording stay in step whenever each is started. A sample without
 * orientation is sent with a zero quaternion, which no rotation has.
 */
export function simulatedDot(options: SimulatedDotOptions): Peripheral {
  const { samples } = options;
  if (samples.length < 2) throw new RangeError('a simulated DOT needs at least two samples');
  const deviceControl = new Uint8Array(32);
  deviceControl[24] = DEFAULT_RATE_HZ;
  const control = Uint8Array.of(1, 0, DOT_MODE_RATE_AND_ORIENTATION);
  let rateHz = DEFAULT_RATE_HZ;

  const payload = (timeUs: number, mode: number): Uint8Array => {
    const sample = sampleAt(samples, timeUs, options.loop);
    const bytes = new Uint8Array(PAYLOADS[mode].bytes);
    const view = new DataView(bytes.buffer);
    let at = 4;
    const put = (values: readonly number[], factor: number): void => {
      for (const value of values) {
        view.setFloat32(at, value * factor, true);
        at += 4;
      }
    };
    view.setUint32(0, (options.clockStartUs + timeUs) % 2 ** 32, true);
    put(sample.quatWxyz ?? [0, 0, 0, 0], 1);
    if (mode === DOT_MODE_RATE_AND_ORIENTATION) put(sample.accelerationMPerS2, 1);
    if (mode !== DOT_MODE_ORIENTATION) put(sample.angularRateRadPerS, DEG_PER_RAD);
    return bytes;
  };

  return {
    name: options.name,
    address: options.address,
    advertisedServices: [],
    services: SERVICES,
    read(_service, characteristic) {
      if (characteristic === DOT_CONTROL) return control.slice();
      if (characteristic === DOT_DEVICE_CONTROL) return deviceControl.slice();
      if (characteristic === DOT_BATTERY) return Uint8Array.of(options.batteryPct ?? 92, 0);
      throw new DeviceError('unsupported', `${characteristic} cannot be read`);
    },
    write(_service, characteristic, bytes) {
      if (characteristic === DOT_CONTROL && bytes.length === 3) {
        control.set(bytes);
        return;
      }
      if (characteristic === DOT_DEVICE_CONTROL && bytes.length === 32) {
        const wanted = bytes[24] | (bytes[25] << 8);
        if ((bytes[0] & 0x10) !== 0 && RATES_HZ.includes(wanted)) {
          rateHz = wanted;
          deviceControl[24] = wanted;
        }
        return;
      }
      if (characteristic === DOT_HEADING_CONTROL && bytes.length === 2) return;
      throw new DeviceError('protocol', `${characteristic} refuses ${bytes.length} bytes`);
    },
    packetsBetween(fromUs, toUs) {
      const packets: DuePacket[] = [];
      const mode = control[2];
      if (control[0] !== 1 || control[1] !== 1 || PAYLOADS[mode] === undefined) return packets;
      const { characteristic } = PAYLOADS[mode];
      const dueUs = (index: number): number => Math.round((index * 1_000_000) / rateHz);
      let index = Math.max(0, Math.floor((fromUs * rateHz) / 1_000_000) - 1);
      while (dueUs(index) <= fromUs) index++;
      for (; dueUs(index) <= toUs; index++) {
        packets.push({ dueUs: dueUs(index), service: DOT_MEASUREMENT_SERVICE, characteristic, bytes: payload(dueUs(index), mode) });
      }
      return packets;
    },
  };
}
