import { defineDevice } from '#devices/core/define.ts';
import { CYCLING_POWER_SERVICE } from '#devices/core/uuid.ts';
import { battery } from '#devices/profiles/battery.ts';
import { cyclingPower } from '#devices/profiles/cyclingPower.ts';
import { deviceInformation } from '#devices/profiles/deviceInformation.ts';

/** Any pedal, crank or ergometer that speaks the standard Cycling Power Service. */
export const powerMeter = defineDevice({
  id: 'powerMeter',
  vendor: 'Bluetooth SIG',
  model: 'Power meter',
  kind: 'activity',
  match: { services: [CYCLING_POWER_SERVICE], namePrefixes: [] },
  status: 'sdk',
  sources: ['Bluetooth Cycling Power Service 1.1'],
  capabilities: [cyclingPower(), battery(), deviceInformation()],
  start: [],
  stop: [],
  safety: { stimulator: false },
});
