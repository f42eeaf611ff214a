import type { FoundStream } from '#shared/import/found.ts';
import { type HeartSource, heartRateStream, isHeartRate, rrStream, rrTicks } from '#shared/import/heartStreams.ts';
import type { ProblemLog } from '#shared/import/problemLog.ts';
import { nominalRateOf, SampleColumns } from '#shared/import/sampleColumns.ts';
import { factorOf, scaleFor } from '#shared/import/units.ts';
import type { AxisGroup, StreamKind } from '#shared/schema/stream.ts';
import { STANDARD_GRAVITY } from '#shared/signal/gravity.ts';
import type { ColumnRole } from './columns.ts';
import type { CsvAnswers } from './questions.ts';
import type { CsvRows } from './rows.ts';

/** Angular rates beyond this are in another unit: 4000 deg/s, twice what sensors measure, rad/s. */
const MOST_RAD_PER_S = 70;

/** Streams of rows `from` up to, not including, `to`. Missing cells are gaps. Values that the unit makes impossible refuse the stream by name. */
export function csvStreams(
  rows: CsvRows,
  answers: CsvAnswers,
  source: HeartSource,
  log: ProblemLog,
  from: number,
  to: number,
): FoundStream[] {
  const streams: FoundStream[] = [];
  const { timesUs } = rows;
  const column = (role: ColumnRole) => rows.values[rows.roles.indexOf(role)] as Float64Array | undefined;
  const heart = column('heartRate');
  if (heart !== undefined) {
    const columns = new SampleColumns(1);
    for (let i = from; i < to; i++) {
      if (isHeartRate(heart[i])) columns.push(timesUs[i], heart[i]);
      else if (heart[i] !== 0 && !Number.isNaN(heart[i])) log.add('outOfRange', `row ${i + 1}`, `heart rate ${heart[i]}`);
    }
    if (columns.sampleCount > 0) streams.push(heartRateStream(columns, source));
  }
  const intervals = column('interval');
  if (intervals !== undefined) {
    const factor = factorOf('interval', answers.intervalUnit ?? 's');
    const columns = new SampleColumns(1);
    for (let i = from; i < to; i++) {
      const seconds = intervals[i] * factor;
      if (seconds > 0.2 && seconds < 3) columns.push(timesUs[i], rrTicks(seconds));
      else if (!Number.isNaN(seconds)) log.add('outOfRange', `row ${i + 1}`, `interval ${intervals[i]} ${answers.intervalUnit}`);
    }
    if (columns.sampleCount > 0) streams.push(rrStream(columns, source));
  }
  const motion = motionStream(rows, answers, source, log, from, to);
  return motion === null ? streams : [...streams, motion];
}

function motionStream(
  rows: CsvRows,
  answers: CsvAnswers,
  source: HeartSource,
  log: ProblemLog,
  from: number,
  to: number,
): FoundStream | null {
  const axes = (sensor: 'acc' | 'gyr') =>
    (['X', 'Y', 'Z'] as const).flatMap((axis) => {
      const at = rows.roles.indexOf(`${sensor}${axis}`);
      return at < 0 ? [] : [rows.values[at]];
    });
  const parts: { readonly axes: readonly Float64Array[]; readonly factor: number; readonly group: AxisGroup }[] = [];
  const add = (values: readonly Float64Array[], factor: number, name: 'acceleration' | 'angularRate', unit: 'm/s2' | 'rad/s') => {
    if (values.length !== 3) return;
    let largest = 0;
    for (const axis of values) for (let i = from; i < to; i++) if (Math.abs(axis[i]) > largest) largest = Math.abs(axis[i]);
    parts.push({ axes: values, factor, group: { name, axes: 3, scale: scaleFor(largest * factor), unit } });
  };
  const [acc, gyr] = [axes('acc'), axes('gyr')];
  add(acc, factorOf('acceleration', answers.accelerationUnit ?? 'm/s2'), 'acceleration', 'm/s2');
  add(gyr, factorOf('angularRate', answers.angularRateUnit ?? 'rad/s'), 'angularRate', 'rad/s');
  if (parts.length === 0 || implausible(parts, answers, log, from, to)) return null;
  const columns = new SampleColumns(3 * parts.length);
  const counts = new Array<number>(columns.axes);
  for (let i = from; i < to; i++) {
    let missing = false;
    for (const [p, { axes: xyz, factor, group }] of parts.entries()) {
      for (let axis = 0; axis < 3; axis++) {
        counts[3 * p + axis] = (xyz[axis][i] * factor) / group.scale;
        missing ||= !Number.isFinite(xyz[axis][i]);
      }
    }
    if (!missing) columns.push(rows.timesUs[i], ...counts);
  }
  if (columns.sampleCount < 2) return null;
  const samples = columns.samples();
  const kind: StreamKind = parts.length === 2 ? 'imu' : parts[0].group.name === 'acceleration' ? 'acceleration' : 'angularRate';
  const place = { bodySite: answers.bodySite ?? 'thigh', side: answers.side ?? 'none' } as const;
  return { ...source, ...place, kind, nominalRateHz: nominalRateOf(samples.hostUs), groups: parts.map(({ group }) => group), samples };
}

type Part = { readonly axes: readonly Float64Array[]; readonly factor: number; readonly group: AxisGroup };

/** The usual acceleration of a body is near 1 g in whatever unit: far from it the unit is another one. */
function implausible(parts: readonly Part[], answers: CsvAnswers, log: ProblemLog, from: number, to: number): boolean {
  for (const { axes, factor, group } of parts) {
    if (group.name === 'angularRate') {
      const most = group.scale * 32_000;
      const largest = Math.min(
        most,
        axes.reduce((worst, axis) => axis.subarray(from, to).reduce((a, b) => Math.max(a, Math.abs(b) || 0), worst), 0) * factor,
      );
      if (largest <= MOST_RAD_PER_S) continue;
      log.add(
        'wrongUnit',
        'angular rate',
        `up to ${Math.round(largest)} rad/s if it is in ${answers.angularRateUnit}; no limb turns so fast`,
      );
      return true;
    }
    const norms = new Float64Array(to - from);
    for (let i = from; i < to; i++) norms[i - from] = Math.sqrt(axes[0][i] ** 2 + axes[1][i] ** 2 + axes[2][i] ** 2) * factor;
    const known = norms.filter((norm) => !Number.isNaN(norm)).sort();
    const usualG = known[known.length >> 1] / STANDARD_GRAVITY;
    if (usualG > 0.3 && usualG < 3) continue;
    log.add(
      'wrongUnit',
      'acceleration',
      `usually ${usualG.toPrecision(2)} g if it is in ${answers.accelerationUnit}; a body feels about 1 g`,
    );
    return true;
  }
  return false;
}
