import { hypot, square } from '#shared/signal/portableMath.ts';
import { inverseDiagonal4, solve4 } from '#shared/signal/solve4.ts';
import { BIN_WIDTH, type MagBins } from './magBins.ts';

/** s; within such a window the heading of the orientation does not drift noticeably, so the horizontal field stays. */
const WINDOW_S = 10;
/** Prior, for recordings that turn too little to show them: 30 ms of latency, an offset as large as the field. */
const LATENCY_SIGMA_S = 0.03;
const OFFSET_SIGMA = 1;
/** Usual misfit of a bin as a share of the field, and how many bins share their error. */
const MISFIT_SIGMA = 0.03;
const BINS_PER_NEWS = 10;
/** An offset is taken off where it is larger than this share of the field and than three standard deviations: most makers calibrate. */
const LEAST_OFFSET = 0.07;
const LEAST_SIGMAS = 3;
const ROUNDS = 5;

/** How the readings differ from the field, as far as the recording shows. */
export interface MagCalibration {
  /** s by which readings come late against the gyroscope. */
  readonly latencyS: number;
  /** Offset of the sensor (hard iron), sensor frame, unit of the readings. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/**
 * Latency and offset of the magnetometer from the recording itself: the pair for which the field stands still in the earth frame,
 * its vertical part over the whole recording, its horizontal part within windows of 10 s (the heading may drift between them).
 * Gauss-Newton with weights that fall where the field is disturbed (Cauchy).
 */
export function calibrateMagnetometer(bins: MagBins): MagCalibration {
  const { count, readings } = bins;
  const weight = Float64Array.from(readings.subarray(0, count), (n) => (n > 0 ? 1 : 0));
  const rows = new Float64Array(COLUMNS * 3 * count);
  const none: MagCalibration = { latencyS: 0, x: 0, y: 0, z: 0 };
  let found = none;
  let significant = false;
  for (let round = 0; round < ROUNDS; round++) {
    const field = typicalNorm(bins, found);
    if (field === 0) return none;
    writeEquations(bins, found, rows);
    takeMeansOff(bins, weight, rows);
    const scale = 1 / square(MISFIT_SIGMA * field);
    const h = new Float64Array(16);
    const g = new Float64Array(4);
    for (let at = 0; at < rows.length; at += COLUMNS)
      addEquation(h, g, rows, at, (weight[Math.floor(at / (3 * COLUMNS))] * scale) / BINS_PER_NEWS);
    h[0] += 1 / square(LATENCY_SIGMA_S);
    for (let c = 1; c < 4; c++) h[5 * c] += 1 / square(OFFSET_SIGMA * field);
    const solution = solve4(h, g, 0);
    if (solution === null) return none;
    const [latencyS, x, y, z] = solution;
    found = { latencyS, x, y, z };
    const sigma = Math.sqrt(Math.max(...inverseDiagonal4(h).slice(1)));
    significant = hypot(x, y, z) > Math.max(LEAST_OFFSET * field, LEAST_SIGMAS * sigma);
    for (let b = 0; b < count; b++) {
      if (weight[b] === 0) continue;
      let misfit = 0;
      for (let axis = 0; axis < 3; axis++) misfit += scale * square(misfitOf(rows, COLUMNS * (3 * b + axis), found));
      weight[b] = 1 / (1 + misfit);
    }
  }
  return significant ? found : { ...none, latencyS: found.latencyS };
}

/** The field in the earth frame that a bin shows, component `axis`, after the calibration. */
export function fieldOf({ mean }: MagBins, bin: number, axis: number, { latencyS, x, y, z }: MagCalibration): number {
  const at = BIN_WIDTH * bin;
  const r = at + 6 + 3 * axis;
  const turned = mean[at + 3 + axis] - mean[r + 9] * x - mean[r + 10] * y - mean[r + 11] * z;
  return mean[at + axis] - mean[r] * x - mean[r + 1] * y - mean[r + 2] * z - latencyS * turned;
}

/** An equation: factors of latency and offset, and what they should sum to. */
const COLUMNS = 5;

/** Three equations per bin, linear in latency and offset about the latest pair. */
function writeEquations({ count, mean }: MagBins, { latencyS, x, y, z }: MagCalibration, out: Float64Array): void {
  for (let b = 0; b < count; b++) {
    for (let axis = 0; axis < 3; axis++) {
      const at = BIN_WIDTH * b;
      const r = at + 6 + 3 * axis;
      const to = COLUMNS * (3 * b + axis);
      out[to] = mean[at + 3 + axis] - mean[r + 9] * x - mean[r + 10] * y - mean[r + 11] * z;
      for (let c = 0; c < 3; c++) out[to + 1 + c] = mean[r + c] - latencyS * mean[r + 9 + c];
      // The product of latency and offset is in both factors, so it is given back once.
      out[to + 4] = mean[at + axis] - latencyS * (mean[r + 9] * x + mean[r + 10] * y + mean[r + 11] * z);
    }
  }
}

/** Takes the unknown field off each equation: the weighted mean over a window (horizontal axes) or over everything (vertical). */
function takeMeansOff({ count, middleS, first }: MagBins, weight: Float64Array, rows: Float64Array): void {
  for (let axis = 0; axis < 3; axis++) {
    for (let from = 0, to = 0; from < count; from = to) {
      to = from + 1;
      while (to < count && (axis === 2 || (first[to] === 0 && middleS[to] - middleS[from] < WINDOW_S))) to++;
      let total = 0;
      for (let b = from; b < to; b++) total += weight[b];
      if (total === 0) continue;
      for (let c = 0; c < COLUMNS; c++) {
        let sum = 0;
        for (let b = from; b < to; b++) sum += weight[b] * rows[COLUMNS * (3 * b + axis) + c];
        for (let b = from; b < to; b++) rows[COLUMNS * (3 * b + axis) + c] -= sum / total;
      }
    }
  }
}

function addEquation(h: Float64Array, g: Float64Array, rows: Float64Array, at: number, weight: number): void {
  for (let i = 0; i < 4; i++) {
    g[i] += weight * rows[at + i] * rows[at + 4];
    for (let j = i; j < 4; j++) h[4 * i + j] += weight * rows[at + i] * rows[at + j];
  }
}

function misfitOf(rows: Float64Array, at: number, { latencyS, x, y, z }: MagCalibration): number {
  return rows[at + 4] - rows[at] * latencyS - rows[at + 1] * x - rows[at + 2] * y - rows[at + 3] * z;
}

/** Median length of the field over the bins with readings. */
function typicalNorm(bins: MagBins, calibration: MagCalibration): number {
  const norms = new Float64Array(bins.count);
  let count = 0;
  for (let b = 0; b < bins.count; b++) {
    if (bins.readings[b] === 0) continue;
    norms[count++] = hypot(fieldOf(bins, b, 0, calibration), fieldOf(bins, b, 1, calibration), fieldOf(bins, b, 2, calibration));
  }
  return count === 0 ? 0 : norms.subarray(0, count).sort()[count >> 1];
}
