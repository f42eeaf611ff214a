const MOST = 50;

/** JSON paths at which two JSON values differ, e.g. "$.repetitions[3].romDeg"; at most 50. Empty: the same, bit for bit. */
export function differences(a: unknown, b: unknown): string[] {
  const found: string[] = [];
  compare(a, b, '$', found);
  return found;
}

/** The same JSON, whatever the order of fields. */
export const sameJson = (a: unknown, b: unknown): boolean => differences(a, b).length === 0;

function compare(a: unknown, b: unknown, path: string, found: string[]): void {
  if (found.length >= MOST || a === b) return;
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) {
    found.push(path);
    return;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) found.push(`${path}.length`);
    for (let i = 0; i < Math.min(a.length, b.length); i++) compare(a[i], b[i], `${path}[${i}]`, found);
    return;
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) compare(left[key], right[key], `${path}.${key}`, found);
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;
