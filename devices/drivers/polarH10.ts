import { defineDevice } from '#devices/core/define.ts';
import { battery } from '#devices/profiles/battery.ts';
import { deviceInformation } from '#devices/profiles/deviceInformation.ts';
import { heartRate } from '#devices/profiles/heartRate.ts';
import { polarPmd } from '#devices/profiles/polarPmd.ts';

/** Settings as type, count, value: 0 rate, 1 resolution, 2 range. Rate first or range first, the strap takes both. */
const pmd = polarPmd([
  { stream: 'ecg', settings: [0, 1, 130, 0, 1, 1, 14, 0], rate: { hz: 130 } },
  { stream: 'acc', settings: [2, 1, 8, 0, 0, 1, 50, 0, 1, 1, 16, 0], rate: { option: 'accRate', at: 6 } },
]);

/** Polar H10 chest strap: heart rate and beats, acceleration, and its ECG when asked for. Not yet tried on hardware. */
export const polarH10 = defineDevice({
  id: 'polarH10',
  vendor: 'Polar',
  model: 'H10',
  kind: 'heartRate',
  match: { services: [], namePrefixes: ['Polar H10'] },
  status: 'sdk',
  sources: ['polarofficial/polar-ble-sdk, technical documentation and tests', 'polar-ble-sdk issues 176, 281, 287, 360'],
  capabilities: [heartRate(), pmd.capability, battery(), deviceInformation()],
  start: pmd.start,
  stop: pmd.stop,
  options: [
    { key: 'acc', type: 'switch', label: 'Acceleration', default: true },
    {
      key: 'accRate',
      type: 'number',
      label: 'Acceleration rate',
      unit: 'Hz',
      min: 25,
      max: 200,
      step: 25,
      choices: [25, 50, 100, 200],
      default: 50,
    },
    { key: 'ecg', type: 'switch', label: 'ECG', default: false },
  ],
  hints: [
    'End the session before you take the strap off: with motion or ECG running it stays on until its battery is empty.',
    'It lets go of the connection 45 seconds after it has left the strap.',
  ],
  safety: { stimulator: false },
});
