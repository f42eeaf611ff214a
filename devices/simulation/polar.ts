import { DeviceError } from '#devices/core/errors.ts';
import { PMD_GET_SETTINGS, PMD_START, PMD_STOP } from '#devices/profiles/polarControl.ts';
import { PMD_CONTROL, PMD_DATA, PMD_SERVICE } from '#devices/profiles/polarPmd.ts';
import { PMD_TYPES } from '#devices/profiles/polarStreams.ts';
import { simulatedHeartRateStrap } from './heartRateStrap.ts';
import { sampleAt } from './motionPlayer.ts';
import type { MotionSample } from './motionSample.ts';
import type { DuePacket, Peripheral } from './peripheral.ts';
import { encodeDelta } from './polarDelta.ts';

export interface SimulatedPolarOptions {
  readonly name: string;
  readonly address: string;
  readonly rrIntervalsMs: readonly number[];
  /** Worn on the chest: any rate, sorted by time, repeated at the end; resampled to the rate that is asked for. */
  readonly samples: readonly MotionSample[];
  /** What the clock shows at the start, ns since 2000; default 2019-01-01, where it stands after it was off. */
  readonly clockStartNs?: bigint;
  /** Status of the answer to every start, as a connection with small packets gives (10); default 0. */
  readonly startStatus?: number;
  /** Rate at which it sends once it is started, Hz, whatever was asked for; default: what was asked for. */
  readonly sendsHz?: number;
  /** ECG at 130 Hz, whole uV, repeated at the end; without it every start of it is refused. */
  readonly ecgUv?: readonly number[];
  /** As before PMD's characteristics had their present numbers. */
  readonly oldFirmware?: boolean;
}

const MILLI_G = 9.80665 / 1000;
const CLOCK_2019_NS = 599_616_000_000_000_000n;
const OK = 0;
const INVALID_TYPE = 2;
const INVALID_RATE = 8;
const FACTOR_ONE = [5, 1, 0, 0, 0x80, 0x3f];

/** What the sensor can stream besides heart rate. */
interface Measurement {
  readonly ratesHz: readonly number[];
  /** Settings on offer, and what a start is answered with. */
  readonly offer: readonly number[];
  readonly started: readonly number[];
  readonly frameSamples: number;
  readonly frameType: number;
  /** Samples from this number on. */
  readonly payload: (first: number, rateHz: number) => Uint8Array;
}

const ACC_FRAME_SAMPLES = 25;
/** Compressed (0x80), s16 in mG times factor. */
function acceleration(samples: readonly MotionSample[]): Measurement {
  return {
    ratesHz: [25, 50, 100, 200],
    offer: [0, 4, 25, 0, 50, 0, 100, 0, 200, 0, 1, 1, 16, 0, 2, 3, 2, 0, 4, 0, 8, 0],
    started: FACTOR_ONE,
    frameSamples: ACC_FRAME_SAMPLES,
    frameType: 0x81,
    payload(first, rateHz) {
      const values = new Int32Array(ACC_FRAME_SAMPLES * 3);
      for (let i = 0; i < ACC_FRAME_SAMPLES; i++) {
        const { accelerationMPerS2 } = sampleAt(samples, ((first + i) * 1_000_000) / rateHz, true);
        accelerationMPerS2.forEach((value, axis) => {
          values[i * 3 + axis] = Math.max(-8000, Math.min(8000, Math.round(value / MILLI_G)));
        });
      }
      return encodeDelta(values, 3, 16);
    },
  };
}

/** 73 values fit into one notification. */
const ECG_FRAME_SAMPLES = 73;
/** Raw, s24 in uV. */
function ecg(uv: readonly number[]): Measurement {
  return {
    ratesHz: [130],
    offer: [0, 1, 130, 0, 1, 1, 14, 0],
    started: [],
    frameSamples: ECG_FRAME_SAMPLES,
    frameType: 0,
    payload(first) {
      const bytes = new Uint8Array(ECG_FRAME_SAMPLES * 3);
      for (let i = 0; i < ECG_FRAME_SAMPLES; i++) {
        const value = uv[(first + i) % uv.length];
        for (let byte = 0; byte < 3; byte++) bytes[i * 3 + byte] = (value >> (8 * byte)) & 0xff;
      }
      return bytes;
    },
  };
}

/** A rate in a list of settings (type 0, one value), or undefined. */
function rateIn(settings: Uint8Array): number | undefined {
  for (let at = 0; at + 3 < settings.length; at += 4) if (settings[at] === 0) return settings[at + 2] | (settings[at + 3] << 8);
  return undefined;
}

/**
 * A Polar chest strap: heart rate and beats, and between a start and a stop written to its control point acceleration in delta frames and
 * ECG. It answers like the real one, with indications only.
 */
export function simulatedPolar(options: SimulatedPolarOptions): Peripheral {
  const strap = simulatedHeartRateStrap(options);
  const startNs = options.clockStartNs ?? CLOCK_2019_NS;
  const old = options.oldFirmware === true;
  const measurements = new Map<number, Measurement>([[PMD_TYPES.acc, acceleration(options.samples)]]);
  if (options.ecgUv) measurements.set(PMD_TYPES.ecg, ecg(options.ecgUv));
  /** Rates of what is started, by type. */
  const runningHz = new Map<number, number>();
  let answers: Uint8Array[] = [];

  const start = (type: number, { ratesHz }: Measurement, settings: Uint8Array): number => {
    const wanted = rateIn(settings);
    const status = options.startStatus ?? (wanted !== undefined && ratesHz.includes(wanted) ? OK : INVALID_RATE);
    if (status === OK) runningHz.set(type, options.sendsHz ?? wanted ?? 0);
    return status;
  };

  const frame = (type: number, { frameSamples, frameType, payload }: Measurement, first: number, rateHz: number): Uint8Array => {
    const values = payload(first, rateHz);
    const bytes = new Uint8Array(10 + values.length);
    bytes[0] = type;
    new DataView(bytes.buffer).setBigUint64(1, startNs + BigInt(Math.round(((first + frameSamples - 1) * 1e9) / rateHz)), true);
    bytes[9] = frameType;
    bytes.set(values, 10);
    return bytes;
  };

  return {
    ...strap,
    services: [
      ...strap.services,
      {
        uuid: PMD_SERVICE,
        characteristics: old
          ? []
          : [
              { uuid: PMD_CONTROL, properties: ['read', 'write', 'indicate'] },
              { uuid: PMD_DATA, properties: ['notify'] },
            ],
      },
    ],
    read(service, characteristic) {
      if (characteristic !== PMD_CONTROL) return strap.read(service, characteristic);
      return Uint8Array.of(
        0x0f,
        [...measurements.keys()].reduce((bits, type) => bits | (1 << type), 0),
        0x00,
      );
    },
    write(_service, characteristic, bytes) {
      if (characteristic !== PMD_CONTROL || bytes.length < 2) throw new DeviceError('unsupported', `${characteristic} cannot be written`);
      const [op, type] = bytes;
      const measurement = measurements.get(type);
      let status = measurement === undefined ? INVALID_TYPE : OK;
      let params: readonly number[] = [];
      if (measurement !== undefined && op === PMD_GET_SETTINGS) params = measurement.offer;
      if (measurement !== undefined && op === PMD_START) {
        status = start(type, measurement, bytes.subarray(2));
        if (status === OK) params = measurement.started;
      }
      if (op === PMD_STOP) runningHz.delete(type);
      answers.push(Uint8Array.from([0xf0, op, type, status, 0, ...params]));
    },
    packetsBetween(fromUs, toUs) {
      const packets: DuePacket[] = [...strap.packetsBetween(fromUs, toUs)];
      for (const bytes of answers) packets.push({ dueUs: fromUs + 1, service: PMD_SERVICE, characteristic: PMD_CONTROL, bytes });
      answers = [];
      for (const [type, measurement] of measurements) {
        const rateHz = runningHz.get(type);
        if (rateHz === undefined) continue;
        const frameUs = (measurement.frameSamples * 1_000_000) / rateHz;
        for (let frames = Math.floor(fromUs / frameUs) + 1; frames * frameUs <= toUs; frames++) {
          const bytes = frame(type, measurement, (frames - 1) * measurement.frameSamples + 1, rateHz);
          packets.push({ dueUs: Math.round(frames * frameUs), service: PMD_SERVICE, characteristic: PMD_DATA, bytes });
        }
      }
      return packets.sort((a, b) => a.dueUs - b.dueUs);
    },
  };
}
