/**
 * Line under a cloud of (device time, arrival - device time) points. Arrival is true time plus a delay that is never negative, so the
 * truth runs along the lower edge: of the lower convex hull, the edge over the mean device time is the line below all points with the
 * least total distance (Zhang, Liu, Xia: Clock synchronization algorithms for network measurements, INFOCOM 2002, pp. 160-169).
 */
export const ENVELOPE_PARAMS = {
  /** Points older than this are forgotten, us. */
  windowUs: 30_000_000,
  /** Only the lowest point of each such stretch is kept, us; also the time between two fits. */
  bucketUs: 1_000_000,
  /** A shorter window says nothing about slope, us. */
  minSlopeSpanUs: 10_000_000,
  /** Quartz differs by less than this from the host, parts per million. */
  maxSlopePpm: 300,
} as const;

interface Point {
  readonly xUs: number;
  readonly yUs: number;
}
export interface Line {
  readonly slope: number;
  readonly interceptUs: number;
}

function lowerHull(points: readonly Point[]): Point[] {
  const hull: Point[] = [];
  for (const p of points) {
    while (hull.length >= 2) {
      const a = hull[hull.length - 2];
      const b = hull[hull.length - 1];
      if ((b.xUs - a.xUs) * (p.yUs - a.yUs) - (b.yUs - a.yUs) * (p.xUs - a.xUs) > 0) break;
      hull.pop();
    }
    hull.push(p);
  }
  return hull;
}

/** Points sorted by xUs, at least one. */
export function fitBelow(points: readonly Point[]): Line {
  const { minSlopeSpanUs, maxSlopePpm } = ENVELOPE_PARAMS;
  let slope = 0;
  if (points[points.length - 1].xUs - points[0].xUs >= minSlopeSpanUs) {
    const hull = lowerHull(points);
    const meanUs = points.reduce((sum, p) => sum + p.xUs, 0) / points.length;
    const right = hull.findIndex((p) => p.xUs >= meanUs);
    const a = hull[Math.max(0, right - 1)];
    const b = hull[Math.max(1, right)];
    const limit = maxSlopePpm / 1e6;
    slope = Math.max(-limit, Math.min(limit, (b.yUs - a.yUs) / (b.xUs - a.xUs)));
  }
  let interceptUs = Number.POSITIVE_INFINITY;
  for (const p of points) interceptUs = Math.min(interceptUs, p.yUs - slope * p.xUs);
  return { slope, interceptUs };
}

export interface LowerEnvelope {
  /** Adds a point (x never goes back) and returns the line in force: refitted once per bucket, and at once when a point lies below. */
  add(xUs: number, yUs: number): Line;
}

export function createLowerEnvelope(): LowerEnvelope {
  const { windowUs, bucketUs } = ENVELOPE_PARAMS;
  let points: Point[] = [];
  let bucketEndUs = Number.NEGATIVE_INFINITY;
  let line: Line = { slope: 0, interceptUs: 0 };
  return {
    add(xUs, yUs) {
      if (xUs >= bucketEndUs) {
        points = points.filter((p) => p.xUs > xUs - windowUs);
        points.push({ xUs, yUs });
        bucketEndUs = xUs + bucketUs;
        line = fitBelow(points);
      } else if (yUs < points[points.length - 1].yUs) {
        points[points.length - 1] = { xUs, yUs };
        if (yUs < line.interceptUs + line.slope * xUs) line = fitBelow(points);
      }
      return line;
    },
  };
}
