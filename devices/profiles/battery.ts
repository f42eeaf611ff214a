import type { Capability } from '#devices/core/define.ts';
import { notifies, reads } from '#devices/core/parts.ts';
import type { DecodeResult } from '#devices/core/types.ts';
import { BATTERY_LEVEL, BATTERY_SERVICE } from '#devices/core/uuid.ts';

/** First byte is a percentage: Battery Level 0x2A19 (Battery Service 1.0, section 3.1), and vendors that copy it. */
export function decodeBatteryLevel(bytes: Uint8Array): DecodeResult {
  const batteryPct = bytes[0];
  if (batteryPct === undefined) return { ok: false, reason: 'empty battery level' };
  if (batteryPct > 100) return { ok: false, reason: `battery level ${batteryPct} is above 100 %` };
  return { ok: true, streams: [], notes: [], facts: { batteryPct } };
}

/** The level when the sensor goes live, and every change that it tells of later. */
export function battery(): Capability {
  return {
    services: [BATTERY_SERVICE],
    streams: [],
    characteristics: [
      reads(BATTERY_SERVICE, BATTERY_LEVEL, decodeBatteryLevel),
      // Notifying is optional for the device (section 3.1.1): where it does, a battery that runs down is seen at once.
      notifies(BATTERY_SERVICE, BATTERY_LEVEL, decodeBatteryLevel, { optional: true, late: true }),
    ],
  };
}
