import { Decoder, type Mesg, Profile, Stream } from '@garmin/fitsdk';
import type { ProblemLog } from '#shared/import/problemLog.ts';
import type { FitPart } from './parts.ts';

/** A record message; null where the field is not there or holds the invalid value of its type. */
export interface FitRecord {
  /** UTC ms, whole seconds in nearly every file. */
  readonly timeMs: number;
  readonly heartRateBpm: number | null;
  readonly speedMPerS: number | null;
  readonly cadencePerMin: number | null;
  readonly powerW: number | null;
}

/** Beat-to-beat intervals of one hrv message, s; `afterMs`: time of the record before it, which is all the time they have. */
export interface FitBeats {
  readonly afterMs: number;
  readonly intervalsS: readonly number[];
}

export interface FitSession {
  readonly startMs: number;
  readonly endMs: number;
  readonly sport: string;
}

/** What one FIT file says, as far as it could be read. */
export interface FitMessages {
  readonly records: readonly FitRecord[];
  readonly beats: readonly FitBeats[];
  readonly sessions: readonly FitSession[];
  /** Local time minus UTC where the activity message tells both. */
  readonly offsetMinutes: number | null;
  readonly device: string;
  /** A chest strap was paired. */
  readonly strap: boolean;
  readonly damaged: boolean;
}

/** Seconds from 1970 to the FIT epoch, 1989-12-31T00:00:00Z (FIT Protocol, date_time). */
const FIT_EPOCH_S = 631_065_600;
/** Offsets of local time are multiples of this; the two times of the message may be seconds apart. */
const OFFSET_STEP_MS = 15 * 60_000;

/** Decodes one part of a chain. The SDK keeps what it read before an error; the error goes to the log. Developer fields are left aside. */
export function messagesOf({ bytes, offset, damaged }: FitPart, log: ProblemLog): FitMessages {
  const beats: FitBeats[] = [];
  let lastMs: number | null = null;
  const mesgListener = (number: number, message: Mesg) => {
    const fields = message as Fields;
    if (number === Profile.MesgNum.RECORD) lastMs = timeOf(fields.timestamp) ?? lastMs;
    else if (number === Profile.MesgNum.HRV && lastMs !== null) {
      const intervalsS = listOf(fields.time).filter((s) => s > 0.2 && s < 3);
      if (intervalsS.length > 0) beats.push({ afterMs: lastMs, intervalsS });
    }
  };
  // A copy: the SDK takes the whole buffer behind a view.
  const { messages, errors } = new Decoder(Stream.fromArrayBuffer(bytes.slice().buffer as ArrayBuffer)).read({ mesgListener });
  // A cut end and a wrong checksum were named already, with their place.
  if (errors.length > 0 && !damaged) log.add(codeOf(errors[0]), `byte ${offset}`, String(errors[0]?.message ?? errors[0]));
  const of = (key: string) => ((messages as Readonly<Record<string, readonly Fields[] | undefined>>)[key] ?? []) as readonly Fields[];
  const [fileId] = of('fileIdMesgs');
  const devices = of('deviceInfoMesgs');
  return {
    records: of('recordMesgs').flatMap(recordOf),
    beats,
    sessions: of('sessionMesgs').flatMap(sessionOf),
    offsetMinutes:
      of('activityMesgs')
        .map(offsetOf)
        .find((minutes) => minutes !== null) ?? null,
    device: deviceName(fileId, devices),
    strap: devices.some(({ antplusDeviceType, bleDeviceType }) => antplusDeviceType === 'heartRate' || bleDeviceType === 'heartRate'),
    damaged: damaged || errors.length > 0,
  };
}

type Fields = Readonly<Record<string, unknown>>;

const codeOf = (error: unknown) => (/not currently supported/.test(String(error)) ? 'unsupported' : 'corrupt');

function recordOf(fields: Fields): FitRecord[] {
  const timeMs = timeOf(fields.timestamp);
  if (timeMs === null) return [];
  return [
    {
      timeMs,
      heartRateBpm: numberOf(fields.heartRate),
      speedMPerS: numberOf(fields.enhancedSpeed) ?? numberOf(fields.speed),
      cadencePerMin: numberOf(fields.cadence),
      powerW: numberOf(fields.power),
    },
  ];
}

function sessionOf(fields: Fields): FitSession[] {
  const startMs = timeOf(fields.startTime);
  const elapsedS = numberOf(fields.totalElapsedTime);
  const endMs = startMs !== null && elapsedS !== null ? startMs + 1000 * elapsedS : timeOf(fields.timestamp);
  if (startMs === null || endMs === null || !(endMs > startMs)) return [];
  const { sport, subSport } = fields;
  return [{ startMs, endMs, sport: [sport, subSport].filter((word) => typeof word === 'string').join(' ') }];
}

function offsetOf({ timestamp, localTimestamp }: Fields): number | null {
  const utcMs = timeOf(timestamp);
  const localS = localTimestamp instanceof Date ? localTimestamp.getTime() / 1000 - FIT_EPOCH_S : numberOf(localTimestamp);
  if (utcMs === null || localS === null) return null;
  const minutes = (Math.round((1000 * (localS + FIT_EPOCH_S) - utcMs) / OFFSET_STEP_MS) * OFFSET_STEP_MS) / 60_000;
  return Math.abs(minutes) <= 14 * 60 ? minutes : null;
}

function deviceName(fileId: Fields | undefined, devices: readonly Fields[]): string {
  const named =
    devices.find(({ deviceIndex, productName }) => deviceIndex === 'creator' && typeof productName === 'string') ?? fileId ?? {};
  const maker = wordOf(named.manufacturer) ?? wordOf(fileId?.manufacturer);
  const model = wordOf(named.productName) ?? wordOf(fileId?.garminProduct);
  const name = [maker === null ? null : maker[0].toUpperCase() + maker.slice(1), model].filter((word) => word !== null).join(' ');
  return name === '' ? 'FIT' : name.slice(0, 60);
}

const wordOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' && value !== 'development' ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const listOf = (value: unknown): number[] => (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'number');

/** A date below 0x10000000 s is time since the device was switched on (FIT Protocol, date_time): no time of day. */
const LEAST_MS = 1000 * (FIT_EPOCH_S + 0x10000000);

function timeOf(value: unknown): number | null {
  const timeMs = value instanceof Date ? value.getTime() : Number.NaN;
  return timeMs >= LEAST_MS ? timeMs : null;
}
