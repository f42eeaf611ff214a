import uPlot from 'uplot';
import type { Linked } from './group.ts';
import { afterKey } from './keys.ts';
import { linePath } from './linePath.ts';
import { marksOf } from './marks.ts';
import { inside, sameSpan } from './span.ts';
import type { ChartData, ChartSpec, Span } from './spec.ts';
import { readTheme, watchTheme } from './theme.ts';

/** A mounted chart. It lives outside the component tree; whoever mounts it destroys it. */
export interface Chart extends Linked {
  /** New values, drawn with the next frame. The arrays are kept and read, not copied. */
  setData(data: ChartData): void;
  /** A new extent, e.g. of a session that goes on. */
  setWhole(whole: Span): void;
  destroy(): void;
}

/** A drag shorter than this is a click, CSS px. */
const DRAG_FROM = 6;
const AXIS_LEFT = 46;
/** Half of the last label on x. */
const PAD_RIGHT = 20;
const AXIS_BOTTOM = 26;

export function createChart(host: HTMLElement, spec: ChartSpec, first: ChartData): Chart {
  let theme = readTheme(host);
  let data = first;
  let whole = spec.x;
  let span = spec.x;
  let cursor: number | null = null;
  let listener: Parameters<Linked['listen']>[0] | null = null;
  const { describe } = spec;
  const marks = marksOf(spec, () => theme);
  const readout = document.createElement('div');
  readout.className = 'chart-readout';
  readout.ariaHidden = 'true';

  const axis = (part: uPlot.Axis): uPlot.Axis => ({
    stroke: () => theme.colour.muted,
    font: theme.font,
    gap: 6,
    grid: { stroke: () => theme.colour.line, width: 1 },
    ticks: { show: false },
    ...part,
  });
  const u = new uPlot(
    {
      width: Math.max(1, host.clientWidth),
      height: spec.heightPx,
      legend: { show: false },
      padding: [8, PAD_RIGHT, 0, 0],
      scales: {
        x: { time: false, auto: false, range: (_, min, max) => [min ?? whole.from, max ?? whole.to] },
        y: { auto: false, range: [spec.y.from, spec.y.to] },
      },
      axes: [
        axis({
          size: AXIS_BOTTOM,
          space: 80,
          incrs: [...spec.xSteps],
          grid: { show: false },
          values: (_, at) => at.map((value) => spec.xText(value)),
        }),
        axis({ size: AXIS_LEFT, space: 34, values: (_, at) => at.map((value) => spec.yText(value)) }),
      ],
      series: [{}, { stroke: () => theme.colour[spec.ink], width: 2, paths: linePath, points: { show: false } }],
      cursor: {
        show: describe !== null,
        y: false,
        drag: { x: true, y: false, dist: DRAG_FROM, setScale: true },
        dataIdx: (chart, seriesIdx, index) => (Number.isNaN(chart.data[seriesIdx][index]) ? null : index),
        points: { size: 9, fill: () => theme.colour[spec.ink], stroke: () => theme.colour.surface, width: 2 },
        bind: {
          dblclick: () => () => {
            show({ span: whole, cursor });
            return null;
          },
        },
      },
      hooks: {
        drawClear: [marks.behind],
        draw: [marks.before],
        setScale: [
          (_, key) => {
            if (key === 'x') noticeSpan();
          },
        ],
        setCursor: [noticeCursor],
      },
    },
    [data.x, data.y],
    host,
  );
  host.append(readout);
  u.setScale('y', { min: spec.y.from, max: spec.y.to });
  drawSpan(span);
  describeAs();

  function drawSpan(next: Span): void {
    span = next;
    // At once: what comes next asks where things are.
    u.batch(() => u.setScale('x', { min: next.from, max: next.to }));
  }

  /** After a drag: uPlot has zoomed already; the rest of the group follows. */
  function noticeSpan(): void {
    const { min, max } = u.scales.x;
    if (min == null || max == null || sameSpan({ from: min, to: max }, span)) return;
    const asked = { from: min, to: max };
    span = inside(asked, whole);
    if (!sameSpan(span, asked)) drawSpan(span);
    listener?.span(span);
  }

  function noticeCursor(): void {
    const { left } = u.cursor;
    const index = left === undefined || left < 0 ? -1 : u.posToIdx(left);
    const next = index < 0 ? null : data.x[index];
    if (next === cursor) return;
    cursor = next;
    tell();
    listener?.cursor(cursor);
  }

  function drawCursor(x: number | null): void {
    cursor = x;
    const hidden = x === null || x < span.from || x > span.to;
    u.setCursor({ left: hidden ? -10 : u.valToPos(x, 'x'), top: hidden ? -10 : 1 }, false);
    tell();
  }

  /** What a key or a double click asks for, here and in the group. */
  function show(next: { readonly span: Span; readonly cursor: number | null }): void {
    if (!sameSpan(next.span, span)) {
      drawSpan(next.span);
      listener?.span(span);
    }
    drawCursor(next.cursor);
    listener?.cursor(cursor);
  }

  function tell(): void {
    if (describe === null) return;
    const text = cursor === null ? '' : describe(cursor, data.y[nearest(data.x, cursor)] ?? Number.NaN);
    readout.textContent = text;
    host.ariaValueNow = String(Math.round(cursor ?? whole.from));
    host.ariaValueText = text === '' ? spec.xText(whole.from) : text;
  }

  /** With a cursor it is a slider along time; without one, a picture. */
  function describeAs(): void {
    host.ariaLabel = spec.label;
    if (describe === null) {
      host.role = 'img';
      return;
    }
    host.role = 'slider';
    host.tabIndex = 0;
    host.ariaValueMin = String(whole.from);
    host.ariaValueMax = String(Math.round(whole.to));
    tell();
  }

  const onKey = (event: KeyboardEvent) => {
    if (describe === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = afterKey(event.key, { whole, span, cursor }, data.x.length > 1 ? data.x[1] - data.x[0] : 1);
    if (next === null) return;
    event.preventDefault();
    show(next);
  };
  const stopWatching = watchTheme(() => {
    theme = readTheme(host);
    u.redraw(false);
  });
  const sizes = new ResizeObserver(() => {
    if (host.clientWidth > 0 && host.clientWidth !== u.width) u.setSize({ width: host.clientWidth, height: spec.heightPx });
  });
  sizes.observe(host);
  host.addEventListener('keydown', onKey);
  let destroyed = false;
  void document.fonts.ready.then(() => {
    if (!destroyed) u.redraw(false, true);
  });

  return {
    whole: () => whole,
    setData: (next) => {
      data = next;
      u.setData([next.x, next.y], false);
      u.redraw();
    },
    setWhole: (next) => {
      if (sameSpan(next, whole)) return;
      const wasWhole = sameSpan(span, whole);
      whole = next;
      if (wasWhole) drawSpan(next);
    },
    showSpan: (next) => drawSpan(inside(next, whole)),
    showCursor: drawCursor,
    listen: (next) => {
      listener = next;
    },
    destroy: () => {
      destroyed = true;
      stopWatching();
      sizes.disconnect();
      host.removeEventListener('keydown', onKey);
      u.destroy();
      readout.remove();
    },
  };
}

/** Index of the value nearest to `at` in ascending `x`. */
function nearest(x: Float64Array, at: number): number {
  let low = 0;
  let high = x.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle;
  }
  return at - x[low] <= x[high] - at ? low : high;
}
