import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SessionSetup } from '#shared/schema/session.ts';
import { liveCopy } from '#web/copy/live.ts';
import { now } from '#web/store/now.ts';
import { Card } from '#web/ui/card.tsx';
import type { Chart } from '#web/ui/chart/chart.ts';
import { ChartHost } from '#web/ui/chart/chartHost.tsx';
import type { AngleRange } from './arcGeometry.ts';
import type { LiveSession } from './liveSession.ts';
import { angleSpec, heartExtent, heartSpec } from './liveSpecs.ts';
import { ANGLE_TRACE, HEART_TRACE } from './traces.ts';
import { useFrame } from './useFrame.ts';

export interface LiveChartsProps {
  readonly live: LiveSession;
  /** As it is shown (shownSetup.ts). */
  readonly setup: SessionSetup;
  readonly angleRange: AngleRange | null;
  readonly hasHeart: boolean;
}

/** What the headings, cards and gaps around two charts take, px. */
const AROUND_PX = 220;
const SHORTEST_PX = 170;
const TALLEST_PX = 340;

/** Two charts fill the window's height, as the column beside them does. */
const chartPx = (windowPx: number) => Math.round(Math.min(TALLEST_PX, Math.max(SHORTEST_PX, (windowPx - AROUND_PX) / 2)));

/** Second column of the wide screen: the last minute of the angle and the session's heart rate. Redrawn in place, only while in sight. */
export function LiveCharts({ live, setup, angleRange, hasHeart }: LiveChartsProps) {
  const { startedAt } = live.session();
  const column = useRef<HTMLDivElement>(null);
  const inSight = useRef(false);
  const angleChart = useRef<Chart | null>(null);
  const heartChart = useRef<Chart | null>(null);
  const [heightPx] = useState(() => chartPx(innerHeight));
  const drawnStep = useRef(0);
  const drawnSecond = useRef(0);
  const angle = useMemo(() => {
    const x = Float64Array.from({ length: ANGLE_TRACE.places }, (_, i) => ((i - ANGLE_TRACE.places + 1) * ANGLE_TRACE.stepUs) / 1e6);
    return { x, y: new Float64Array(x.length).fill(Number.NaN) };
  }, [live]);
  const heart = useMemo(() => {
    const firstS = (Math.floor(startedAt.utcUs / HEART_TRACE.stepUs) * HEART_TRACE.stepUs - startedAt.utcUs) / 1e6;
    const x = Float64Array.from({ length: HEART_TRACE.places }, (_, i) => firstS + (i * HEART_TRACE.stepUs) / 1e6);
    return { x, y: new Float64Array(x.length).fill(Number.NaN) };
  }, [live]);
  const angleLook = useMemo(
    () => (angleRange === null ? null : angleSpec(angleRange, setup.targetAngleDeg, heightPx)),
    [angleRange, setup.targetAngleDeg, heightPx],
  );
  const heartLook = useMemo(() => heartSpec(setup, heightPx), [setup, heightPx]);

  useEffect(() => {
    if (column.current === null) return;
    const observer = new IntersectionObserver((entries) => {
      inSight.current = entries.some((entry) => entry.isIntersecting);
    });
    observer.observe(column.current);
    return () => observer.disconnect();
  }, []);
  useFrame(() => {
    if (!inSight.current) return;
    const nowUs = now.nowUs();
    const step = Math.floor(nowUs / ANGLE_TRACE.stepUs);
    if (angleChart.current !== null && step !== drawnStep.current) {
      drawnStep.current = step;
      live.traces.angle.copyFrom((step - ANGLE_TRACE.places + 1) * ANGLE_TRACE.stepUs, angle.y);
      angleChart.current.setData(angle);
    }
    const second = Math.floor(nowUs / 1_000_000);
    if (heartChart.current !== null && second !== drawnSecond.current) {
      drawnSecond.current = second;
      live.traces.heart.copyFrom(startedAt.utcUs, heart.y);
      heartChart.current.setWhole(heartExtent(setup.quotaMinutes, (nowUs - startedAt.utcUs) / 1e6));
      heartChart.current.setData(heart);
    }
  });

  return (
    <div ref={column} class="live-charts">
      {angleLook !== null && (
        <Card title={liveCopy.wide.angle} aside={liveCopy.wide.lastMinute}>
          <ChartHost spec={angleLook} data={angle} onReady={(chart) => held(angleChart, chart)} testId="live-angle-chart" />
        </Card>
      )}
      {hasHeart && (
        <Card title={liveCopy.wide.heart} aside={liveCopy.wide.wholeSession}>
          <ChartHost spec={heartLook} data={heart} onReady={(chart) => held(heartChart, chart)} testId="live-heart-chart" />
        </Card>
      )}
    </div>
  );
}

function held(place: { current: Chart | null }, chart: Chart): () => void {
  place.current = chart;
  return () => {
    place.current = null;
  };
}
