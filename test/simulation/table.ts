import type { Row, WorldReport } from './report.ts';

export const signed = (value: number, digits: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

/** Distance above the frontier in words; "e" marks a frontier continued beyond its ends. */
export function aboveText({ above }: Pick<Row, 'above'>): string {
  if (above === null) return '';
  return `${signed(above.points, 2)} ± ${above.standardError.toFixed(2)}${above.extrapolated ? ' e' : ''}`;
}

/** A Markdown table of one world. */
export function worldTable({ rows }: WorldReport): string {
  return markdown(
    ['policy', 'flare days, %', 'tolerance change, %', 'above the frontier, points'],
    rows.map((row) => [
      row.policy,
      `${row.flarePct.toFixed(1)} ± ${row.flareSe.toFixed(2)}`,
      `${signed(row.tolerancePct, 1)} ± ${row.toleranceSe.toFixed(2)}`,
      aboveText(row),
    ]),
  );
}

export function markdown(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(cell.length, ...lines.map((line) => line[i].length)));
  const row = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [row(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...lines.map(row)].join('\n');
}

export interface WorldsSummary {
  readonly worlds: number;
  readonly above: number;
  readonly clearlyAbove: number;
  readonly clearlyBelow: number;
  readonly meanPoints: number;
  readonly leastPoints: number;
  readonly meanSe: number;
}

/** Over the worlds that have a frontier. Clearly: by more than two standard errors. */
export function summariseWorlds(reports: readonly WorldReport[], policy: string): WorldsSummary {
  const found = reports.flatMap(({ rows }) => rows.find((row) => row.policy === policy)?.above ?? []);
  const points = found.map((above) => above.points);
  return {
    worlds: found.length,
    above: points.filter((value) => value > 0).length,
    clearlyAbove: found.filter((above) => above.points > 2 * above.standardError).length,
    clearlyBelow: found.filter((above) => above.points < -2 * above.standardError).length,
    meanPoints: points.reduce((sum, value) => sum + value, 0) / points.length,
    leastPoints: Math.min(...points),
    meanSe: found.reduce((sum, above) => sum + above.standardError, 0) / found.length,
  };
}
