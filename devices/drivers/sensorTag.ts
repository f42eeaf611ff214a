import { type Capability, defineDevice } from '#devices/core/define.ts';
import { notifies, writes } from '#devices/core/parts.ts';
import { battery } from '#devices/profiles/battery.ts';
import { deviceInformation } from '#devices/profiles/deviceInformation.ts';
import { accelerationGroup, angularRateGroup, G_M_PER_S2, magneticFieldGroup, RAD_PER_DEG } from '#devices/profiles/motionGroups.ts';
import { layoutDecoder } from '#devices/profiles/packetLayout.ts';

const tagUuid = (short: string): string => `f000${short}-0451-4000-b000-000000000000`;
const MOVEMENT_SERVICE = tagUuid('aa80');
const MOVEMENT_DATA = tagUuid('aa81');
const MOVEMENT_CONFIGURATION = tagUuid('aa82');
const MOVEMENT_PERIOD = tagUuid('aa83');
const OUTPUT_SERVICE = tagUuid('aa64');
const OUTPUT_DATA = tagUuid('aa65');
const OUTPUT_CONFIGURATION = tagUuid('aa66');

/** As configured below: +-8 g; the firmware always measures at +-250 deg/s; the magnetometer's full scale is 4912 uT. */
const ACCELERATION = accelerationGroup(8);
const ANGULAR_RATE = angularRateGroup(250);
const MAGNETIC_FIELD = magneticFieldGroup(4912);

const decodeMovement = layoutDecoder({
  name: 'movement',
  stream: 'imu',
  groups: [ACCELERATION, ANGULAR_RATE, MAGNETIC_FIELD],
  fields: [
    { group: ANGULAR_RATE, type: 's16', factor: (250 * RAD_PER_DEG) / 32768 },
    { group: ACCELERATION, type: 's16', factor: (8 * G_M_PER_S2) / 32768 },
    // In the MPU-9250 the magnetometer's x is the others' y, its y their x, and its z points the other way (datasheet, section 9.1).
    { group: MAGNETIC_FIELD, type: 's16', factor: 4912 / 32768, axes: [1, 0, 2], signs: [1, 1, -1] },
  ],
});

const movement: Capability = {
  services: [MOVEMENT_SERVICE, OUTPUT_SERVICE],
  streams: [
    {
      key: 'imu',
      kind: 'imu',
      nominalRateHz: 10,
      clock: 'arrival',
      wrapBits: null,
      groups: [ACCELERATION, ANGULAR_RATE, MAGNETIC_FIELD],
    },
  ],
  characteristics: [notifies(MOVEMENT_SERVICE, MOVEMENT_DATA, decodeMovement)],
};

const configuration = (bits: number) => writes(MOVEMENT_SERVICE, MOVEMENT_CONFIGURATION, [bits & 0xff, bits >> 8]);
/** Bits 0 to 2 angular rate, 3 to 5 acceleration, 6 magnetic field; bits 8 and 9: 2 is +-8 g. */
const ALL_AT_8_G = 0x007f | (2 << 8);

/** TI SensorTag CC2650: acceleration, angular rate, magnetic field at 10 Hz. No clock. Not yet tried on hardware. */
export const sensorTag = defineDevice({
  id: 'sensorTag',
  vendor: 'Texas Instruments',
  model: 'SensorTag CC2650',
  kind: 'imu',
  match: { services: [], namePrefixes: ['CC2650 SensorTag', 'SensorTag'] },
  status: 'sdk',
  sources: ['TI CC2650 SensorTag User Guide, Movement sensor and IO service', 'InvenSense MPU-9250 product specification 1.1'],
  capabilities: [movement, battery(), deviceInformation()],
  // The period counts 10 ms; the firmware goes no lower than 100 ms.
  start: [writes(MOVEMENT_SERVICE, MOVEMENT_PERIOD, [10]), configuration(ALL_AT_8_G)],
  stop: [configuration(0)],
  // Output: first nothing lit, then under our control, red light for 2 s, and back to the device's own.
  identify: [
    writes(OUTPUT_SERVICE, OUTPUT_DATA, [0]),
    writes(OUTPUT_SERVICE, OUTPUT_CONFIGURATION, [1]),
    writes(OUTPUT_SERVICE, OUTPUT_DATA, [1]),
    { type: 'wait', ms: 2_000 },
    writes(OUTPUT_SERVICE, OUTPUT_DATA, [0]),
    writes(OUTPUT_SERVICE, OUTPUT_CONFIGURATION, [0]),
  ],
  hints: [
    'Ten samples a second and turning up to 250 degrees a second: good for slow movements only.',
    'On Windows its notifications are known to stop; another system may help.',
  ],
  safety: { stimulator: false },
});
