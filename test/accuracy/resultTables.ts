import type { Result } from './compare.ts';
import { deg, mean, median } from './statistics.ts';
import type { Table } from './types.ts';

/** Methods below each other: mean, median and worst trial, deg. */
export function resultTable(results: readonly Result[]): Table {
  return {
    header: ['method', 'trials', 'mean', 'median', 'worst trial'],
    rows: results.map(({ name, errors }) => [
      name,
      String(errors.length),
      deg(mean(errors)),
      deg(median(errors)),
      deg(Math.max(...errors)),
    ]),
  };
}

/** Trials below each other, one column per method, deg. */
export function perTrialTable(labels: readonly string[], results: readonly Result[]): Table {
  return {
    header: ['trial', ...results.map(({ name }) => name)],
    rows: labels.map((label, i) => [label, ...results.map(({ errors }) => deg(errors[i]))]),
  };
}
