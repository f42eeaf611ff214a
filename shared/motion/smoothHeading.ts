import { cos, square } from '#shared/signal/portableMath.ts';
import type { MagBins } from './magBins.ts';
import type { MagField } from './magField.ts';
import { wrapRad } from './quaternion.ts';

const RAD = Math.PI / 180;
/** Share of the whole field that one second of readings is off by; over its horizontal part this is the error of the azimuth. */
const FIELD_SIGMA = 0.02;
/** A disturbed field counts this much less; it only keeps a recording without any other from drifting away. */
const DISTURBED_FACTOR = 30;
/** Drift of the heading without a magnetometer: rad per square root of s, at rest and per rad/s of turning (scale and alignment errors). */
const DRIFT = 0.05 * RAD;
const DRIFT_PER_RATE = 0.0008;
/**
 * rad/s: what the gyroscope's bias about the vertical may still be when nobody was still to show it, and its change per square root
 * of s. A walk alone would lag behind such a steady turn, by tens of degrees at the ends of a recording.
 */
const TURN = 0.5 * RAD;
const TURN_DRIFT = 0.0005 * RAD;
/** rad; after a hole the heading is a guess. */
const UNKNOWN = Math.PI;

/**
 * Angle from the frame of the orientation to the field's north, rad (unwrapped) per bin: a random walk with a slow steady turn, seen
 * through the azimuth of the field, by a Kalman filter forward and a Rauch-Tung-Striebel pass backward. NaN in a stretch without any
 * reading.
 */
export function smoothHeading(
  { count, middleS, first, rate, readings }: MagBins,
  { azimuth, disturbed, reference }: MagField,
): Float64Array {
  const heading = new Float64Array(count);
  if (reference === null) return heading.fill(Number.NaN);
  // One reading per second is news: bins of 0.1 s share their error.
  const sigma = FIELD_SIGMA / Math.max(0.05, cos(reference.dip));
  const turn = new Float64Array(count);
  // Per bin, filtered and predicted: variance of the heading, covariance, variance of the turn.
  const after = new Float64Array(3 * count);
  const before = new Float64Array(3 * count);
  const stepOf = (b: number): number => (b === 0 ? 0 : Math.max(0, middleS[b] - middleS[b - 1]));
  let x = 0;
  let r = 0;
  let pxx = square(1e3);
  let pxr = 0;
  let prr = square(TURN);
  for (let b = 0; b < count; b++) {
    const stepS = stepOf(b);
    x += stepS * r;
    pxx += stepS * (2 * pxr + stepS * prr + square(DRIFT) + square(DRIFT_PER_RATE * rate[b]));
    pxr += stepS * prr;
    prr += stepS * square(TURN_DRIFT);
    if (first[b] === 1) pxx += square(UNKNOWN);
    before.set([pxx, pxr, prr], 3 * b);
    if (!Number.isNaN(azimuth[b])) {
      const noise = square(sigma * (disturbed[b] === 1 ? DISTURBED_FACTOR : 1)) * 10;
      const news = wrapRad(azimuth[b] - x);
      const gainX = pxx / (pxx + noise);
      const gainR = pxr / (pxx + noise);
      x += gainX * news;
      r += gainR * news;
      prr -= gainR * pxr;
      pxr *= 1 - gainX;
      pxx *= 1 - gainX;
    }
    heading[b] = x;
    turn[b] = r;
    after.set([pxx, pxr, prr], 3 * b);
  }
  for (let b = count - 2; b >= 0; b--) smoothBack(heading, turn, after, before, b, stepOf(b + 1));
  for (let from = 0, to = 0; from < count; from = to) {
    to = from + 1;
    while (to < count && first[to] === 0) to++;
    if (readings.subarray(from, to).every((n) => n === 0)) heading.fill(Number.NaN, from, to);
  }
  return heading;
}

/** One step of the backward pass: bin `b` learns from the smoothed bin after it. */
function smoothBack(heading: Float64Array, turn: Float64Array, after: Float64Array, before: Float64Array, b: number, stepS: number): void {
  const [pxx, pxr, prr] = after.subarray(3 * b, 3 * b + 3);
  const [nxx, nxr, nrr] = before.subarray(3 * b + 3, 3 * b + 6);
  const determinant = nxx * nrr - nxr * nxr;
  const newsX = heading[b + 1] - heading[b] - stepS * turn[b];
  const newsR = turn[b + 1] - turn[b];
  const byX = (nrr * newsX - nxr * newsR) / determinant;
  const byR = (nxx * newsR - nxr * newsX) / determinant;
  heading[b] += (pxx + stepS * pxr) * byX + pxr * byR;
  turn[b] += (pxr + stepS * prr) * byX + prr * byR;
}
