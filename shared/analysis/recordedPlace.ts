import type { RecordedSensor } from '#shared/motion/smoothPoses.ts';
import { axisCount } from '#shared/schema/stream.ts';
import { inPieces } from '#shared/signal/inPieces.ts';
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
  const readable = [...streams.flatMap((recorded) => readingsOf(recorded) ?? []), ...joinedReadings(streams, startedUs)];
  const first = streams.find(({ stream }) => showsRate(stream));
  if (readable.length === 0 || first === undefined) return null;
  const params = orientationParamsOf(first.stream);
  const whole = readable.length === 1 && allWithin(readable[0].timeUs, startedUs);
  const { limitUs } = new GapTrack(params.nominalRateHz, MOTION_GAP_S);
  return { ...(whole ? readable[0] : inTurn(readable, startedUs, limitUs)), params };
}

/** Rate x, y, z (rad/s) and specific force x, y, z (m/s2) of one sensor. */
type Readings = Pick<RecordedSensor, 'timeUs' | 'axes'>;

function allWithin(timeUs: Float64Array, startedUs: number): boolean {
  for (let i = 0; i < timeUs.length; i++) if (!isSampleTime(timeUs[i], startedUs)) return false;
  return true;
}

/** One after the other by time; another sensor only takes over from one that has been silent for `limitUs`. */
function inTurn(readable: readonly Readings[], startedUs: number, limitUs: number): Readings {
  const most = readable.reduce((sum, { timeUs }) => sum + timeUs.length, 0);
  const { timeUs, axes } = emptyReadings(most);
  const next = readable.map(() => 0);
  let owner = -1;
  let lastUs = Number.NEGATIVE_INFINITY;
  let kept = 0;
  for (let s = earliest(readable, next); s >= 0; s = earliest(readable, next)) {
    const row = next[s]++;
    const atUs = readable[s].timeUs[row];
    if (!isSampleTime(atUs, startedUs) || (s !== owner && atUs - lastUs <= limitUs)) continue;
    owner = s;
    lastUs = atUs;
    timeUs[kept] = atUs;
    for (let c = 0; c < axes.length; c++) axes[c][kept] = readable[s].axes[c][row];
    kept++;
  }
  return { timeUs: timeUs.subarray(0, kept), axes: axes.map((axis) => axis.subarray(0, kept)) };
}

function emptyReadings(count: number): Readings {
  return { timeUs: new Float64Array(count), axes: Array.from({ length: 6 }, () => new Float64Array(count)) };
}

function readingsOf({ stream, samples }: RecordedStream): Readings | null {
  const rate = groupColumns(stream, 'angularRate');
  const acceleration = groupColumns(stream, 'acceleration');
  if (rate === null || acceleration === null) return null;
  const width = axisCount(stream.groups);
  const readings = emptyReadings(samples.sampleCount);
  inPieces(samples.sampleCount, (from, to) => {
    for (let i = from; i < to; i++) readings.timeUs[i] = Math.round(samples.hostUs[i]);
    for (let c = 0; c < 3; c++) {
      scale(readings.axes[c], samples.counts, from, to, width, rate.offset + c, rate.scale);
      scale(readings.axes[3 + c], samples.counts, from, to, width, acceleration.offset + c, acceleration.scale);
    }
  });
  return readings;
}

/** Writes one column of counts, times what a count is worth. */
function scale(out: Float64Array, counts: Int16Array, from: number, to: number, width: number, column: number, unit: number): void {
  for (let i = from; i < to; i++) out[i] = counts[i * width + column] * unit;
}

/** The readings of each sensor that sent its acceleration and its angular rate as streams of their own. */
function joinedReadings(streams: readonly RecordedStream[], startedUs: number): Readings[] {
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
    return rows.length === 0 ? [] : [readingsOfRows(rows)];
  });
}

function readingsOfRows(rows: RowQueue): Readings {
  const readings = emptyReadings(rows.length);
  for (let row = 0; row < rows.length; row++) {
    const at = rows.offset(row);
    readings.timeUs[row] = rows.data[at];
    for (let c = 0; c < 6; c++) readings.axes[c][row] = rows.data[at + 1 + c];
  }
  return readings;
}

/** Index of the sensor whose next sample comes first; -1 when all are through. */
function earliest(readable: readonly Readings[], next: readonly number[]): number {
  let first = -1;
  for (let s = 0; s < readable.length; s++) {
    if (next[s] >= readable[s].timeUs.length) continue;
    if (first < 0 || readable[s].timeUs[next[s]] < readable[first].timeUs[next[first]]) first = s;
  }
  return first;
}
