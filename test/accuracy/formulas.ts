import { readFileSync } from 'node:fs';
import type { DataFolder } from './dataFolder.ts';
import { FORMULA_CHECKS } from './formulaChecks.ts';
import type { Section } from './types.ts';

/** Heart rate, variability, load and activity against reference values. */
export function heartFormulas(folder: DataFolder): Section | null {
  const found = FORMULA_CHECKS.flatMap(({ file, run }) => {
    const path = folder.file(file);
    return path === null ? [] : run(JSON.parse(readFileSync(path, 'utf8')), folder);
  });
  if (found.length === 0) return null;
  const values = found.reduce((sum, one) => sum + one.values, 0);
  const largest = Math.max(...found.map((one) => one.largest));
  return {
    title: 'Heart, load and activity formulas',
    summary: [
      {
        what: 'heart, load and activity formulas, largest deviation',
        trials: values,
        ours: scientific(largest),
        peer: '',
        published: 'limit 1e-9',
      },
    ],
    about:
      'Reference values computed from the published formulas over recordings of rhenanbartels/hrv (BSD-3-Clause), artefact cases after the ' +
      "recipe of NeuroKit's tests (MIT), and acceleration of muschellij2/agcounts (MIT). Deviation is relative, absolute below 1; artefact cases count wrong beats.",
    tables: [
      {
        header: ['formula', 'values', 'largest deviation'],
        rows: found.map(({ what, values: count, largest: worst }) => [what, String(count), scientific(worst)]),
      },
    ],
    plots: [],
  };
}

const scientific = (value: number): string => (value === 0 ? '0' : value.toExponential(1));
