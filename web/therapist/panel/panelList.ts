import type { PanelRow } from '#shared/schema/api.ts';

/** Rows that match the search, in the server's order (most urgent first). Every word must be found in name or reason. */
export function filterRows(rows: readonly PanelRow[], query: string): readonly PanelRow[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = fold(`${row.displayName} ${row.why}`);
    return words.every((word) => text.includes(word));
  });
}

/** Lower case without accents, so that "jose" finds "José". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

export interface PanelCounts {
  readonly now: number;
  readonly today: number;
  readonly look: number;
  readonly steady: number;
}

export function countAttention(rows: readonly PanelRow[]): PanelCounts {
  const counts = { now: 0, today: 0, look: 0, steady: 0 };
  for (const row of rows) counts[row.attention] += 1;
  return counts;
}

/** What a key does in the list. `index` -1 = nothing selected yet. */
export type PanelAction =
  | { readonly do: 'select'; readonly index: number }
  | { readonly do: 'open'; readonly index: number }
  | { readonly do: 'search' };

export function panelKey(key: string, index: number, count: number): PanelAction | null {
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return count === 0 ? null : { do: 'select', index: Math.min(count - 1, index + 1) };
    case 'k':
    case 'ArrowUp':
      return count === 0 ? null : { do: 'select', index: Math.max(0, index - 1) };
    case 'Enter':
      return index >= 0 && index < count ? { do: 'open', index } : null;
    case '/':
      return { do: 'search' };
    default:
      return null;
  }
}

/** Splits the reason so that its first sentence can be set in bold. */
export function leadSentence(why: string): readonly [lead: string, rest: string] {
  const end = /[.!?](?=\s+\S)/.exec(why);
  return end === null ? [why, ''] : [why.slice(0, end.index + 1), why.slice(end.index + 1)];
}
