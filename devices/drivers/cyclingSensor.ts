import { defineDevice } from '#devices/core/define.ts';
import { CYCLING_SERVICE } from '#devices/core/uuid.ts';
import { battery } from '#devices/profiles/battery.ts';
import { cyclingSpeed } from '#devices/profiles/cyclingSpeed.ts';
import { deviceInformation } from '#devices/profiles/deviceInformation.ts';

/** Any wheel or crank sensor that speaks the standard Cycling Speed and Cadence Service. */
export const cyclingSensor = defineDevice({
  id: 'cyclingSensor',
  vendor: 'Bluetooth SIG',
  model: 'Cycling sensor',
  kind: 'activity',
  match: { services: [CYCLING_SERVICE], namePrefixes: [] },
  status: 'sdk',
  sources: ['Bluetooth Cycling Speed and Cadence Service 1.0'],
  capabilities: [cyclingSpeed(), battery(), deviceInformation()],
  start: [],
  stop: [],
  safety: { stimulator: false },
});
