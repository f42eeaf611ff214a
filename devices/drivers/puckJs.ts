import { type Capability, defineDevice } from '#devices/core/define.ts';
import type { DecodeResult } from '#devices/core/types.ts';
import { deviceTimeOf, type EspruinoLine, typed, UART_SERVICE, uartLines, uploaded } from '#devices/profiles/espruino.ts';
import { accelerationGroup, angularRateGroup } from '#devices/profiles/motionGroups.ts';

/** LSM6DS3TR-C at +-8 g and +-2000 deg/s: 0.244 mg and 70 mdeg/s per count (datasheet, table 3). */
const ACCELERATION = accelerationGroup(0.000244 * 32768);
const ANGULAR_RATE = angularRateGroup(0.07 * 32768);

/** 10h CTRL1_XL bits 2 and 3: 11 is 8 g. 11h CTRL2_G bits 2 and 3: 11 is 2000 deg/s, bit 1 must be 0. Counts are sent as they come. */
export const PUCK_SCRIPT: readonly string[] = [
  'var evenpace={t0:getTime(),on:function(d){Bluetooth.println(JSON.stringify({t:Math.round((getTime()-evenpace.t0)*1000),a:[d.acc.x,d.acc.y,d.acc.z],g:[d.gyro.x,d.gyro.y,d.gyro.z]}))}};',
  'Puck.accelOn(52);',
  'Puck.accelWr(0x10,Puck.accelRd(0x10)&0xf3|0x0c);',
  'Puck.accelWr(0x11,Puck.accelRd(0x11)&0xf1|0x0c);',
  'Puck.on("accel",evenpace.on);',
];
const STOP = ['Puck.removeListener("accel",evenpace.on);', 'Puck.accelOff();'];

function decode(line: EspruinoLine): DecodeResult {
  const { a, g } = line;
  if (a === undefined || g === undefined) return { ok: false, reason: 'a line without acceleration or angular rate' };
  return {
    ok: true,
    streams: [{ stream: 'imu', sampleCount: 1, counts: Int16Array.of(...a, ...g), deviceUs: deviceTimeOf(line) }],
    notes: [],
  };
}

const motion: Capability = {
  services: [UART_SERVICE],
  streams: [{ key: 'imu', kind: 'imu', nominalRateHz: 52, clock: 'deviceUs', wrapBits: null, groups: [ACCELERATION, ANGULAR_RATE] }],
  characteristics: [uartLines(decode)],
};

/** Espruino Puck.js version 2: acceleration and angular rate at 52 Hz by a script typed into its console. Not yet tried on hardware. */
export const puckJs = defineDevice({
  id: 'puckJs',
  vendor: 'Espruino',
  model: 'Puck.js 2',
  kind: 'imu',
  match: { services: [], namePrefixes: ['Puck.js'] },
  status: 'synthetic',
  sources: ['Espruino reference: Puck.accelOn, Puck.accelWr, Bluetooth.println', 'ST LSM6DS3TR-C datasheet'],
  capabilities: [motion],
  start: uploaded(PUCK_SCRIPT),
  stop: typed(STOP),
  identify: typed(['digitalPulse(LED1,1,2000);']),
  hints: [
    'Evenpace types a small script into it at every start; nothing is saved on it, and taking out the battery removes it.',
    'By hand: paste the lines of the script into the Espruino Web IDE, close the IDE, then connect here.',
    'The first Puck.js has no motion sensor.',
  ],
  safety: { stimulator: false },
});
