import type { StreamDefinition } from '#devices/core/types.ts';
import { capture2Go } from '#devices/drivers/capture2Go.ts';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import { muse } from '#devices/drivers/muse.ts';
import { polarVeritySense } from '#devices/drivers/polarVeritySense.ts';
import { QUIET_RADIO, type Radio } from '#test/helpers/simulatedRadio.ts';

/** A real driver's stream through a simulated radio. */
export interface ClockScenario {
  readonly name: string;
  readonly stream: StreamDefinition;
  readonly radio: Omit<Radio, 'seed' | 'seconds'>;
}

function streamOf(streams: readonly StreamDefinition[], key: string): StreamDefinition {
  const found = streams.find((stream) => stream.key === key);
  if (found === undefined) throw new Error(`there is no stream ${key}`);
  return found;
}
const DOT = streamOf(movellaDot.streams, 'imu');
const POLAR = streamOf(polarVeritySense.streams, 'gyro');
const CAPTURE = streamOf(capture2Go.streams, 'imu');
const MUSE = streamOf(muse.streams, 'angularRate');

const dot = (more: Partial<Radio>): Pick<ClockScenario, 'stream' | 'radio'> => ({
  stream: DOT,
  radio: { ...QUIET_RADIO, rateHz: 60, ...more },
});
const uniform = { jitter: { kind: 'uniform', maxUs: 50_000 } } as const;
const harsh = {
  jitter: { kind: 'exponential', meanUs: 25_000 },
  stall: { everyS: 3, longestUs: 400_000 },
  lossShare: 0.05,
} as const;

/** Jitter in ms, stalls, loss and drift as told by the names. DOT: every sample stamped, 60 Hz. */
export const CLOCK_SCENARIOS: readonly ClockScenario[] = [
  { name: 'DOT, exponential 15 ms', ...dot({}) },
  { name: 'DOT, uniform 0-50 ms', ...dot(uniform) },
  { name: 'DOT, 15 ms, +50 ppm', ...dot({ driftPpm: 50 }) },
  { name: 'DOT, 15 ms, -50 ppm', ...dot({ driftPpm: -50 }) },
  {
    name: 'DOT, connection interval 48.75 ms, +50 ppm',
    ...dot({ jitter: { kind: 'uniform', maxUs: 2_000 }, connectionIntervalUs: 48_750, driftPpm: 50 }),
  },
  { name: 'DOT, 15 ms, stalls to 400 ms', ...dot({ stall: harsh.stall }) },
  { name: 'DOT, 15 ms, 5 % lost', ...dot({ lossShare: 0.05 }) },
  { name: 'DOT, all of it: 25 ms, stalls, loss, +50 ppm', ...dot({ ...harsh, driftPpm: 50 }) },
  { name: 'DOT, all of it, 32-bit wrap after 40 s', ...dot({ ...harsh, driftPpm: -50, clockStartUs: 2 ** 32 - 40e6 }) },
  {
    name: 'Verity Sense, last of 25 stamped, 52 Hz, all of it',
    stream: POLAR,
    radio: { ...QUIET_RADIO, ...harsh, rateHz: 52, samplesPerPacket: 25, driftPpm: 50 },
  },
  {
    name: 'Capture2Go, first of 8 stamped, 100 Hz, all of it',
    stream: CAPTURE,
    radio: { ...QUIET_RADIO, ...harsh, rateHz: 100, samplesPerPacket: 8, driftPpm: -50 },
  },
  {
    name: 'Muse, counter of 3 samples, 52 Hz, all of it',
    stream: MUSE,
    radio: { ...QUIET_RADIO, ...harsh, rateHz: 52, samplesPerPacket: 3, clockStartUs: 3_700_000_000 },
  },
  {
    name: 'Muse, the same at 51.5 Hz instead of 52',
    stream: MUSE,
    radio: { ...QUIET_RADIO, ...harsh, rateHz: 51.5, samplesPerPacket: 3, clockStartUs: 3_700_000_000 },
  },
];

/** The sensor starts again after 60 s: its clock jumps to zero, or back to the day it has after power-off (H10: 2019). */
export const RESET_AT_S = 60;
export const RESET_SCENARIOS: readonly ClockScenario[] = [
  { name: 'DOT, 15 ms', ...dot({ clockStartUs: 3e9, resets: [{ atS: RESET_AT_S, toUs: 0 }] }) },
  { name: 'DOT, all of it', ...dot({ ...harsh, driftPpm: 50, resets: [{ atS: RESET_AT_S, toUs: 0 }] }) },
  {
    name: 'Verity Sense, all of it',
    stream: POLAR,
    radio: {
      ...QUIET_RADIO,
      ...harsh,
      rateHz: 52,
      samplesPerPacket: 25,
      clockStartUs: 800_000_000_000_000,
      resets: [{ atS: RESET_AT_S, toUs: 599_616_000_000_000 }],
    },
  },
  {
    name: 'Muse at 51.5 Hz, all of it',
    stream: MUSE,
    radio: { ...QUIET_RADIO, ...harsh, rateHz: 51.5, samplesPerPacket: 3, resets: [{ atS: RESET_AT_S, toUs: 0 }] },
  },
];
