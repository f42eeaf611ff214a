import { useEffect, useRef, useState } from 'preact/hooks';
import { common } from '#web/copy/common.ts';
import type { Chart } from './chart.ts';
import type { ChartData, ChartSpec } from './spec.ts';
import './chart.css';

export interface ChartHostProps {
  /** Made once per recording (useMemo): a new one builds the chart anew. */
  spec: ChartSpec;
  data: ChartData;
  /** The chart is there. May return what to do when it goes. */
  onReady?: (chart: Chart) => (() => void) | undefined;
  testId?: string;
}

/** Keeps the place for a chart, fetches the chart code in its own chunk and mounts it; the component tree never draws. */
export function ChartHost({ spec, data, onReady, testId }: ChartHostProps) {
  const host = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    let unmount = () => {};
    import('./chart.ts').then(
      ({ createChart }) => {
        if (gone || host.current === null) return;
        const chart = createChart(host.current, spec, data);
        const leave = onReady?.(chart);
        unmount = () => {
          leave?.();
          chart.destroy();
        };
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      unmount();
    };
  }, [spec, data]);
  if (failed) return <p class="muted small">{common.chartMissing}</p>;
  return <div ref={host} class="chart" style={{ minHeight: `${spec.heightPx}px` }} data-testid={testId} />;
}
