import type { DataFolder } from './dataFolder.ts';

/** Largest deviation of one group of formulas from its reference. */
export interface Deviation {
  readonly what: string;
  readonly values: number;
  /** Largest relative deviation; absolute where the reference is below 1. */
  readonly largest: number;
}

export interface FormulaCheck {
  /** Name of the file with the expected values. */
  readonly file: string;
  /** Nothing where an input file it needs is not there. */
  readonly run: (expected: unknown, folder: DataFolder) => Deviation[];
}

export function deviation(what: string, pairs: readonly (readonly [number | null | undefined, number])[]): Deviation {
  // A missing value is as wrong as can be.
  const errors = pairs.map(([ours, expected]) => Math.abs((ours ?? Number.POSITIVE_INFINITY) - expected) / Math.max(1, Math.abs(expected)));
  return { what, values: pairs.length, largest: Math.max(0, ...errors) };
}
