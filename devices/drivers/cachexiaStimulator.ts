import { ByteReader } from '#devices/core/bytes.ts';
import { defineDevice } from '#devices/core/define.ts';
import type { ReadStep } from '#devices/core/step.ts';
import type { DecodeResult } from '#devices/core/types.ts';
import { numberIn, type StimulatorValue, stimulatorStream, stimulatorUse } from '#devices/profiles/stimulatorValue.ts';

const uuid = (short: string): string => `a0a4c6${short}-96be-4222-b41e-98ea76b0120c`;
export const CACHEXIA_SERVICE = uuid('80');
export const CACHEXIA_SWITCH = uuid('81');
export const CACHEXIA_AMPLITUDE = uuid('82');
export const CACHEXIA_FREQUENCY = uuid('84');
export const CACHEXIA_IMU = uuid('85');

const IMU_BYTES = 16;
const US_PER_MS = 1000;

/** u32 ms, acceleration s16 mg, angular rate s16 in tenths of a degree per second: both are stored as they come. */
function decodeImu(bytes: Uint8Array): DecodeResult {
  if (bytes.length !== IMU_BYTES) return { ok: false, reason: `motion has ${IMU_BYTES} bytes, not ${bytes.length}` };
  const reader = new ByteReader(bytes);
  const deviceUs = Float64Array.of((reader.u32() ?? 0) * US_PER_MS);
  const counts = new Int16Array(6);
  for (let axis = 0; axis < 6; axis++) counts[axis] = reader.s16() ?? 0;
  return { ok: true, streams: [{ stream: 'imu', sampleCount: 1, counts, deviceUs }], notes: [] };
}

function switched(bytes: Uint8Array): StimulatorValue {
  const active = numberIn(bytes, 1, 0, 1, 'switch');
  return typeof active === 'string' ? active : { reading: { active: active === 1 }, sample: { stream: 'active', count: active } };
}

function amplitude(bytes: Uint8Array): StimulatorValue {
  const percent = numberIn(bytes, 1, 0, 100, 'amplitude');
  if (typeof percent === 'string') return percent;
  return { reading: { intensity: percent, intensityUnit: 'level' }, sample: { stream: 'level', count: percent } };
}

function frequency(bytes: Uint8Array): StimulatorValue {
  const frequencyHz = numberIn(bytes, 2, 1, 1000, 'frequency');
  return typeof frequencyHz === 'string' ? frequencyHz : { reading: { frequencyHz } };
}

const read = (characteristic: string): ReadStep => ({ type: 'read', service: CACHEXIA_SERVICE, characteristic, optional: true });

/** Cachexia stimulator: whether it is on, level, frequency, and its motion sensor. Its battery value is a placeholder and not read. */
export const cachexiaStimulator = defineDevice({
  id: 'cachexiaStimulator',
  vendor: 'Cachexia project',
  model: 'Stimulator with motion sensor',
  kind: 'stimulator',
  match: { services: [CACHEXIA_SERVICE], namePrefixes: [] },
  status: 'reverseEngineered',
  sources: ['Cachexia stimulator firmware (Zephyr), its Bluetooth service'],
  capabilities: [
    {
      services: [CACHEXIA_SERVICE],
      streams: [
        {
          key: 'imu',
          kind: 'imu',
          // Not stated anywhere: the sensor's own times are what counts.
          nominalRateHz: 0,
          clock: 'deviceUs',
          wrapBits: 32,
          tickUs: US_PER_MS,
          groups: [
            { name: 'acceleration', axes: 3, scale: 9.80665 / 1000, unit: 'm/s2' },
            { name: 'angularRate', axes: 3, scale: Math.PI / 1800, unit: 'rad/s' },
          ],
        },
        stimulatorStream('active', 'flag'),
        stimulatorStream('level', '%'),
      ],
      characteristics: [
        { service: CACHEXIA_SERVICE, characteristic: CACHEXIA_IMU, mode: 'notify', decode: decodeImu, optional: true },
        stimulatorUse(CACHEXIA_SERVICE, CACHEXIA_SWITCH, 'read', switched),
        stimulatorUse(CACHEXIA_SERVICE, CACHEXIA_AMPLITUDE, 'read', amplitude),
        stimulatorUse(CACHEXIA_SERVICE, CACHEXIA_FREQUENCY, 'read', frequency),
      ],
    },
  ],
  start: [],
  stop: [],
  poll: { everyMs: 2_000, steps: [read(CACHEXIA_SWITCH), read(CACHEXIA_AMPLITUDE)] },
  safety: { stimulator: true, control: 'none', queries: [] },
});
