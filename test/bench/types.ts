/** One line of `npm run bench`: our number beside a peer's, measured in the same run. */
export interface BenchRow {
  readonly what: string;
  readonly ours: number;
  /** null where there is nothing to compare with. */
  readonly peer: number | null;
  readonly unit: string;
  /** ours / peer. */
  readonly ratio: number | null;
  readonly note: string;
}
