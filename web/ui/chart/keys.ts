import { inside, lengthOf, sameSpan, showing, zoomed } from './span.ts';
import type { Span } from './spec.ts';

/** Where a chart stands: what it shows of the whole, and its cursor (null: none). */
export interface ChartView {
  readonly whole: Span;
  readonly span: Span;
  readonly cursor: number | null;
}

/** An arrow moves the cursor by at least one sample, and far enough to be seen. */
const STEPS_ACROSS = 200;
const ZOOM = 0.5;

/** The view after a key; null when the key is not the chart's. Arrows, Page, Home and End move the cursor, + and - zoom, Escape resets. */
export function afterKey(key: string, view: ChartView, sampleStep: number): ChartView | null {
  const { whole, span } = view;
  const at = view.cursor ?? (key === 'ArrowLeft' || key === 'PageDown' ? span.to : span.from);
  const step = Math.max(sampleStep, lengthOf(span) / STEPS_ACROSS);
  const moveTo = (to: number): ChartView => {
    const cursor = Math.min(whole.to, Math.max(whole.from, to));
    return { whole, cursor, span: showing(span, cursor, whole) };
  };
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return moveTo(at + step);
    case 'ArrowLeft':
    case 'ArrowDown':
      return moveTo(at - step);
    case 'PageUp':
      return moveTo(at + lengthOf(span) / 10);
    case 'PageDown':
      return moveTo(at - lengthOf(span) / 10);
    case 'Home':
      return moveTo(whole.from);
    case 'End':
      return moveTo(whole.to);
    case '+':
    case '=':
      return { ...view, span: zoomed(span, view.cursor ?? (span.from + span.to) / 2, ZOOM, whole) };
    case '-':
      return { ...view, span: zoomed(span, view.cursor ?? (span.from + span.to) / 2, 1 / ZOOM, whole) };
    case 'Escape':
      return sameSpan(span, whole) && view.cursor === null ? null : { whole, span: inside(whole, whole), cursor: null };
    default:
      return null;
  }
}
