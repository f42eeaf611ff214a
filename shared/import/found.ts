import type { StreamSamples } from '#shared/analysis/types.ts';
import type { ImportFormat } from '#shared/schema/session.ts';
import type { Stream } from '#shared/schema/stream.ts';
import type { ActivityId } from './activities.ts';

/** Samples of one kind as a file gives them, already in stored form: whole microseconds, strictly increasing, int16 counts. */
export interface FoundStream
  extends Pick<Stream, 'kind' | 'bodySite' | 'side' | 'groups' | 'nominalRateHz' | 'deviceModel' | 'sensorLabel'> {
  readonly samples: StreamSamples;
}

/** One stretch of activity in a file. Nothing of it is stored yet. */
export interface FoundSession {
  readonly format: ImportFormat;
  /** Device or app as the file names it, at most 60 characters. */
  readonly source: string;
  readonly activity: ActivityId;
  /** UTC us. */
  readonly startedUs: number;
  readonly endedUs: number;
  /** Offset of the place where it was, where the file says so, and the IANA zone where it names one. */
  readonly offsetMinutes: number | null;
  readonly zone: string | null;
  readonly streams: readonly FoundStream[];
  /** The file is hurt: what was read may be incomplete or wrong, so a person has to look before it is taken. */
  readonly damaged: boolean;
}

/** What could not be read, and where: a byte, a line, an element. */
export interface ImportProblem {
  readonly code:
    | 'notThisFormat'
    | 'empty'
    | 'truncated'
    | 'checksum'
    | 'corrupt'
    | 'unsupported'
    | 'wrongUnit'
    | 'badRow'
    | 'timeGoesBack'
    | 'outOfRange'
    | 'tooMuch';
  /** For example "line 12, column 3 (hr_bpm)" or "byte 4711". */
  readonly where: string;
  /** A short fact: "not a number: abc". */
  readonly detail: string;
}

/** The first problems in full, and how many there were in all. */
export interface Problems {
  readonly first: readonly ImportProblem[];
  readonly count: number;
}

/** Shorter than this is a watch started by mistake, us. */
export const SHORTEST_SESSION_US = 60e6;
