import { DeviceError } from '#devices/core/errors.ts';
import { PMD_CONTROL, PMD_DATA, PMD_SERVICE } from '#devices/profiles/polarPmd.ts';
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
  /** As before PMD's characteristics had their present numbers. */
  readonly oldFirmware?: boolean;
}

const ACC = 2;
const MILLI_G = 9.80665 / 1000;
const RATES_HZ: readonly number[] = [25, 50, 100, 200];
const FRAME_SAMPLES = 25;
const CLOCK_2019_NS = 599_616_000_000_000_000n;
/** Compressed (0x80), s16 in mG times factor. */
const FRAME_TYPE = 0x81;
const OFFER = [0, 4, 25, 0, 50, 0, 100, 0, 200, 0, 1, 1, 16, 0, 2, 3, 2, 0, 4, 0, 8, 0];
const OK = 0;
const INVALID_TYPE = 2;
const INVALID_RATE = 8;
const FACTOR_ONE = [5, 1, 0, 0, 0x80, 0x3f];

/** A rate in a list of settings (type 0, one value), or undefined. */
function rateIn(settings: Uint8Array): number | undefined {
  for (let at = 0; at + 3 < settings.length; at += 4) if (settings[at] === 0) return settings[at + 2] | (settings[at + 3] << 8);
  return undefined;
}

/**
 * A Polar chest strap: heart rate and beats, and acceleration in delta frames between a start and a stop written to its control point.
 * It answers like the real one, with indications only, and takes nothing but acceleration.
 */
export function simulatedPolar(options: SimulatedPolarOptions): Peripheral {
  const strap = simulatedHeartRateStrap(options);
  const startNs = options.clockStartNs ?? CLOCK_2019_NS;
  const old = options.oldFirmware === true;
  let answers: Uint8Array[] = [];
  let rateHz = 0;

  const respond = (op: number, type: number): { status: number; params: readonly number[] } => {
    if (type !== ACC) return { status: INVALID_TYPE, params: [] };
    if (op === 1) return { status: OK, params: OFFER };
    return { status: OK, params: op === 2 ? FACTOR_ONE : [] };
  };

  const frame = (lastSample: number): Uint8Array => {
    const values = new Int32Array(FRAME_SAMPLES * 3);
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      const us = ((lastSample - FRAME_SAMPLES + 1 + i) * 1_000_000) / rateHz;
      const { accelerationMPerS2 } = sampleAt(options.samples, us, true);
      accelerationMPerS2.forEach((value, axis) => {
        values[i * 3 + axis] = Math.max(-8000, Math.min(8000, Math.round(value / MILLI_G)));
      });
    }
    const payload = encodeDelta(values, 3, 16);
    const bytes = new Uint8Array(10 + payload.length);
    bytes[0] = ACC;
    new DataView(bytes.buffer).setBigUint64(1, startNs + BigInt(Math.round((lastSample * 1e9) / rateHz)), true);
    bytes[9] = FRAME_TYPE;
    bytes.set(payload, 10);
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
      // Acceleration only: bit 0x04.
      return characteristic === PMD_CONTROL ? Uint8Array.of(0x0f, 0x04, 0x00) : strap.read(service, characteristic);
    },
    write(_service, characteristic, bytes) {
      if (characteristic !== PMD_CONTROL || bytes.length < 2) throw new DeviceError('unsupported', `${characteristic} cannot be written`);
      const [op, type] = bytes;
      let { status, params } = respond(op, type);
      if (op === 2 && status === OK) {
        const wanted = rateIn(bytes.subarray(2));
        status = options.startStatus ?? (wanted !== undefined && RATES_HZ.includes(wanted) ? OK : INVALID_RATE);
        if (status === OK) rateHz = options.sendsHz ?? wanted ?? 0;
        else params = [];
      }
      if (op === 3 && type === ACC) rateHz = 0;
      answers.push(Uint8Array.from([0xf0, op, type, status, 0, ...params]));
    },
    packetsBetween(fromUs, toUs) {
      const packets: DuePacket[] = [...strap.packetsBetween(fromUs, toUs)];
      for (const bytes of answers) packets.push({ dueUs: fromUs + 1, service: PMD_SERVICE, characteristic: PMD_CONTROL, bytes });
      answers = [];
      if (rateHz > 0) {
        const frameUs = (FRAME_SAMPLES * 1_000_000) / rateHz;
        for (let frames = Math.floor(fromUs / frameUs) + 1; frames * frameUs <= toUs; frames++) {
          const bytes = frame(frames * FRAME_SAMPLES);
          packets.push({ dueUs: Math.round(frames * frameUs), service: PMD_SERVICE, characteristic: PMD_DATA, bytes });
        }
      }
      return packets.sort((a, b) => a.dueUs - b.dueUs);
    },
  };
}
