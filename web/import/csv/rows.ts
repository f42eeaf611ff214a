import Papa from 'papaparse';
import type { ProblemLog } from '#shared/import/problemLog.ts';
import type { ColumnRole } from './columns.ts';
import type { CsvHead } from './head.ts';

/** More rows than ten hours at 100 Hz: beyond it memory would not be bounded. */
const MOST_ROWS = 4_000_000;
const EMPTY = new Set(['', 'nan', 'null', 'na', 'n/a', '-', '--', 'none']);

/** Rows of a table in the order of the file: time in UTC us and the wanted columns, NaN where a cell is empty. */
export interface CsvRows {
  readonly roles: readonly ColumnRole[];
  readonly timesUs: Float64Array;
  /** One array for each of `roles`. */
  readonly values: readonly Float64Array[];
}

/**
 * Reads all rows piece by piece. A row that has another number of cells, a time that is none or goes back, or a value that is no number is
 * left out and named by line and column.
 */
export async function csvRows(
  file: File,
  head: CsvHead,
  columns: readonly ColumnRole[],
  timeUs: (cell: string) => number | null,
  log: ProblemLog,
  progress: (bytes: number) => void,
): Promise<CsvRows> {
  const timeAt = columns.indexOf('time');
  const wanted = columns.flatMap((role, at) => (role === 'ignore' || role === 'time' ? [] : [{ role, at }]));
  const rows = new GrowingRows(wanted.length);
  const point = (cell: string) => (head.decimalComma && /^-?\d*,\d+(e[-+]?\d+)?$/i.test(cell) ? cell.replace(',', '.') : cell);
  const cellName = (line: number, at: number) => `line ${line}, column ${at + 1} (${head.columns[at]})`;
  let line = 0;
  let lastUs = Number.NEGATIVE_INFINITY;
  const values = new Array<number>(wanted.length).fill(0);

  const takeRow = (cells: readonly string[]): void => {
    line++;
    if (line <= head.headLine || (cells.length === 1 && cells[0].trim() === '')) return;
    if (cells.length < head.columns.length) {
      log.add('badRow', `line ${line}`, `${cells.length} cells, the head has ${head.columns.length}`);
      return;
    }
    const time = timeUs(point(cells[timeAt].trim()));
    if (time === null) {
      log.add('badRow', cellName(line, timeAt), `this is no time: ${cells[timeAt]}`);
      return;
    }
    for (const [i, { at }] of wanted.entries()) {
      const cell = cells[at].trim();
      values[i] = EMPTY.has(cell.toLowerCase()) ? Number.NaN : Number(point(cell));
      if (Number.isNaN(values[i]) && !EMPTY.has(cell.toLowerCase())) {
        log.add('badRow', cellName(line, at), `this is no number: ${cell}`);
        return;
      }
    }
    if (!(time > lastUs)) {
      log.add(
        'timeGoesBack',
        cellName(line, timeAt),
        time === lastUs ? 'the same time as in the row before' : 'earlier than the row before',
      );
      return;
    }
    lastUs = time;
    if (rows.count < MOST_ROWS) rows.push(time, values);
    else if (rows.count === MOST_ROWS) {
      rows.count++;
      log.add('tooMuch', `line ${line}`, `only the first ${MOST_ROWS} rows are read`);
    }
  };
  const take = (text: string) => {
    for (const cells of Papa.parse<string[]>(text, { delimiter: head.delimiter }).data) takeRow(cells);
  };
  await forEachBlock(file, take, progress);
  return rows.finish(
    wanted.map(({ role }) => role),
    MOST_ROWS,
  );
}

/** Text in blocks of whole lines. */
async function forEachBlock(file: File, take: (text: string) => void, progress: (bytes: number) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  let bytes = 0;
  for (const chunks = file.stream().getReader(); ; ) {
    const { done, value } = await chunks.read();
    if (done) break;
    bytes += value.length;
    const text = (rest + decoder.decode(value, { stream: true })).replace(/\r\n?/g, '\n');
    const end = text.lastIndexOf('\n');
    if (end >= 0) take(text.slice(0, end));
    rest = text.slice(end + 1);
    progress(bytes);
  }
  rest += decoder.decode();
  if (rest.trim() !== '') take(rest);
}

class GrowingRows {
  count = 0;
  #timesUs = new Float64Array(1024);
  #values: Float64Array<ArrayBuffer>[];

  constructor(width: number) {
    this.#values = Array.from({ length: width }, () => new Float64Array(1024));
  }

  push(timeUs: number, values: readonly number[]): void {
    if (this.count === this.#timesUs.length) {
      const double = (from: Float64Array) => {
        const into = new Float64Array(2 * from.length);
        into.set(from);
        return into;
      };
      this.#timesUs = double(this.#timesUs);
      this.#values = this.#values.map(double);
    }
    this.#timesUs[this.count] = timeUs;
    for (let i = 0; i < values.length; i++) this.#values[i][this.count] = values[i];
    this.count++;
  }

  finish(roles: readonly ColumnRole[], most: number): CsvRows {
    const count = Math.min(this.count, most);
    return { roles, timesUs: this.#timesUs.subarray(0, count), values: this.#values.map((column) => column.subarray(0, count)) };
  }
}
