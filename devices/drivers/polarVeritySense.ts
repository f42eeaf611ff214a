import { defineDevice } from '#devices/core/define.ts';
import { battery } from '#devices/profiles/battery.ts';
import { deviceInformation } from '#devices/profiles/deviceInformation.ts';
import { heartRate } from '#devices/profiles/heartRate.ts';
import { polarPmd } from '#devices/profiles/polarPmd.ts';

/** Settings as type, count, value: 0 rate, 1 resolution, 2 range, 4 channels. SDK mode is never switched on: it ends heart rate. */
const pmd = polarPmd([
  { stream: 'acc', settings: [0, 1, 52, 0, 1, 1, 16, 0, 2, 1, 8, 0, 4, 1, 3], rate: { hz: 52 } },
  { stream: 'gyro', settings: [0, 1, 52, 0, 1, 1, 16, 0, 2, 1, 0xd0, 0x07, 4, 1, 3], rate: { hz: 52 } },
  { stream: 'mag', settings: [0, 1, 20, 0, 1, 1, 16, 0, 2, 1, 50, 0, 4, 1, 3], rate: { option: 'magRate', at: 2 } },
  { stream: 'ppi', settings: [] },
]);

/** Polar Verity Sense armband: heart rate, acceleration and turning rate; field and pulse intervals when asked for. Not yet tried on hardware. */
export const polarVeritySense = defineDevice({
  id: 'polarVeritySense',
  vendor: 'Polar',
  model: 'Verity Sense',
  kind: 'heartRate',
  // Upper or lower arm, as the maker says; the swim goggles' clip is the exception.
  usualSite: 'upperArm',
  match: { services: [], namePrefixes: ['Polar Sense'] },
  status: 'sdk',
  sources: ['polarofficial/polar-ble-sdk, technical documentation, PolarVeritySense.md and tests'],
  capabilities: [heartRate(), pmd.capability, battery(), deviceInformation()],
  start: pmd.start,
  stop: pmd.stop,
  options: [
    { key: 'acc', type: 'switch', label: 'Acceleration', default: true },
    { key: 'gyro', type: 'switch', label: 'Turning rate', default: true },
    { key: 'mag', type: 'switch', label: 'Magnetic field', default: false },
    {
      key: 'magRate',
      type: 'number',
      label: 'Magnetic field rate',
      unit: 'Hz',
      min: 10,
      max: 100,
      step: 10,
      choices: [10, 20, 50, 100],
      default: 20,
    },
    { key: 'ppi', type: 'switch', label: 'Pulse intervals (only at rest)', default: false },
  ],
  hints: [
    'Pulse intervals need complete rest: the first come after about 25 seconds, heart rate then changes only every 5 seconds.',
    'On its charger it does not measure, and its battery level stands still.',
  ],
  safety: { stimulator: false },
});
