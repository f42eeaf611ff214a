import { factorOf } from '#shared/import/units.ts';
import { localToUtcMs } from './localTime.ts';
import type { CsvAnswers, TimeKind } from './questions.ts';

const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i;
/** Day first: with dots there is no other reading. */
const DOTTED = /^(\d\d)\.(\d\d)\.(\d{4})[T ](\d\d):(\d\d)(?::(\d\d)([.,]\d+)?)?$/;
const CLOCK = /^(\d{1,2}):(\d\d):(\d\d)([.,]\d+)?$/;
/** A number of seconds above this is since 1970 (that is 1973); no recording counts so far. */
const EPOCH_FROM_S = 1e8;

/** How a column of times counts, by one of its cells; null: no time at all. `unit` null: not known, and a number as large as an epoch in any unit is one. */
export function timeKindOf(cell: string, unit: CsvAnswers['timeUnit']): TimeKind | null {
  const written = WRITTEN.exec(cell);
  if (written !== null) return written[8] === undefined ? 'writtenLocal' : 'written';
  if (DOTTED.test(cell)) return 'writtenLocal';
  if (CLOCK.test(cell)) return 'clock';
  const value = cell === '' ? Number.NaN : Number(cell.replace(',', '.'));
  if (!Number.isFinite(value)) return null;
  return value * (unit === null ? 1 : factorOf('time', unit)) >= EPOCH_FROM_S ? 'epoch' : 'elapsed';
}

/** Reads cells of one time column as UTC us; null for what is none. */
export function timeReader(kind: TimeKind, answers: CsvAnswers, wraps: number | null): (cell: string) => number | null {
  const zone = answers.zone ?? 'UTC';
  if (kind === 'written' || kind === 'writtenLocal') return (cell) => writtenUs(cell, zone);
  const factorUs = kind === 'clock' ? 1e6 : 1e6 * factorOf('time', answers.timeUnit ?? 's');
  const startUs = kind === 'epoch' ? 0 : (writtenUs(answers.startLocal ?? '', zone) ?? 0);
  let turns = 0;
  let before = Number.NEGATIVE_INFINITY;
  let first: number | null = null;
  return (cell) => {
    let value = kind === 'clock' ? clockSeconds(cell) : cell === '' ? Number.NaN : Number(cell);
    if (!Number.isFinite(value)) return null;
    if (wraps !== null) {
      if (value < before - wraps / 2) turns++;
      before = value;
      value += turns * wraps;
    }
    if (kind === 'epoch') return Math.round(value * factorUs);
    // A counter that runs since the device was switched on: the file begins at its first row.
    first ??= wraps === null ? 0 : value;
    return Math.round(startUs + (value - first) * factorUs);
  };
}

/** Offset a written time names, minutes; null for none and for Z, which says nothing about the place. */
export function writtenOffset(cell: string): number | null {
  const offset = WRITTEN.exec(cell)?.[8];
  if (offset === undefined || /^z$/i.test(offset)) return null;
  const minutes = 60 * Number(offset.slice(1, 3)) + Number(offset.slice(-2));
  return offset.startsWith('-') ? -minutes : minutes;
}

function writtenUs(cell: string, zone: string): number | null {
  const parts = WRITTEN.exec(cell);
  const dotted = parts === null ? DOTTED.exec(cell) : null;
  const numbers = (parts?.slice(1, 7) ?? (dotted === null ? null : [dotted[3], dotted[2], dotted[1], ...dotted.slice(4, 7)]))?.map((text) =>
    Number(text ?? 0),
  );
  if (numbers === undefined || numbers === null) return null;
  const [year, month, day, hour, minute, second] = numbers;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null;
  const localMs = Date.UTC(year, month - 1, day, hour, minute, second);
  const fraction = Number((parts?.[7] ?? dotted?.[7] ?? '0').replace(',', '.'));
  const offset = parts?.[8];
  const utcMs = offset === undefined ? localToUtcMs(localMs, zone) : localMs - 60_000 * (writtenOffset(cell) ?? 0);
  return Math.round(1000 * utcMs + 1e6 * fraction);
}

function clockSeconds(cell: string): number {
  const parts = CLOCK.exec(cell);
  if (parts === null) return Number.NaN;
  return 3600 * Number(parts[1]) + 60 * Number(parts[2]) + Number(parts[3]) + Number((parts[4] ?? '0').replace(',', '.'));
}
