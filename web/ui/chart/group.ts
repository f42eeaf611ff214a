import { type ReadonlySignal, signal } from '@preact/signals';
import { sameSpan } from './span.ts';
import type { Span } from './spec.ts';

/** What a group needs of a chart. */
export interface Linked {
  readonly whole: () => Span;
  showSpan(span: Span): void;
  showCursor(x: number | null): void;
  /** The person zoomed or pointed in this one. */
  listen(listener: { readonly span: (span: Span) => void; readonly cursor: (x: number | null) => void }): void;
}

/** Charts over one x-axis: zoom and cursor of one are those of all. */
export interface ChartGroup {
  /** Some of the whole is out of sight. */
  readonly zoomed: ReadonlySignal<boolean>;
  /** Returns how to leave. */
  join(chart: Linked): () => void;
  reset(): void;
}

export function createChartGroup(): ChartGroup {
  const charts = new Set<Linked>();
  const zoomed = signal(false);
  return {
    zoomed,
    join(chart) {
      charts.add(chart);
      chart.listen({
        span: (span) => {
          zoomed.value = !sameSpan(span, chart.whole());
          for (const other of charts) if (other !== chart) other.showSpan(span);
        },
        cursor: (x) => {
          for (const other of charts) if (other !== chart) other.showCursor(x);
        },
      });
      return () => charts.delete(chart);
    },
    reset() {
      for (const chart of charts) {
        chart.showSpan(chart.whole());
        chart.showCursor(null);
      }
      zoomed.value = false;
    },
  };
}
