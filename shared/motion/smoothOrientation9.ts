import { cos, sin } from '#shared/signal/portableMath.ts';
import { binMagnetometer, type MagBins } from './magBins.ts';
import { calibrateMagnetometer, type MagCalibration } from './magCalibration.ts';
import { judgeField, type MagField } from './magField.ts';
import type { OrientationParams } from './orientationParams.ts';
import { smoothHeading } from './smoothHeading.ts';
import { type SmoothedOrientation, smoothUsable } from './smoothOrientation.ts';
import { turnAhead } from './turnAhead.ts';
import { type ImuAxes, type UsableRows, usableRows } from './usableRows.ts';

/** As without magnetometer, but the earth frame is east, north (magnetic), up. */
export interface SmoothedOrientation9 extends SmoothedOrientation {
  /** Turn about "up" that the magnetometer added, rad; NaN where it said nothing from hole to hole and the heading stays arbitrary. */
  readonly headingRad: Float64Array;
  /** 1 where the field is not the one of the place, or unknown. */
  readonly disturbed: Uint8Array;
  /** What the readings were corrected by. */
  readonly calibration: MagCalibration;
  /** Undisturbed field: strength (unit of `mag`) and dip (rad, down is positive); null without a reading. */
  readonly field: MagField['reference'];
}

/**
 * Orientation of a whole recording with heading. `mag`: x, y, z in any unit, NaN in rows without a reading. The inclination is that
 * of `smoothOrientation`; the magnetometer turns it about the vertical only. Latency, offset and the undisturbed field of the
 * magnetometer come from the whole recording.
 */
export function smoothOrientation9(timeUs: Float64Array, axes: ImuAxes, mag: ImuAxes, params: OrientationParams): SmoothedOrientation9 {
  const use = usableRows(timeUs, axes, 1 / params.nominalRateHz);
  const tilt = smoothUsable(timeUs, axes, use, { ...params, leadS: 0 });
  const bins = binMagnetometer(mag, use, tilt.quatWxyz, tilt.rateRadPerS);
  const calibration = calibrateMagnetometer(bins);
  const field = judgeField(bins, calibration);
  const headingRad = headingOfRows(timeUs.length, use, bins, smoothHeading(bins, field));
  const disturbed = new Uint8Array(timeUs.length).fill(1);
  use.rows.forEach((row, k) => {
    disturbed[row] = field.disturbed[bins.binOfRow[k]];
  });
  turnHeading(tilt.quatWxyz, headingRad);
  if (params.leadS !== 0) turnAhead(tilt.quatWxyz, tilt.rateRadPerS, params.leadS);
  return { ...tilt, headingRad, disturbed, calibration, field: field.reference };
}

/** Between the middles of two bins the heading is interpolated, not over a hole. */
function headingOfRows(
  count: number,
  { rows, stepS }: UsableRows,
  { binOfRow, middleS, first, count: bins }: MagBins,
  heading: Float64Array,
): Float64Array {
  const out = new Float64Array(count).fill(Number.NaN);
  let nowS = 0;
  for (let k = 0; k < rows.length; k++) {
    nowS += stepS[k];
    const bin = binOfRow[k];
    const from = nowS < middleS[bin] && first[bin] === 0 ? bin - 1 : bin;
    const to = from + 1 < bins && first[from + 1] === 0 ? from + 1 : from;
    const share = to === from ? 0 : Math.max(0, (nowS - middleS[from]) / (middleS[to] - middleS[from]));
    out[rows[k]] = heading[from] + share * (heading[to] - heading[from]);
  }
  return out;
}

/** Turns each orientation about "up" by its heading, where that is known. */
function turnHeading(quatWxyz: Float64Array, headingRad: Float64Array): void {
  for (let i = 0; i < headingRad.length; i++) {
    if (Number.isNaN(headingRad[i])) continue;
    const c = cos(0.5 * headingRad[i]);
    const s = sin(0.5 * headingRad[i]);
    const w = quatWxyz[4 * i];
    const x = quatWxyz[4 * i + 1];
    const y = quatWxyz[4 * i + 2];
    const z = quatWxyz[4 * i + 3];
    quatWxyz[4 * i] = c * w - s * z;
    quatWxyz[4 * i + 1] = c * x - s * y;
    quatWxyz[4 * i + 2] = c * y + s * x;
    quatWxyz[4 * i + 3] = c * z + s * w;
  }
}
