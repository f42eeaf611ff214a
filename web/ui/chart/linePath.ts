import type uPlot from 'uplot';

/** What the path needs of Path2D: a test can listen. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** Half the length of a value between two gaps, drawn as a dash: it would have no length otherwise. */
const DASH = 1;

/** Draws the values from `first` to `last`, lifting the pen at NaN: a line is never drawn across a gap. */
export function traceLine(
  pen: Pen,
  x: uPlot.TypedArray,
  y: uPlot.TypedArray,
  first: number,
  last: number,
  toX: (value: number) => number,
  toY: (value: number) => number,
): void {
  let drawing = false;
  for (let i = first; i <= last; i++) {
    if (Number.isNaN(y[i])) {
      drawing = false;
      continue;
    }
    const px = toX(x[i]);
    const py = toY(y[i]);
    if (drawing) pen.lineTo(px, py);
    else if (i === last || Number.isNaN(y[i + 1])) {
      pen.moveTo(px - DASH, py);
      pen.lineTo(px + DASH, py);
    } else pen.moveTo(px, py);
    drawing = true;
  }
}

/** uPlot's own paths know gaps as null only; ours keep the data in typed arrays, so nothing is made anew per frame. */
export const linePath: uPlot.Series.PathBuilder = (u, seriesIdx, first, last) => {
  const stroke = new Path2D();
  const scale = u.series[seriesIdx].scale ?? 'y';
  traceLine(
    stroke,
    u.data[0] as uPlot.TypedArray,
    u.data[seriesIdx] as uPlot.TypedArray,
    first,
    last,
    (value) => u.valToPos(value, 'x', true),
    (value) => u.valToPos(value, scale, true),
  );
  return { stroke, fill: null, clip: null, band: null, gaps: null, flags: 1 } as unknown as uPlot.Series.Paths;
};
