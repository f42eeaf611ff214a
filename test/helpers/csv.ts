import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface CsvColumns {
  readonly rowCount: number;
  readonly names: readonly string[];
  /** Values of a column; an empty cell is NaN. */
  column(name: string): Float64Array;
}

/** Reads a reference recording (CSV or CSV.gz). Throws on a column that is not there. */
export function readCsv(path: string): CsvColumns {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd();
  const lines = text.split('\n');
  const names = (lines[0] ?? '').trim().split(',');
  const rowCount = lines.length - 1;
  const columns = names.map(() => new Float64Array(rowCount));
  for (let row = 0; row < rowCount; row++) {
    const cells = (lines[row + 1] ?? '').split(',');
    for (let i = 0; i < columns.length; i++) {
      const cell = (cells[i] ?? '').trim();
      (columns[i] as Float64Array)[row] = cell === '' ? Number.NaN : Number(cell);
    }
  }
  return {
    rowCount,
    names,
    column(name) {
      const values = columns[names.indexOf(name)];
      if (values === undefined) throw new Error(`${path} has no column ${name}`);
      return values;
    },
  };
}
