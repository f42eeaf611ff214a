import { type Capability, defineDevice } from '#devices/core/define.ts';
import { notifies, writes } from '#devices/core/parts.ts';
import type { WriteStep } from '#devices/core/step.ts';
import { C2G_ACCELERATION, C2G_FIELD, C2G_RATE_HZ, C2G_SAMPLES, decodeCapture2Go } from '#devices/profiles/capture2GoData.ts';
import { createCapture2GoFramer, packageOf } from '#devices/profiles/capture2GoPackages.ts';
import { ANGULAR_RATE, QUATERNION } from '#devices/profiles/motionGroups.ts';

const c2gUuid = (short: string): string => `${short}-e629-4c98-9324-aa7fc0c66de7`;
const SERVICE = c2gUuid('80030001');
const RECEIVE = c2gUuid('80030002');
const TRANSMIT = c2gUuid('80030003');
const ANSWER_MS = 3_000;

const clocked = { clock: 'deviceUs', wrapBits: null } as const;
const motion: Capability = {
  services: [SERVICE],
  streams: [
    {
      ...clocked,
      key: 'imu',
      kind: 'imu',
      nominalRateHz: C2G_RATE_HZ,
      stamp: 'first',
      groups: [C2G_ACCELERATION, ANGULAR_RATE, C2G_FIELD],
    },
    {
      ...clocked,
      key: 'orientation',
      kind: 'orientation',
      nominalRateHz: C2G_RATE_HZ / C2G_SAMPLES,
      groups: [QUATERNION],
      option: 'orientation',
    },
    {
      ...clocked,
      key: 'orientation9',
      kind: 'orientation',
      nominalRateHz: C2G_RATE_HZ / C2G_SAMPLES,
      groups: [QUATERNION],
      option: 'orientation9',
    },
    // "As often as possible", at most 50 Hz: no rate that gaps could be told by.
    { ...clocked, key: 'liveOrientation', kind: 'orientation', nominalRateHz: 0, groups: [QUATERNION], option: 'live' },
  ],
  characteristics: [notifies(SERVICE, TRANSMIT, decodeCapture2Go, { createFramer: createCapture2GoFramer })],
};

/** A command, and the header of the package that answers it. */
function command(header: number, answer: number, payload: readonly number[] = [], more: Partial<WriteStep> = {}): WriteStep {
  const match = [2, null, null, null, null, null, answer & 0xff, answer >> 8];
  return writes(SERVICE, RECEIVE, [...packageOf(header, payload)], {
    answer: { characteristic: TRANSMIT, match, timeoutMs: ANSWER_MS },
    ...more,
  });
}

/** A command whose answer nobody waits for. */
const tell = (header: number, more: Partial<WriteStep> = {}): WriteStep => writes(SERVICE, RECEIVE, [...packageOf(header)], more);

/** Measurement mode: from now (i64 0), full packed data at mode 2 (100 Hz), status every second, everything else off. */
const FULL_AT_100_HZ = [...new Array<number>(8).fill(0), 0, 0, 2, 0, 0, 0, 1, ...new Array<number>(15).fill(0)];
/** Light from now (0) to 3,000,000,000 ns (B2D05E00) after that; the 1 says that the end is relative. */
const LIGHT_FOR_3_S = [...new Array<number>(8).fill(0), 0x00, 0x5e, 0xd0, 0xb2, 0, 0, 0, 0, 1];

/** SensorStim Capture2Go: 100 Hz raw data with magnetometer, lossless, and its own orientation. Not yet tried on hardware. */
export const capture2Go = defineDevice({
  id: 'capture2Go',
  vendor: 'SensorStim',
  model: 'Capture2Go',
  kind: 'imu',
  match: { services: [SERVICE], namePrefixes: ['IMU_'] },
  status: 'sdk',
  sources: ['sensorstim/capture2go_sdk protocol/Capture2Go_Communication_Protocol.md'],
  capabilities: [motion],
  // A sensor that still streams from before is stopped first; one that records refuses the mode and says so.
  start: [
    command(0x0158, 0x0159, [], { optional: true }),
    command(0x0070, 0x0071, [], { optional: true }),
    command(0x0120, 0x0122, FULL_AT_100_HZ),
    command(0x0150, 0x0151),
    command(0x0160, 0x0162, [1, 0], { option: 'live', optional: true }),
  ],
  stop: [tell(0x0163, { option: 'live' }), tell(0x0152)],
  identify: [command(0x0183, 0x0185, LIGHT_FOR_3_S)],
  options: [
    { key: 'orientation', type: 'switch', label: 'Its own orientation, without the compass', default: false },
    { key: 'orientation9', type: 'switch', label: 'Its own orientation, with the compass', default: false },
    { key: 'live', type: 'switch', label: 'Its own orientation as fast as it can, for the picture', default: false },
  ],
  hints: [
    'After a stretch of bad reception the samples come late but complete.',
    'It cannot measure for Evenpace while it records by itself.',
  ],
  safety: { stimulator: false },
});
