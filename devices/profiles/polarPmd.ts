import type { Capability } from '#devices/core/define.ts';
import type { Answer, Step } from '#devices/core/step.ts';
import type { DecodeResult, Learned } from '#devices/core/types.ts';
import { createPolarAnswerFramer } from './polarAnswers.ts';
import { decodePmdControl, PMD_GET_SETTINGS, PMD_START, PMD_STOP, pmdRefusal, settingsRefusal } from './polarControl.ts';
import { decodePmdData } from './polarFrames.ts';
import { PMD_TYPES, POLAR_STREAMS, type PolarStream } from './polarStreams.ts';

/** Polar Measurement Data (polarofficial/polar-ble-sdk, technical documentation). */
const pmdUuid = (short: string): string => `fb005c${short}-02e7-f387-1cad-8acd2d8df0c8`;
export const PMD_SERVICE = pmdUuid('80');
export const PMD_CONTROL = pmdUuid('81');
export const PMD_DATA = pmdUuid('82');

const ANSWER_MS = 3_000;

/** How a stream is asked for: what follows `02 <type>`, and where its rate stands. */
export interface PolarStart {
  readonly stream: PolarStream;
  readonly settings: readonly number[];
  readonly rate?: { readonly hz: number } | { readonly option: string; readonly at: number };
}

function answer(op: number, stream: PolarStream, refusal: Answer['refusal']): Answer {
  return { characteristic: PMD_CONTROL, match: [0xf0, op, PMD_TYPES[stream]], timeoutMs: ANSWER_MS, refusal };
}

function write(
  stream: PolarStream,
  bytes: readonly number[],
  heard?: Answer,
  put?: readonly { option: string; at: number; bytes: 2 }[],
): Step {
  return {
    type: 'write',
    service: PMD_SERVICE,
    characteristic: PMD_CONTROL,
    bytes: Uint8Array.from(bytes),
    response: true,
    // Heart rate goes on without it.
    option: stream,
    optional: true,
    ...(heard && { answer: heard }),
    ...(put && { put }),
  };
}

/** Asks what is on offer, then starts. */
function startSteps({ stream, settings, rate }: PolarStart): Step[] {
  const type = PMD_TYPES[stream];
  const put = rate !== undefined && 'option' in rate ? [{ option: rate.option, at: 2 + rate.at, bytes: 2 as const }] : undefined;
  const start = write(stream, [PMD_START, type, ...settings], answer(PMD_START, stream, pmdRefusal), put);
  if (rate === undefined) return [start];
  return [write(stream, [PMD_GET_SETTINGS, type], answer(PMD_GET_SETTINGS, stream, settingsRefusal(rate))), start];
}

/** Frames of streams that this sensor is never asked for are refused. */
function decodeOf(streams: readonly string[]) {
  return (bytes: Uint8Array, learned?: Learned): DecodeResult => {
    const result = decodePmdData(bytes, learned);
    const stranger = result.ok ? result.streams.find((part) => !streams.includes(part.stream)) : undefined;
    return stranger === undefined ? result : { ok: false, reason: `a Polar frame of ${stranger.stream}, which was not asked for` };
  };
}

export interface PolarParts {
  readonly capability: Capability;
  readonly start: readonly Step[];
  readonly stop: readonly Step[];
}

/** The streams of a Polar sensor besides its heart rate, with the steps that start and stop them. */
export function polarPmd(starts: readonly PolarStart[]): PolarParts {
  const absent = {
    code: 'updateNeeded',
    message: 'This sensor’s firmware is too old for motion and ECG. Update it in the Polar app; heart rate works all the same.',
  } as const;
  const use = { service: PMD_SERVICE, optional: true } as const;
  return {
    capability: {
      services: [PMD_SERVICE],
      streams: starts.map(({ stream, rate, settings }) => ({
        ...POLAR_STREAMS[stream],
        ...(rate !== undefined && 'hz' in rate && { nominalRateHz: rate.hz }),
        ...(rate !== undefined &&
          'option' in rate && { rateOption: rate.option, nominalRateHz: settings[rate.at] | (settings[rate.at + 1] << 8) }),
      })),
      characteristics: [
        // Old firmware of the H10 has FB005C51 and FB005C52 in their place.
        {
          ...use,
          characteristic: PMD_CONTROL,
          mode: 'indicate',
          decode: decodePmdControl,
          createFramer: createPolarAnswerFramer,
          absent,
        },
        { ...use, characteristic: PMD_DATA, mode: 'notify', decode: decodeOf(starts.map(({ stream }) => stream)) },
      ],
    },
    start: starts.flatMap(startSteps),
    stop: starts.map(({ stream }) => write(stream, [PMD_STOP, PMD_TYPES[stream]])),
  };
}
