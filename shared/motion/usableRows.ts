import { MAX_ACC, MAX_RATE, MAX_STEP_S } from './sampleGate.ts';

/** gyr x, y, z (rad/s), acc x, y, z (m/s2): one column per axis, one entry per row. */
export type ImuAxes = readonly Float64Array[];

/** The rows of a recording that can be computed with, in the order of time. */
export interface UsableRows {
  /** Index of each usable row in the recording, ascending. */
  readonly rows: Int32Array;
  /** s from the usable row before; 0 where a stretch begins: the first row, and the first after a hole of more than 1 s. */
  readonly stepS: Float64Array;
  /** One entry per row of the recording: 1 usable, 0 left out. */
  readonly usable: Uint8Array;
  /** s; median step, `nominalS` where there is none. */
  readonly intervalS: number;
}

/**
 * Leaves out rows that are not finite, out of any range or all zero, and rows that do not come later than the one before. A single
 * time stamp from the future is left out too, since it would make all rows up to its time late.
 */
export function usableRows(timeUs: Float64Array, [gx, gy, gz, ax, ay, az]: ImuAxes, nominalS: number): UsableRows {
  const count = timeUs.length;
  const rows = new Int32Array(count);
  const stepS = new Float64Array(count);
  const usable = new Uint8Array(count);
  let kept = 0;
  let lastUs = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const time = timeUs[i];
    const rateSq = gx[i] * gx[i] + gy[i] * gy[i] + gz[i] * gz[i];
    const accSq = ax[i] * ax[i] + ay[i] * ay[i] + az[i] * az[i];
    const sane = rateSq <= MAX_RATE * MAX_RATE && accSq <= MAX_ACC * MAX_ACC && rateSq + accSq > 0;
    const fromFuture = i + 1 < count && timeUs[i + 1] > lastUs && timeUs[i + 1] < time;
    if (!sane || !(time > lastUs) || !Number.isFinite(time) || fromFuture) continue;
    const step = (time - lastUs) * 1e-6;
    stepS[kept] = step <= MAX_STEP_S ? step : 0;
    rows[kept] = i;
    usable[i] = 1;
    kept++;
    lastUs = time;
  }
  return {
    rows: rows.subarray(0, kept),
    stepS: stepS.subarray(0, kept),
    usable,
    intervalS: medianStep(stepS.subarray(0, kept)) ?? nominalS,
  };
}

/** Of about a thousand steps spread over the recording; null without any. */
function medianStep(stepS: Float64Array): number | null {
  const stride = Math.max(1, Math.ceil(stepS.length / 1000));
  const some = Float64Array.from({ length: Math.ceil(stepS.length / stride) }, (_, k) => stepS[stride * k]);
  const steps = some.filter((step) => step > 0).sort();
  return steps.length === 0 ? null : steps[steps.length >> 1];
}
