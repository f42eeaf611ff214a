/** One line of the table that `npm run accuracy` prints. */
export interface SummaryRow {
  readonly what: string;
  /** Trials, sets, walks or formulas behind the number. */
  readonly trials: number;
  readonly ours: string;
  /** The best peer in the same harness; empty where there is none. */
  readonly peer: string;
  /** What others published, or measured with their own code, for such data. */
  readonly published: string;
}

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Plot {
  /** Name of the file, without folder. */
  readonly file: string;
  readonly alt: string;
  readonly svg: string;
}

/** One subject: what it adds to the summary, and its part of docs/accuracy.md. */
export interface Section {
  readonly title: string;
  readonly summary: readonly SummaryRow[];
  /** Data, scoring and licence, in sentences. */
  readonly about: string;
  readonly tables: readonly Table[];
  readonly plots: readonly Plot[];
}
