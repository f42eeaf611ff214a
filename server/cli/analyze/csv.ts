import { gunzipSync } from 'node:zlib';
import { type Io, type Outcome, refuse } from './io.ts';

/** Which columns a command reads. Any column that is neither read nor named in `skip` is an error: it may be a misspelt one. */
export interface TableSpec {
  /** Read; each must be there and hold a finite number in every row. */
  readonly columns: readonly string[];
  /** Read when there; then held to the same. */
  readonly optional?: readonly string[];
  /** Of the columns read, those whose cells may be empty; an empty cell is NaN. */
  readonly mayBeEmpty?: readonly string[];
  /** Known but not read (references, markers). */
  readonly skip?: readonly RegExp[];
  /** Column that must not decrease. */
  readonly time?: string;
}

export interface Table {
  readonly file: string;
  readonly rowCount: number;
  /** Values by column name; a missing optional column is absent. */
  readonly columns: ReadonlyMap<string, Float64Array>;
}

const MAX_BYTES = 512 * 1024 * 1024;

/** Text of a plain or gzip file; the gzip magic decides (RFC 1952 section 2.3.1), not the name. */
export async function readText(io: Io, file: string): Promise<Outcome<string>> {
  let bytes: Uint8Array;
  try {
    bytes = await io.readFile(file);
  } catch {
    return refuse(`${file}: cannot be read`);
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      bytes = gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
    } catch {
      return refuse(`${file}: broken gzip file`);
    }
  }
  return { ok: true, value: new TextDecoder().decode(bytes) };
}

/** Reads a CSV file by its header. Every refusal names file, line and column. */
export async function readTable(io: Io, file: string, spec: TableSpec): Promise<Outcome<Table>> {
  const text = await readText(io, file);
  return text.ok ? parseTable(text.value, file, spec) : text;
}

export function parseTable(text: string, file: string, spec: TableSpec): Outcome<Table> {
  const lines = text.split(/\r?\n/);
  while (lines.length > 0 && lines[lines.length - 1]?.trim() === '') lines.pop();
  if (lines.length === 0) return refuse(`${file}: line 1: the file is empty`);
  const header = (lines[0] as string).replace(/^\uFEFF/, '').split(',');
  for (let i = 0; i < header.length; i++) header[i] = (header[i] as string).trim();
  const problem = headerProblem(header, spec);
  if (problem !== null) return refuse(`${file}: line 1, ${problem}`);
  const rowCount = lines.length - 1;
  if (rowCount === 0) return refuse(`${file}: line 2: no rows after the header`);

  const wanted: { name: string; at: number; values: Float64Array }[] = [];
  for (const name of [...spec.columns, ...(spec.optional ?? [])]) {
    const at = header.indexOf(name);
    if (at >= 0) wanted.push({ name, at, values: new Float64Array(rowCount) });
  }
  for (let row = 0; row < rowCount; row++) {
    const cells = (lines[row + 1] as string).split(',');
    if (cells.length !== header.length) {
      return refuse(
        `${file}: line ${row + 2}, column ${Math.min(cells.length, header.length)}: ${cells.length} fields, the header has ${header.length}`,
      );
    }
    for (const { name, at, values } of wanted) {
      const cell = (cells[at] as string).trim();
      const value = cell === '' ? Number.NaN : Number(cell);
      const missing = cell === '' && spec.mayBeEmpty?.includes(name);
      if (!missing && !Number.isFinite(value))
        return refuse(`${place(file, row, at, name)}: ${cell === '' ? 'empty' : `"${cell}"`} is not a number`);
      values[row] = value;
      const before = row > 0 ? (values[row - 1] as number) : value;
      if (name === spec.time && value < before) {
        return refuse(`${place(file, row, at, name)}: time goes back from ${before} to ${value}; sort the rows by time`);
      }
    }
  }
  return { ok: true, value: { file, rowCount, columns: new Map(wanted.map(({ name, values }) => [name, values])) } };
}

function place(file: string, row: number, at: number, name: string): string {
  return `${file}: line ${row + 2}, column ${at + 1} (${name})`;
}

function headerProblem(header: readonly string[], spec: TableSpec): string | null {
  const known = [...spec.columns, ...(spec.optional ?? [])];
  for (let i = 0; i < header.length; i++) {
    const name = header[i] as string;
    const where = `column ${i + 1} (${name})`;
    if (header.indexOf(name) !== i) return `${where}: this column is there twice`;
    if (known.includes(name) || spec.skip?.some((pattern) => pattern.test(name))) continue;
    const meant = known.find((candidate) => quantityOf(candidate) === quantityOf(name));
    if (meant !== undefined) return `${where}: wrong unit; this command reads ${meant}`;
    return `${where}: unknown column; this command reads ${known.join(', ')}`;
  }
  for (const name of spec.columns) if (!header.includes(name)) return `column ${header.length + 1}: column ${name} is missing`;
  return null;
}

const UNIT = /_(us|ms|s|ns|rad_s|deg_s|dps|m_s2|g|mg|ut|gauss|deg|rad|bpm|hz)$/;

/** A column's name without its unit: gyr_x of gyr_x_deg_s. */
function quantityOf(name: string): string {
  return name.toLowerCase().replace(UNIT, '');
}
