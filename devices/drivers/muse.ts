import { ByteReader } from '#devices/core/bytes.ts';
import { type Capability, defineDevice } from '#devices/core/define.ts';
import { notifies, writes } from '#devices/core/parts.ts';
import type { WriteStep } from '#devices/core/step.ts';
import type { DecodeResult, StreamDefinition } from '#devices/core/types.ts';
import { sigUuid } from '#devices/core/uuid.ts';
import { accelerationGroup, angularRateGroup, G_M_PER_S2, RAD_PER_DEG } from '#devices/profiles/motionGroups.ts';
import { layoutDecoder } from '#devices/profiles/packetLayout.ts';

const SERVICE = sigUuid(0xfe8d);
const museUuid = (short: string): string => `273e${short}-4c4d-454d-96be-f03bac821358`;
const CONTROL = museUuid('0001');
const GYROSCOPE = museUuid('0009');
const ACCELEROMETER = museUuid('000a');
const TELEMETRY = museUuid('000b');

/** Counts are 0.0000610352 g (2 g over int16) and 0.0074768 deg/s (245 over int16). */
const ACCELERATION = accelerationGroup(0.0000610352 * 32768);
const ANGULAR_RATE = angularRateGroup(0.0074768 * 32768);

/** Big-endian: a 16-bit sequence number, then three samples of x, y, z. */
const packet = { head: [{ counter: 'u16' }], samples: 3, byteOrder: 'big' } as const;
const decodeAcceleration = layoutDecoder({
  ...packet,
  name: 'acceleration',
  stream: 'acceleration',
  groups: [ACCELERATION],
  fields: [{ group: ACCELERATION, type: 's16', factor: 0.0000610352 * G_M_PER_S2 }],
});
const decodeAngularRate = layoutDecoder({
  ...packet,
  name: 'angular rate',
  stream: 'angularRate',
  groups: [ANGULAR_RATE],
  fields: [{ group: ANGULAR_RATE, type: 's16', factor: 0.0074768 * RAD_PER_DEG }],
});

/** Sequence number, battery in 1/512 %, and voltages and temperature that nobody needs. */
function decodeTelemetry(bytes: Uint8Array): DecodeResult {
  const reader = new ByteReader(bytes, 'big');
  reader.skip(2);
  const level = reader.u16();
  if (level === undefined) return { ok: false, reason: `telemetry cut short at ${bytes.length} bytes` };
  const batteryPct = Math.round(level / 512);
  if (batteryPct > 100) return { ok: false, reason: `battery level ${batteryPct} is above 100 %` };
  return { ok: true, streams: [], notes: [], facts: { batteryPct } };
}

/** The sequence number counts packets of three samples and is the only clock; a packet leaves when its last sample is there. */
const counted = { nominalRateHz: 52, clock: 'counter', wrapBits: 16, samplesPerTick: 3, stamp: 'last' } as const;
const streams: readonly StreamDefinition[] = [
  { ...counted, key: 'acceleration', kind: 'acceleration', groups: [ACCELERATION] },
  { ...counted, key: 'angularRate', kind: 'angularRate', groups: [ANGULAR_RATE] },
];
const motion: Capability = {
  services: [SERVICE],
  streams,
  characteristics: [
    notifies(SERVICE, ACCELEROMETER, decodeAcceleration),
    notifies(SERVICE, GYROSCOPE, decodeAngularRate),
    notifies(SERVICE, TELEMETRY, decodeTelemetry, { optional: true }),
  ],
};

/** Text with its length in front and a line feed at its end. */
function command(text: string): WriteStep {
  const body = [...new TextEncoder().encode(`${text}\n`)];
  return writes(SERVICE, CONTROL, [body.length, ...body], { response: false });
}

/** Muse 2 and Muse S headband (classic protocol): acceleration and angular rate of the head at 52 Hz. Not yet tried on hardware. */
export const muse = defineDevice({
  id: 'muse',
  vendor: 'InteraXon',
  model: 'Muse 2 / Muse S',
  kind: 'imu',
  match: { services: [SERVICE], namePrefixes: ['Muse'] },
  status: 'reverseEngineered',
  sources: ['urish/muse-js src/lib/muse-parse.ts and its tests'],
  capabilities: [motion],
  // Halt, preset 21 (no pulse sensor), start.
  start: [command('h'), command('p21'), command('d')],
  stop: [command('h')],
  hints: [
    'The Muse S "Athena" speaks another language and is not understood.',
    'It measures the head; brain waves are neither asked for nor kept.',
  ],
  safety: { stimulator: false },
});
