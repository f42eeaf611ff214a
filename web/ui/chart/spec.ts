/** Colour roles of a chart, by token (ui/tokens.css). */
export type Ink = 'ink' | 'accent' | 'go' | 'ease' | 'rest' | 'stop' | 'muted' | 'line' | 'sunk' | 'surface';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A moment across the whole height, e.g. a decision with its rule. */
export interface ChartMark {
  readonly x: number;
  readonly ink: Ink;
  readonly text: string;
}

/** One line over one x-axis: one chart per sampling rate. x in seconds. */
export interface ChartSpec {
  /** What it shows, in words: the chart's name for those who do not see it. */
  readonly label: string;
  readonly heightPx: number;
  /** The whole extent; zooming stays inside. */
  readonly x: Span;
  /** Fixed, so that zooming never changes how tall a rise looks. */
  readonly y: Span;
  readonly ink: Ink;
  readonly xText: (x: number) => string;
  readonly yText: (y: number) => string;
  /** Distances of labels on x that read well, s. */
  readonly xSteps: readonly number[];
  /** The agreed range, shaded. */
  readonly band: Span | null;
  readonly limit: { readonly y: number; readonly text: string } | null;
  readonly marks: readonly ChartMark[];
  /** Single results on the line, e.g. the peak of a repetition. */
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  /** Stretches without data, hatched. */
  readonly gaps: readonly Span[];
  /** Words for one place of the line (y NaN in a gap); null makes a picture without a cursor. */
  readonly describe: ((x: number, y: number) => string) | null;
}

/** Ascending x and a value for each; NaN is a gap. */
export interface ChartData {
  readonly x: Float64Array;
  readonly y: Float64Array;
}
