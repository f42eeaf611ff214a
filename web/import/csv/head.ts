import Papa from 'papaparse';

/** The begin of a table. */
export interface CsvHead {
  readonly delimiter: string;
  /** A comma in numbers is a decimal point: the fields are apart by something else. */
  readonly decimalComma: boolean;
  readonly columns: readonly string[];
  /** Of the row of column names, from 1. */
  readonly headLine: number;
  /** Rows before it, as cells. */
  readonly preamble: readonly (readonly string[])[];
  /** The first rows of values. */
  readonly firstRows: readonly (readonly string[])[];
}

const LINES_LOOKED_AT = 40;
const DELIMITERS = [',', ';', '\t', '|'];

/** Finds the names of the columns: the first row of words whose next row has as many cells and a number among them. Null for what is no table. */
export function csvHead(text: string): CsvHead | null {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .slice(0, LINES_LOOKED_AT);
  let best: CsvHead | null = null;
  for (const delimiter of DELIMITERS) {
    const rows = lines.map((line) => cellsOf(line, delimiter));
    const at = rows.findIndex((row, i) => isHead(row, nextRow(rows, i), delimiter));
    if (at < 0 || rows[at].length <= (best?.columns.length ?? 1)) continue;
    const firstRows = rows
      .slice(at + 1)
      .filter((row) => row.length === rows[at].length)
      .slice(0, 5);
    const decimalComma = delimiter !== ',' && firstRows.some((row) => row.some((cell) => /^-?\d+,\d+$/.test(cell)));
    best = { delimiter, decimalComma, columns: rows[at], headLine: at + 1, preamble: rows.slice(0, at), firstRows };
  }
  return best;
}

/** Cells of one line; quotes are taken off. */
export function cellsOf(line: string, delimiter: string): string[] {
  const { data } = Papa.parse<string[]>(line, { delimiter, newline: '\n' });
  return (data[0] ?? []).map((cell) => cell.trim());
}

const nextRow = (rows: readonly string[][], at: number) => rows.slice(at + 1).find((row) => row.some((cell) => cell !== ''));
const isNumber = (cell: string, delimiter: string) =>
  (delimiter === ',' ? /^-?[\d.]+(e[-+]?\d+)?$/i : /^-?[\d.,]+(e[-+]?\d+)?$/i).test(cell);

function isHead(row: readonly string[], next: readonly string[] | undefined, delimiter: string): boolean {
  const words = row.filter((cell) => cell !== '' && !isNumber(cell, delimiter) && !/\d{4}-\d\d-\d\d/.test(cell)).length;
  const filled = row.filter((cell) => cell !== '').length;
  return filled >= 2 && words === filled && next?.length === row.length && next.some((cell) => isNumber(cell, delimiter));
}
