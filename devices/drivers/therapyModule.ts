import { defineDevice } from '#devices/core/define.ts';
import type { DecodeResult } from '#devices/core/types.ts';
import { decodeText } from '#devices/profiles/deviceInformation.ts';
import { type StimulatorValue, stimulatorStream, stimulatorUse } from '#devices/profiles/stimulatorValue.ts';

const uuid = (short: string): string => `000000${short}-710e-4a5b-8d75-3e5b444bc3cf`;
export const THERAPY_SERVICE = uuid('01');
export const THERAPY_ELAPSED = uuid('02');
export const THERAPY_INTENSITY = uuid('03');
export const THERAPY_TARGET = uuid('04');
const MODULE_SERVICE = uuid('11');
const MODULE_BATTERY = uuid('14');

const MAX_INTENSITY_PCT = 100;
const MAX_SECONDS = 7200;

/** Values are numbers written out in ASCII. Null for anything else and beyond `max`. */
function written(bytes: Uint8Array, max: number): number | null {
  const text = decodeText(bytes);
  const value = text !== null && /^\d{1,5}$/.test(text) ? Number(text) : null;
  return value === null || value > max ? null : value;
}

function elapsed(bytes: Uint8Array): StimulatorValue {
  const elapsedS = written(bytes, MAX_SECONDS);
  return elapsedS === null ? 'elapsed time is no number' : { reading: { elapsedS }, sample: { stream: 'elapsed', count: elapsedS } };
}

function intensity(bytes: Uint8Array): StimulatorValue {
  const percent = written(bytes, MAX_INTENSITY_PCT);
  if (percent === null) return 'intensity is no percentage';
  return { reading: { intensity: percent, intensityUnit: 'level' }, sample: { stream: 'level', count: percent } };
}

function target(bytes: Uint8Array): StimulatorValue {
  const seconds = written(bytes, MAX_SECONDS);
  return seconds === null ? 'planned time is no number' : { reading: { plannedMinutes: seconds / 60 } };
}

function decodeBattery(bytes: Uint8Array): DecodeResult {
  const batteryPct = written(bytes, 100);
  return batteryPct === null
    ? { ok: false, reason: 'battery is no percentage' }
    : { ok: true, streams: [], notes: [], facts: { batteryPct } };
}

/** Arduino therapy module: intensity, elapsed and planned time. Which therapy it gives is not said. Read only. */
export const therapyModule = defineDevice({
  id: 'therapyModule',
  vendor: 'Arduino',
  model: 'Therapy module',
  kind: 'stimulator',
  match: { services: [THERAPY_SERVICE], namePrefixes: [] },
  status: 'reverseEngineered',
  sources: ['Arduino therapy module firmware, its Bluetooth services; that values are text is taken from its conversion function'],
  capabilities: [
    {
      services: [THERAPY_SERVICE, MODULE_SERVICE],
      streams: [stimulatorStream('level', '%'), stimulatorStream('elapsed', 's')],
      characteristics: [
        stimulatorUse(THERAPY_SERVICE, THERAPY_TARGET, 'read', target),
        stimulatorUse(THERAPY_SERVICE, THERAPY_INTENSITY, 'read', intensity),
        stimulatorUse(THERAPY_SERVICE, THERAPY_INTENSITY, 'notify', intensity),
        stimulatorUse(THERAPY_SERVICE, THERAPY_ELAPSED, 'notify', elapsed),
        { service: MODULE_SERVICE, characteristic: MODULE_BATTERY, mode: 'read', decode: decodeBattery, optional: true },
      ],
    },
  ],
  start: [],
  stop: [],
  safety: { stimulator: true, control: 'none', queries: [] },
});
