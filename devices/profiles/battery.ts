import type { Capability } from '#devices/core/define.ts';
import type { DecodeResult } from '#devices/core/types.ts';
import { BATTERY_LEVEL, BATTERY_SERVICE } from '#devices/core/uuid.ts';

/** First byte is a percentage: Battery Level 0x2A19 (Battery Service 1.0, section 3.1), and vendors that copy it. */
export function decodeBatteryLevel(bytes: Uint8Array): DecodeResult {
  const batteryPct = bytes[0];
  if (batteryPct === undefined) return { ok: false, reason: 'empty battery level' };
  if (batteryPct > 100) return { ok: false, reason: `battery level ${batteryPct} is above 100 %` };
  return { ok: true, streams: [], notes: [], facts: { batteryPct } };
}

export function battery(): Capability {
  return {
    services: [BATTERY_SERVICE],
    streams: [],
    characteristics: [
      { service: BATTERY_SERVICE, characteristic: BATTERY_LEVEL, mode: 'read', decode: decodeBatteryLevel, optional: true },
    ],
  };
}
