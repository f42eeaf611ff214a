import { defineDevice } from '#devices/core/define.ts';
import { HEART_RATE_SERVICE } from '#devices/core/uuid.ts';
import { battery } from '#devices/profiles/battery.ts';
import { deviceInformation } from '#devices/profiles/deviceInformation.ts';
import { heartRate } from '#devices/profiles/heartRate.ts';

/** Any chest strap or armband that speaks the standard Heart Rate Service. */
export const heartRateStrap = defineDevice({
  id: 'heartRateStrap',
  vendor: 'Bluetooth SIG',
  model: 'Heart rate strap',
  kind: 'heartRate',
  match: { services: [HEART_RATE_SERVICE], namePrefixes: [] },
  status: 'sdk',
  sources: ['Bluetooth Heart Rate Service 1.0', 'WebBluetoothCG/web-bluetooth issue 493 (captured packet)'],
  capabilities: [heartRate(), battery(), deviceInformation()],
  start: [],
  stop: [],
  safety: { stimulator: false },
});
