/** One line of `npm run bench`: our number beside a peer's, measured in the same run, or beside a limit. */
export interface BenchRow {
  readonly what: string;
  readonly ours: number;
  /** The peer's number, or the limit that the note names. */
  readonly peer: number | null;
  readonly unit: string;
  /** ours / peer. */
  readonly ratio: number | null;
  readonly note: string;
}
