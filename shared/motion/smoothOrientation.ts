import { zeroPhase3 } from '#shared/signal/zeroPhase3.ts';
import { alignUp } from './alignUp.ts';
import { CALIBRATION_WIDTH } from './calibrationFilter.ts';
import { type SmoothedCalibration, smoothCalibration } from './calibrationSmoother.ts';
import type { OrientationParams } from './orientationParams.ts';
import { preintegrate } from './preintegration.ts';
import { rotate, rotateBack } from './quaternion.ts';
import { restBlocks } from './restBlocks.ts';
import { integrateRows } from './strapdown.ts';
import { turnAhead } from './turnAhead.ts';
import { type ImuAxes, type UsableRows, usableRows } from './usableRows.ts';

/** s; time constant of gravity's average. The rates are known better than live, so it is longer. */
const TAU_S = 4;
/** m/s2. */
const G = 9.81;

/** One entry per row of the recording, NaN (rest: 0) in a row that could not be used. */
export interface SmoothedOrientation {
  /** Sensor -> earth (z up, heading arbitrary but steady) as w, x, y, z, unit norm. */
  readonly quatWxyz: Float64Array;
  /** Gyro bias x, y, z in the sensor frame, rad/s. */
  readonly biasRadPerS: Float64Array;
  /** Rate without bias x, y, z in the sensor frame, rad/s. */
  readonly rateRadPerS: Float64Array;
  /** 1 where the sensor is at rest. */
  readonly rest: Uint8Array;
  /** 1 for a row that was used; 0 for one that is broken, all zero, twice or late. */
  readonly usable: Uint8Array;
}

/**
 * Orientation of a whole recording: the live filter forward and backward for the bias, then one integration with the joined bias
 * and a zero-phase average of gravity (motion.md, Offline smoother; Laidig & Seel 2023, section 3.6). After a hole of more than
 * 1 s the averages start anew and the heading is a guess.
 */
export function smoothOrientation(timeUs: Float64Array, axes: ImuAxes, params: OrientationParams): SmoothedOrientation {
  return smoothUsable(timeUs, axes, usableRows(timeUs, axes, 1 / params.nominalRateHz), params);
}

/** The same for rows that were judged before. */
export function smoothUsable(timeUs: Float64Array, axes: ImuAxes, use: UsableRows, params: OrientationParams): SmoothedOrientation {
  const { rows } = use;
  const blocks = preintegrate(axes, use);
  const restOf = restBlocks(axes, use, blocks, params.biasClipDegPerS);
  const calibration = smoothCalibration(blocks, restOf, params);
  const { rate, inertial, force } = integrateRows(axes, use, blocks, calibration.sensor);
  zeroPhase3(force, use.stepS, TAU_S, use.intervalS, gravityBeyond(inertial, use.stepS, calibration));
  alignUp(inertial, force);

  const count = timeUs.length;
  const bias = new Float64Array(3 * rows.length);
  const restOfRows = new Uint8Array(count);
  for (let b = 0; b < blocks.count; b++) {
    const from = blocks.firstRow[b];
    const to = blocks.firstRow[b + 1];
    repeatTriple(bias, from, to, calibration.sensor, CALIBRATION_WIDTH * b);
    if (restOf[b] === 1) for (let k = from; k < to; k++) restOfRows[rows[k]] = 1;
  }
  const out = {
    quatWxyz: toAllRows(inertial, 4, use),
    biasRadPerS: toAllRows(bias, 3, use),
    rateRadPerS: toAllRows(rate, 3, use),
    rest: restOfRows,
    usable: use.usable,
  };
  if (params.leadS !== 0) turnAhead(out.quatWxyz, out.rateRadPerS, params.leadS);
  return out;
}

/** Writes the three numbers at `at` to the rows `from` up to, not including, `to`. */
function repeatTriple(out: Float64Array, from: number, to: number, triple: Float64Array, at: number): void {
  for (let k = 3 * from; k < 3 * to; k += 3) {
    out[k] = triple[at];
    out[k + 1] = triple[at + 1];
    out[k + 2] = triple[at + 2];
  }
}

/** Gravity before and after each stretch in the frame of `inertial`, m/s2 (six numbers each): as the smoothed attitudes have it. */
function gravityBeyond(inertial: Float64Array, stepS: Float64Array, { starts, ends }: SmoothedCalibration): Float64Array {
  const out = new Float64Array((6 * starts.length) / 4);
  let stretch = -1;
  for (let k = 0; k < stepS.length; k++) {
    if (stepS[k] === 0) writeUp(out, 6 * ++stretch, inertial, 4 * k, starts, 4 * stretch);
    if (k + 1 === stepS.length || stepS[k + 1] === 0) writeUp(out, 6 * stretch + 3, inertial, 4 * k, ends, 4 * stretch);
  }
  return out;
}

/** Writes "up", times g, in the frame of the first of two orientations of the same moment; the second is the earth's. */
function writeUp(out: Float64Array, to: number, inertial: Float64Array, a: number, earth: Float64Array, b: number): void {
  const up = { x: 0, y: 0, z: G };
  rotateBack(up, { w: earth[b], x: earth[b + 1], y: earth[b + 2], z: earth[b + 3] }, up);
  rotate(up, { w: inertial[a], x: inertial[a + 1], y: inertial[a + 2], z: inertial[a + 3] }, up);
  out.set([up.x, up.y, up.z], to);
}

/** `width` numbers per usable row, written to their rows of the recording; NaN in the others. */
function toAllRows(values: Float64Array, width: number, { rows, usable }: UsableRows): Float64Array {
  if (rows.length === usable.length) return values;
  const out = new Float64Array(width * usable.length).fill(Number.NaN);
  for (let k = 0; k < rows.length; k++) for (let c = 0; c < width; c++) out[width * rows[k] + c] = values[width * k + c];
  return out;
}
