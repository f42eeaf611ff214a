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
/** rad; after a hole the heading is a guess. */
const UNKNOWN = Math.PI;

/**
 * Angle from the frame of the orientation to the field's north, rad (unwrapped) per bin: a random walk seen through the azimuth of
 * the field, by a Kalman filter forward and a Rauch-Tung-Striebel pass backward. NaN in a stretch without any reading.
 */
export function smoothHeading(
  { count, middleS, first, rate, readings }: MagBins,
  { azimuth, disturbed, reference }: MagField,
): Float64Array {
  const heading = new Float64Array(count);
  if (reference === null) return heading.fill(Number.NaN);
  // One reading per second is news: bins of 0.1 s share their error.
  const sigma = FIELD_SIGMA / Math.max(0.05, cos(reference.dip));
  const variance = new Float64Array(count);
  const predicted = new Float64Array(count);
  let x = 0;
  let p = square(1e3);
  for (let b = 0; b < count; b++) {
    const stepS = b === 0 ? 0 : Math.max(0, middleS[b] - middleS[b - 1]);
    p += stepS * (square(DRIFT) + square(DRIFT_PER_RATE * rate[b]));
    if (first[b] === 1) p += square(UNKNOWN);
    predicted[b] = p;
    if (!Number.isNaN(azimuth[b])) {
      const noise = square(sigma * (disturbed[b] === 1 ? DISTURBED_FACTOR : 1)) * 10;
      const gain = p / (p + noise);
      x += gain * wrapRad(azimuth[b] - x);
      p *= 1 - gain;
    }
    heading[b] = x;
    variance[b] = p;
  }
  for (let b = count - 2; b >= 0; b--) heading[b] += (variance[b] / predicted[b + 1]) * (heading[b + 1] - heading[b]);
  for (let from = 0, to = 0; from < count; from = to) {
    to = from + 1;
    while (to < count && first[to] === 0) to++;
    if (readings.subarray(from, to).every((n) => n === 0)) heading.fill(Number.NaN, from, to);
  }
  return heading;
}
