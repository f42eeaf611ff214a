import { DeviceError } from '#devices/core/errors.ts';
import {
  BATTERY_LEVEL,
  BATTERY_SERVICE,
  BODY_SENSOR_LOCATION,
  DEVICE_INFORMATION_SERVICE,
  FIRMWARE_REVISION,
  HEART_RATE_MEASUREMENT,
  HEART_RATE_SERVICE,
  MANUFACTURER_NAME,
  MODEL_NUMBER,
} from '#devices/core/uuid.ts';
import type { DuePacket, Peripheral, PeripheralService } from './peripheral.ts';

export interface SimulatedStrapOptions {
  readonly name: string;
  readonly address: string;
  /** Beat-to-beat intervals, ms; repeated when the list ends. */
  readonly rrIntervalsMs: readonly number[];
  /** Second of the list at which playing starts; default 0. */
  readonly startAtS?: number;
  readonly batteryPct?: number;
}

const PACKET_US = 1_000_000;
const TICKS_PER_S = 1024;
/** Straps show a short average, not the last beat. */
const AVERAGED_BEATS = 4;
/** Contact supported and detected (0x06), RR present (0x10). */
const FLAGS = 0x06;
const FLAG_RR = 0x10;

const SERVICES: readonly PeripheralService[] = [
  {
    uuid: HEART_RATE_SERVICE,
    characteristics: [
      { uuid: HEART_RATE_MEASUREMENT, properties: ['notify'] },
      { uuid: BODY_SENSOR_LOCATION, properties: ['read'] },
    ],
  },
  { uuid: BATTERY_SERVICE, characteristics: [{ uuid: BATTERY_LEVEL, properties: ['read', 'notify'] }] },
  {
    uuid: DEVICE_INFORMATION_SERVICE,
    characteristics: [MANUFACTURER_NAME, MODEL_NUMBER, FIRMWARE_REVISION].map((uuid) => ({ uuid, properties: ['read'] as const })),
  },
];

/** A chest strap that plays a list of RR intervals: one 0x2A37 packet per second with rate and the beats of that second. */
export function simulatedHeartRateStrap(options: SimulatedStrapOptions): Peripheral {
  const rrTicks = options.rrIntervalsMs.map((ms) => Math.min(0xffff, Math.max(1, Math.round((ms * TICKS_PER_S) / 1000))));
  if (rrTicks.length === 0) throw new RangeError('a simulated strap needs at least one RR interval');
  const beatEndTick = new Float64Array(rrTicks.length);
  let total = 0;
  for (let i = 0; i < rrTicks.length; i++) {
    total += rrTicks[i];
    beatEndTick[i] = total;
  }
  const startTick = Math.round((options.startAtS ?? 0) * TICKS_PER_S);

  /** Number of beats that have ended at or before this tick of the endlessly repeated list. */
  const beatsEndedAt = (tick: number): number => {
    const rounds = Math.floor(tick / total);
    const rest = tick - rounds * total;
    let low = 0;
    let high = beatEndTick.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (beatEndTick[middle] <= rest) low = middle + 1;
      else high = middle;
    }
    return rounds * rrTicks.length + low;
  };

  const measurement = (second: number): Uint8Array => {
    const first = beatsEndedAt(startTick + (second - 1) * TICKS_PER_S);
    const end = beatsEndedAt(startTick + second * TICKS_PER_S);
    let averaged = 0;
    const from = Math.max(0, end - AVERAGED_BEATS);
    const to = Math.max(end, from + 1);
    for (let beat = from; beat < to; beat++) averaged += rrTicks[beat % rrTicks.length];
    const heartRateBpm = Math.min(255, Math.round((60 * TICKS_PER_S * (to - from)) / averaged));
    const bytes = new Uint8Array(2 + 2 * (end - first));
    bytes[0] = end > first ? FLAGS | FLAG_RR : FLAGS;
    bytes[1] = heartRateBpm;
    for (let beat = first; beat < end; beat++) {
      const ticks = rrTicks[beat % rrTicks.length];
      bytes[2 + 2 * (beat - first)] = ticks & 0xff;
      bytes[3 + 2 * (beat - first)] = ticks >> 8;
    }
    return bytes;
  };

  const readable: Readonly<Record<string, Uint8Array>> = {
    [BODY_SENSOR_LOCATION]: Uint8Array.of(1),
    [BATTERY_LEVEL]: Uint8Array.of(options.batteryPct ?? 87),
    [MANUFACTURER_NAME]: new TextEncoder().encode('Evenpace (simulated)'),
    [MODEL_NUMBER]: new TextEncoder().encode('Simulated strap'),
    [FIRMWARE_REVISION]: new TextEncoder().encode('1.0'),
  };

  return {
    name: options.name,
    address: options.address,
    advertisedServices: [HEART_RATE_SERVICE],
    services: SERVICES,
    read(_service, characteristic) {
      const bytes = readable[characteristic];
      if (bytes === undefined) throw new DeviceError('unsupported', `${characteristic} cannot be read`);
      return bytes.slice();
    },
    write(_service, characteristic) {
      throw new DeviceError('unsupported', `${characteristic} cannot be written`);
    },
    packetsBetween(fromUs, toUs) {
      const packets: DuePacket[] = [];
      for (let second = Math.floor(fromUs / PACKET_US) + 1; second * PACKET_US <= toUs; second++) {
        if (second < 1) continue;
        const bytes = measurement(second);
        packets.push({ dueUs: second * PACKET_US, service: HEART_RATE_SERVICE, characteristic: HEART_RATE_MEASUREMENT, bytes });
      }
      return packets;
    },
  };
}
