import type { Reading } from '#shared/analysis/types.ts';
import { GridRing } from '#shared/signal/gridRing.ts';

/** Angle on the wide screen: the last 60 s at 20 values a second, which is finer than its pixels. */
export const ANGLE_TRACE = { seconds: 60, stepUs: 50_000, places: 1200 } as const;
/** Heart rate since the start: every 5 s as in the summary, up to 12 h. */
export const HEART_TRACE = { stepUs: 5_000_000, places: 8640 } as const;

/** What the wide screen's curves show. Filled as samples come, whether anybody looks or not. */
export interface Traces {
  readonly angle: GridRing;
  readonly heart: GridRing;
  /** An angle with its own time: samples of one sensor may be far ahead of the other's. */
  takeAngle(timeUs: number, angleDeg: number): void;
  /** The reading right after samples up to `newestUs` were analysed. */
  takeHeart(reading: Reading, newestUs: number): void;
}

export function createTraces(): Traces {
  const angle = new GridRing(ANGLE_TRACE.stepUs, ANGLE_TRACE.places);
  const heart = new GridRing(HEART_TRACE.stepUs, HEART_TRACE.places);
  return {
    angle,
    heart,
    takeAngle: (timeUs, angleDeg) => angle.put(timeUs, angleDeg),
    takeHeart: ({ heartRateBpm, heartRateQuality }, newestUs) => {
      if (heartRateBpm !== null && heartRateQuality === 'ok') heart.put(newestUs, heartRateBpm);
    },
  };
}
