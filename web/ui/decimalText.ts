/**
 * A number as people type it, with a point or a comma before its decimals. Null for nothing, NaN for what is no number. "1,500" is NaN as
 * well: for one reader it is a thousand times what it is for the other.
 */
export function decimalOf(text: string): number | null {
  const plain = text.trim();
  if (plain === '') return null;
  if (!/^[-\u2212]?(\d+([.,]\d*)?|[.,]\d+)$/.test(plain) || /^\D?[1-9]\d{0,2},\d{3}$/.test(plain)) return Number.NaN;
  return Number(plain.replace('\u2212', '-').replace(',', '.'));
}

/** One step up (1) or down (-1), inside the bounds; an empty field starts at its lower one. */
export function stepped(value: number | null, direction: 1 | -1, step: number, min = Number.NEGATIVE_INFINITY, max = Infinity): number {
  if (value === null || Number.isNaN(value)) return Number.isFinite(min) ? min : 0;
  const decimals = Math.max(...[step, value].map((each) => String(each).split('.')[1]?.length ?? 0));
  return Math.min(max, Math.max(min, Number((value + direction * step).toFixed(decimals))));
}
