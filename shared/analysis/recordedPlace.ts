import type { RecordedSensor } from '#shared/motion/smoothPoses.ts';
import { axisCount } from '#shared/schema/stream.ts';
import { RowQueue } from '#shared/signal/rowQueue.ts';
import { groupColumns } from './columns.ts';
import { GapTrack } from './gaps.ts';
import { isHalf, JoinedStreams, sensorOf } from './joinedStreams.ts';
import { isSampleTime } from './limits.ts';
import { MOTION_GAP_S, orientationParamsOf, showsRate } from './motionSensors.ts';
import type { RecordedStream } from './recordedStream.ts';

/**
 * Accelerations and rates of one body-worn place over a whole recording, as `MotionPlace` takes them live: another stream of the place
 * (a sensor picked anew) only takes over when the one in use has fallen silent. Null when no sensor shows both.
 */
export function recordedPlace(streams: readonly RecordedStream[], startedUs: number): RecordedSensor | null {
  const readable = [...streams.flatMap((recorded) => readerOf(recorded) ?? []), ...joinedReaders(streams, startedUs)];
  const first = streams.find(({ stream }) => showsRate(stream));
  if (readable.length === 0 || first === undefined) return null;
  const params = orientationParamsOf(first.stream);
  const { limitUs } = new GapTrack(params.nominalRateHz, MOTION_GAP_S);
  const most = readable.reduce((sum, { count }) => sum + count, 0);
  const timeUs = new Float64Array(most);
  const axes = Array.from({ length: 6 }, () => new Float64Array(most));
  const next = readable.map(() => 0);
  let owner = -1;
  let lastUs = Number.NEGATIVE_INFINITY;
  let kept = 0;
  for (let s = earliest(readable, next); s >= 0; s = earliest(readable, next)) {
    const row = next[s]++;
    const atUs = readable[s].timeUs(row);
    if (!isSampleTime(atUs, startedUs) || (s !== owner && atUs - lastUs <= limitUs)) continue;
    owner = s;
    lastUs = atUs;
    timeUs[kept] = atUs;
    readable[s].read(row, axes, kept++);
  }
  return { timeUs: timeUs.subarray(0, kept), axes: axes.map((axis) => axis.subarray(0, kept)), params };
}

interface Reader {
  readonly count: number;
  timeUs(row: number): number;
  /** Writes rate x, y, z (rad/s) and specific force x, y, z (m/s2). */
  read(row: number, axes: readonly Float64Array[], at: number): void;
}

function readerOf({ stream, samples }: RecordedStream): Reader | null {
  const rate = groupColumns(stream, 'angularRate');
  const acceleration = groupColumns(stream, 'acceleration');
  if (rate === null || acceleration === null) return null;
  const width = axisCount(stream.groups);
  const { counts, hostUs, sampleCount } = samples;
  return {
    count: sampleCount,
    timeUs: (row) => Math.round(hostUs[row]),
    read(row, axes, at) {
      for (let c = 0; c < 3; c++) {
        axes[c][at] = counts[row * width + rate.offset + c] * rate.scale;
        axes[3 + c][at] = counts[row * width + acceleration.offset + c] * acceleration.scale;
      }
    },
  };
}

/** One reader of each sensor that sent its acceleration and its angular rate as streams of their own. */
function joinedReaders(streams: readonly RecordedStream[], startedUs: number): Reader[] {
  const sensors = new Map<string, JoinedStreams>();
  for (const { stream, samples } of streams) {
    if (!isHalf(stream)) continue;
    const joined = sensors.get(sensorOf(stream)) ?? new JoinedStreams(Number.POSITIVE_INFINITY);
    sensors.set(sensorOf(stream), joined);
    joined.addStream(stream);
    joined.push(stream, axisCount(stream.groups), samples, startedUs);
  }
  return [...sensors.values()].flatMap(({ joiner }) => {
    const rows = new RowQueue(joiner.sample.length);
    while (joiner.take()) {
      const at = rows.push();
      rows.data.set(joiner.sample, at);
    }
    return rows.length === 0 ? [] : [readerOfRows(rows)];
  });
}

function readerOfRows(rows: RowQueue): Reader {
  return {
    count: rows.length,
    timeUs: (row) => rows.data[rows.offset(row)],
    read(row, axes, at) {
      const from = rows.offset(row) + 1;
      for (let c = 0; c < 6; c++) axes[c][at] = rows.data[from + c];
    },
  };
}

/** Index of the stream whose next sample comes first; -1 when all are through. */
function earliest(readers: readonly Reader[], next: readonly number[]): number {
  let first = -1;
  for (let s = 0; s < readers.length; s++) {
    if (next[s] < readers[s].count && (first < 0 || readers[s].timeUs(next[s]) < readers[first].timeUs(next[first]))) first = s;
  }
  return first;
}
