import { type Capability, defineDevice } from '#devices/core/define.ts';
import type { Decoded, DecodeResult } from '#devices/core/types.ts';
import { deviceTimeOf, type EspruinoLine, typed, UART_SERVICE, uartLines, uploaded } from '#devices/profiles/espruino.ts';
import { CONTACT_COUNT } from '#devices/profiles/heartRate.ts';
import { accelerationGroup } from '#devices/profiles/motionGroups.ts';

/** The script sends 8192 counts per g. */
const ACCELERATION = accelerationGroup(4);
/** Below this the watch itself is not sure that it saw a pulse; its own apps use the same limit. */
const LEAST_CONFIDENCE = 50;

export const BANGLE_SCRIPT: readonly string[] = [
  'var evenpace={t0:getTime(),t:function(){return Math.round((getTime()-evenpace.t0)*1000)},n:function(v){return Math.max(-32768,Math.min(32767,Math.round(v*8192)))}};',
  'evenpace.acc=function(a){Bluetooth.println(JSON.stringify({t:evenpace.t(),a:[evenpace.n(a.x),evenpace.n(a.y),evenpace.n(a.z)]}))};',
  'evenpace.hrm=function(h){Bluetooth.println(JSON.stringify({t:evenpace.t(),h:h.bpm,c:h.confidence}))};',
  'Bangle.setPollInterval(40);',
  'Bangle.on("accel",evenpace.acc);',
  'Bangle.on("HRM",evenpace.hrm);',
  'Bangle.setHRMPower(1,"evenpace");',
];
const STOP = [
  'Bangle.removeListener("accel",evenpace.acc);',
  'Bangle.removeListener("HRM",evenpace.hrm);',
  'Bangle.setHRMPower(0,"evenpace");',
  'Bangle.setPollInterval(80);',
];

function decode(line: EspruinoLine): DecodeResult {
  const { a, h, c = 0 } = line;
  const deviceUs = deviceTimeOf(line);
  const streams: Decoded[] = [];
  if (a !== undefined) streams.push({ stream: 'acceleration', sampleCount: 1, counts: Int16Array.of(...a), deviceUs });
  const sure = h !== undefined && h > 0 && c >= LEAST_CONFIDENCE;
  if (sure)
    streams.push({ stream: 'heartRate', sampleCount: 1, counts: Int16Array.of(Math.round(h), CONTACT_COUNT.unsupported), deviceUs });
  return { ok: true, streams, notes: h !== undefined && !sure ? ['no sure heart rate'] : [] };
}

const watch: Capability = {
  services: [UART_SERVICE],
  streams: [
    {
      key: 'heartRate',
      kind: 'heartRate',
      nominalRateHz: 0,
      clock: 'deviceUs',
      wrapBits: null,
      groups: [
        { name: 'heartRate', axes: 1, scale: 1, unit: 'bpm' },
        { name: 'contact', axes: 1, scale: 1, unit: 'flag' },
      ],
    },
    { key: 'acceleration', kind: 'acceleration', nominalRateHz: 25, clock: 'deviceUs', wrapBits: null, groups: [ACCELERATION] },
  ],
  characteristics: [uartLines(decode)],
};

/** Espruino Bangle.js 1 and 2: heart rate from the wrist and acceleration by a script typed into its console. Not yet tried on hardware. */
export const bangleJs = defineDevice({
  id: 'bangleJs',
  vendor: 'Espruino',
  model: 'Bangle.js',
  kind: 'heartRate',
  usualSite: 'wrist',
  match: { services: [], namePrefixes: ['Bangle.js'] },
  status: 'synthetic',
  sources: ['Espruino reference: Bangle accel and HRM events, Bangle.setPollInterval, Bangle.setHRMPower, Bluetooth.println'],
  capabilities: [watch],
  start: uploaded(BANGLE_SCRIPT),
  stop: typed(STOP),
  identify: typed(['Bangle.buzz(800);']),
  hints: [
    'On the watch, set "Programmable" on in the Bluetooth settings; Evenpace types a small script into it at every start, and saves nothing.',
    'By hand: paste the lines of the script into the Espruino Web IDE, close the IDE, then connect here.',
    'Heart rate from the wrist is poor while the arm moves.',
  ],
  safety: { stimulator: false },
});
