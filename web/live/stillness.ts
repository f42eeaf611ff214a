/** How long the sensors must rest before the zero pose, us, and how far the angle may wander meanwhile, degrees. */
export const STILL_US = 3_000_000;
const WANDER_DEG = 4;

export interface Stillness {
  /** Share of the 3 s, 0 to 1. */
  readonly share: number;
  readonly moving: boolean;
}

/** Follows the angle; a movement starts the 3 s again. Without an angle (one sensor, not settled yet) time alone counts. */
export function createStillness(): (angleDeg: number | null, nowUs: number) => Stillness {
  let sinceUs: number | null = null;
  let low = 0;
  let high = 0;
  let movedUs = 0;
  return (angleDeg, nowUs) => {
    if (sinceUs === null) {
      sinceUs = nowUs;
      low = angleDeg ?? 0;
      high = low;
    }
    if (angleDeg !== null) {
      low = Math.min(low, angleDeg);
      high = Math.max(high, angleDeg);
      if (high - low > WANDER_DEG) {
        sinceUs = nowUs;
        movedUs = nowUs;
        low = angleDeg;
        high = angleDeg;
      }
    }
    return { share: Math.min(1, (nowUs - sinceUs) / STILL_US), moving: movedUs > 0 && nowUs - movedUs < 1_000_000 };
  };
}
