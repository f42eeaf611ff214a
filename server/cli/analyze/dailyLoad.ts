import type { DailyLoad } from '#shared/cardio/rollingLoad.ts';
import { parseTable, readText } from './csv.ts';
import { type Io, type Outcome, refuse } from './io.ts';

/**
 * Reads one load per day, oldest first: CSV with a column load (an empty cell: not known; date and day are not read), or JSON, a list or
 * an object with the list daily_load (null: not known).
 */
export async function readDailyLoad(io: Io, file: string): Promise<Outcome<DailyLoad[]>> {
  const text = await readText(io, file);
  if (!text.ok) return text;
  return /^\uFEFF?\s*[[{]/.test(text.value) ? fromJson(text.value, file) : fromCsv(text.value, file);
}

function fromCsv(text: string, file: string): Outcome<DailyLoad[]> {
  const table = parseTable(text, file, { columns: ['load'], mayBeEmpty: ['load'], skip: [/^date$/, /^day$/] });
  if (!table.ok) return table;
  const loads = [...(table.value.columns.get('load') as Float64Array)];
  const negative = loads.findIndex((load) => load < 0);
  if (negative >= 0)
    return refuse(`${file}: line ${negative + 2}, column load: ${loads[negative]} is below 0; loads are arbitrary units from 0`);
  return { ok: true, value: loads.map((load) => (Number.isNaN(load) ? null : load)) };
}

function fromJson(text: string, file: string): Outcome<DailyLoad[]> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return refuse(`${file}: not JSON`);
  }
  const list = Array.isArray(json) ? json : (json as { daily_load?: unknown }).daily_load;
  if (!Array.isArray(list)) return refuse(`${file}: field daily_load: a list of one load per day is needed`);
  if (list.length === 0) return refuse(`${file}: field daily_load: no days`);
  const wrong = list.findIndex((load) => load !== null && !(typeof load === 'number' && load >= 0));
  if (wrong >= 0) {
    return refuse(
      `${file}: field daily_load, day ${wrong}: ${JSON.stringify(list[wrong])} is no load from 0, in arbitrary units, and not null`,
    );
  }
  return { ok: true, value: list };
}
