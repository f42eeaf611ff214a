import type uPlot from 'uplot';

/** What the path needs of Path2D: a test can listen. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** Half the length of a value between two gaps, drawn as a dash: it would have no length otherwise. */
const DASH = 1;

/** Where values lie on the canvas: at `zeroPx` + `pxPerUnit` times the value. Scales here are linear. */
export interface Placing {
  readonly zeroPx: number;
  readonly pxPerUnit: number;
}

/** Draws the values from `first` to `last`, lifting the pen at NaN: a line is never drawn across a gap. */
export function traceLine(
  pen: Pen,
  x: uPlot.TypedArray,
  y: uPlot.TypedArray,
  first: number,
  last: number,
  alongX: Placing,
  alongY: Placing,
): void {
  let drawing = false;
  for (let i = first; i <= last; i++) {
    if (Number.isNaN(y[i])) {
      drawing = false;
      continue;
    }
    const px = alongX.zeroPx + alongX.pxPerUnit * x[i];
    const py = alongY.zeroPx + alongY.pxPerUnit * y[i];
    if (drawing) pen.lineTo(px, py);
    else if (i === last || Number.isNaN(y[i + 1])) {
      pen.moveTo(px - DASH, py);
      pen.lineTo(px + DASH, py);
    } else pen.moveTo(px, py);
    drawing = true;
  }
}

/** From the two ends of a scale: uPlot's own way is asked twice a line, not twice a value. */
function placingOf(u: uPlot, scale: string): Placing {
  const { min = 0, max = 1 } = u.scales[scale] as { min?: number; max?: number };
  const fromPx = u.valToPos(min, scale, true);
  const pxPerUnit = (u.valToPos(max, scale, true) - fromPx) / (max - min);
  return { zeroPx: fromPx - pxPerUnit * min, pxPerUnit };
}

/** uPlot's own paths know gaps as null only; ours keep the data in typed arrays, so nothing is made anew per frame. */
export const linePath: uPlot.Series.PathBuilder = (u, seriesIdx, first, last) => {
  const stroke = new Path2D();
  const [x, y] = [u.data[0] as uPlot.TypedArray, u.data[seriesIdx] as uPlot.TypedArray];
  traceLine(stroke, x, y, first, last, placingOf(u, 'x'), placingOf(u, u.series[seriesIdx].scale ?? 'y'));
  return { stroke, fill: null, clip: null, band: null, gaps: null, flags: 1 } as unknown as uPlot.Series.Paths;
};
