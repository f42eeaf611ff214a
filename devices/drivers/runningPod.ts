import { defineDevice } from '#devices/core/define.ts';
import { RUNNING_SERVICE } from '#devices/core/uuid.ts';
import { battery } from '#devices/profiles/battery.ts';
import { deviceInformation } from '#devices/profiles/deviceInformation.ts';
import { runningSpeed } from '#devices/profiles/runningSpeed.ts';

/** Any foot pod, watch or treadmill that speaks the standard Running Speed and Cadence Service. */
export const runningPod = defineDevice({
  id: 'runningPod',
  vendor: 'Bluetooth SIG',
  model: 'Running pod',
  kind: 'activity',
  match: { services: [RUNNING_SERVICE], namePrefixes: [] },
  status: 'sdk',
  sources: ['Bluetooth Running Speed and Cadence Service 1.0'],
  capabilities: [runningSpeed(), battery(), deviceInformation()],
  start: [],
  stop: [],
  safety: { stimulator: false },
});
