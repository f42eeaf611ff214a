import type { FoundSession } from '#shared/import/found.ts';
import { ProblemLog } from '#shared/import/problemLog.ts';
import { type Quantity, unitNamed } from '#shared/import/units.ts';
import type { FileReading, ReadOptions } from '#web/import/format.ts';
import { type ColumnRole, guessColumn, quantityOf } from './columns.ts';
import { type CsvHead, csvHead } from './head.ts';
import { offsetAt } from './localTime.ts';
import { type CsvPreset, presets } from './presets.ts';
import { type CsvAnswers, needsOf, type TimeKind } from './questions.ts';
import { type CsvRows, csvRows } from './rows.ts';
import { csvStreams } from './streams.ts';
import { timeKindOf, timeReader, writtenOffset } from './times.ts';

const HEAD_BYTES = 64 << 10;
/** A longer silence is the end of one session and the begin of another, us. */
const SPLIT_US = 20 * 60e6;

export async function readCsv(file: File, options: ReadOptions): Promise<FileReading> {
  const log = new ProblemLog();
  const nothing: FileReading = { found: [], problems: log.problems, passedOver: 0, questions: null };
  const head = csvHead(new TextDecoder().decode(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  if (head === null) {
    log.add('notThisFormat', 'line 1', 'there is no row of column names with a row of numbers below it');
    return { ...nothing, problems: log.problems };
  }
  const preset = presets.find((each) => each.matches(head, file.name)) ?? null;
  if (preset?.refuse !== undefined) {
    log.add('unsupported', preset.name, preset.refuse);
    return { ...nothing, problems: log.problems };
  }
  const answers = options.csv ?? guess(head, preset, log);
  if (log.count > 0) return { ...nothing, problems: log.problems };
  const timeKind = kindOf(head, answers);
  const needs = needsOf(answers, timeKind);
  if (needs.length > 0 || timeKind === null || options.csv === null) {
    const { columns, firstRows } = head;
    return { ...nothing, questions: { layout: preset?.name ?? null, head: columns, firstRows, timeKind, answers, needs } };
  }
  const rows = await csvRows(file, head, answers.columns, timeReader(timeKind, answers, preset?.timeWraps ?? null), log, options.progress);
  const { found, passedOver } = sessionsOf(rows, head, preset, answers, options.fromUs, log);
  if (found.length === 0 && passedOver === 0 && log.count === 0) log.add('empty', file.name, 'there are no values in this table');
  return { found, problems: log.problems, passedOver, questions: null };
}

/** By the head alone. A unit that is none of its column's quantity is refused here and now. */
function guess(head: CsvHead, preset: CsvPreset | null, log: ProblemLog): CsvAnswers {
  const guesses = head.columns.map((name) =>
    preset === null ? guessColumn(name) : { role: preset.columns[name] ?? ('ignore' as const), unitText: null },
  );
  const unitOf = <Q extends Quantity>(quantity: Q) => {
    const named = guesses.flatMap(({ role, unitText }, i) => (quantityOf(role) === quantity && unitText !== null ? [{ i, unitText }] : []));
    const units = new Set(
      named.map(({ i, unitText }) => {
        const unit = unitNamed(quantity, unitText);
        if (unit === null)
          log.add(
            'wrongUnit',
            `line ${head.headLine}, column ${i + 1} (${head.columns[i]})`,
            `"${unitText}" is no unit of ${WORDS[quantity]} that is read`,
          );
        return unit;
      }),
    );
    if (units.size > 1) log.add('wrongUnit', `line ${head.headLine}`, `the axes of ${WORDS[quantity]} have different units`);
    return units.size === 1 ? ([...units][0] ?? null) : null;
  };
  const named = {
    timeUnit: unitOf('time'),
    intervalUnit: unitOf('interval'),
    accelerationUnit: unitOf('acceleration'),
    angularRateUnit: unitOf('angularRate'),
  };
  unitOf('heartRate');
  const columns = guesses.map(({ role }) => role);
  const open = { zone: null, startLocal: preset?.startLocal?.(head) ?? null, bodySite: null, side: null };
  return { columns: firstOfEach(columns), ...named, ...preset?.units, ...open };
}

/** Two columns of one kind: the first is taken, a person may choose another. */
const firstOfEach = (columns: readonly ColumnRole[]): ColumnRole[] =>
  columns.map((role, i) => (columns.indexOf(role) === i ? role : 'ignore'));

const WORDS: Readonly<Record<Quantity, string>> = {
  time: 'time',
  interval: 'beat-to-beat intervals',
  acceleration: 'acceleration',
  angularRate: 'angular rate',
  heartRate: 'heart rate',
};

function kindOf(head: CsvHead, { columns, timeUnit }: CsvAnswers): TimeKind | null {
  const at = columns.indexOf('time');
  if (at < 0) return null;
  for (const row of head.firstRows) {
    const kind = timeKindOf(row[at], timeUnit);
    if (kind !== null) return kind;
  }
  return null;
}

function sessionsOf(rows: CsvRows, head: CsvHead, preset: CsvPreset | null, answers: CsvAnswers, fromUs: number, log: ProblemLog) {
  const found: FoundSession[] = [];
  let passedOver = 0;
  const source = preset?.name ?? 'CSV';
  const label = { deviceModel: 'csv', sensorLabel: source, bodySite: 'chest' } as const;
  const offset = writtenOffset(head.firstRows[0]?.[answers.columns.indexOf('time')] ?? '');
  const { timesUs } = rows;
  for (let from = 0; from < timesUs.length; ) {
    let to = from + 1;
    while (to < timesUs.length && timesUs[to] - timesUs[to - 1] <= SPLIT_US) to++;
    const startedUs = timesUs[from];
    const streams = startedUs < fromUs ? [] : csvStreams(rows, answers, label, log, from, to);
    if (startedUs < fromUs) passedOver++;
    else if (streams.length > 0) {
      const zone = offset === null ? answers.zone : null;
      const offsetMinutes = offset ?? (answers.zone === null ? null : offsetAt(startedUs / 1000, answers.zone));
      const place = { startedUs, endedUs: timesUs[to - 1], offsetMinutes, zone };
      found.push({ format: 'csv', source, activity: 'activityOther', ...place, streams, damaged: false });
    }
    from = to;
  }
  return { found, passedOver };
}
