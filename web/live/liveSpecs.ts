import type { SessionSetup } from '#shared/schema/session.ts';
import { liveCopy } from '#web/copy/live.ts';
import type { ChartSpec, Span } from '#web/ui/chart/spec.ts';
import type { AngleRange } from './arcGeometry.ts';
import { heartScale } from './HeartBar.tsx';
import { ANGLE_TRACE } from './traces.ts';

const words = liveCopy.wide;
/** No decisions and no hatching while it runs: the pacing light says what is new, the hole in the line where nothing came. */
const PLAIN = { marks: [], dots: [], gaps: [], describe: null } as const;

/** Room under the straight pose: a joint may go a little beyond its zero. */
const BELOW_ZERO_DEG = 15;

/** The last 60 s, the present at the right. */
export function angleSpec(range: AngleRange, target: AngleRange | null, heightPx: number): ChartSpec {
  return {
    ...PLAIN,
    label: words.angleLabel,
    heightPx,
    x: { from: -ANGLE_TRACE.seconds, to: 0 },
    y: { from: range.from - BELOW_ZERO_DEG, to: range.to },
    ink: 'accent',
    xSteps: [10, 20],
    xText: (seconds) => (seconds === 0 ? words.now : words.secondsAgo(-seconds)),
    yText: (deg) => `${deg}°`,
    band: target,
    limit: null,
  };
}

/** From the start to the end of the dose, or to now when it went on. */
export function heartSpec(setup: SessionSetup, heightPx: number): ChartSpec {
  const { heartRateBandBpm: band, heartRateCeilingBpm: ceiling } = setup;
  return {
    ...PLAIN,
    label: words.heartLabel,
    heightPx,
    x: heartExtent(setup.quotaMinutes, 0),
    y: heartScale(setup),
    ink: 'ink',
    xSteps: [60, 120, 300, 600, 900, 1800, 3600],
    xText: (seconds) => words.minutes(seconds / 60),
    yText: String,
    band,
    limit: ceiling === null ? null : { y: ceiling, text: liveCopy.screen.ceiling(ceiling) },
  };
}

/** It grows in whole steps of 5 min, so that the line does not creep. */
export function heartExtent(quotaMinutes: number, elapsedS: number): Span {
  const minutes = Math.max(quotaMinutes, 5, Math.ceil((elapsedS + 1) / 300) * 5);
  return { from: 0, to: minutes * 60 };
}
