import {
  BIAS,
  CALIBRATION_WIDTH,
  CalibrationFilter,
  correctStart,
  firstAttitude,
  MOST_UPDATES,
  N,
  SPEED,
  TRANSITION_WIDTH,
  UPDATE_WIDTH,
} from './calibrationFilter.ts';
import type { OrientationParams } from './orientationParams.ts';
import { BLOCK_WIDTH, type Blocks } from './preintegration.ts';

/** What the recording shows of its sensor. */
export interface SmoothedCalibration {
  /** Gyro bias (rad/s), gyro scale error (share) and accelerometer offset (m/s2), x, y, z each, per block. */
  readonly sensor: Float64Array;
  /** Attitude (sensor -> earth; w, x, y, z) at the first and at the last row of each stretch. */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

/** The second round starts with the attitudes and the bias of the first, about which its turns are small. */
const ROUNDS = 2;

/**
 * An extended Kalman filter over attitude, speed and the sensor's errors runs forward; speed is measured as 0, give or take what a
 * body-worn sensor does, and in blocks at rest the rate is measured as the bias. A modified Bryson-Frazier pass backward gives every
 * block what came after it (Bierman, Int J Control 18:1073, 1973).
 */
export function smoothCalibration(blocks: Blocks, rest: Uint8Array, params: OrientationParams): SmoothedCalibration {
  const { count, data, begins } = blocks;
  const stretches = begins.reduce((sum, flag) => sum + flag, 0);
  const sensor = new Float64Array(CALIBRATION_WIDTH * count);
  const covariance = new Float64Array(CALIBRATION_WIDTH * N * count);
  const updates = new Float64Array(UPDATE_WIDTH * MOST_UPDATES * count);
  const transitions = new Float64Array(TRANSITION_WIDTH * count);
  const starts = new Float64Array(4 * stretches);
  const ends = new Float64Array(4 * stretches);
  let stretch = -1;
  for (let b = 0; b < count; b++) {
    if (begins[b] === 1) firstAttitude(starts, 4 * ++stretch, blocks, b);
  }
  for (let round = 0; round < ROUNDS; round++) {
    const filter = new CalibrationFilter(params);
    filter.sensor.set(sensor.subarray(0, 3));
    stretch = -1;
    for (let b = 0; b < count; b++) {
      if (begins[b] === 1) filter.start(starts, 4 * ++stretch);
      filter.predict(data, BLOCK_WIDTH * b, transitions, TRANSITION_WIDTH * b);
      filter.update(data, BLOCK_WIDTH * b, rest[b] === 1, updates, UPDATE_WIDTH * MOST_UPDATES * b);
      sensor.set(filter.sensor, CALIBRATION_WIDTH * b);
      if (round === ROUNDS - 1 || b === 0) covariance.set(filter.p.subarray(BIAS * N), CALIBRATION_WIDTH * N * b);
      ends.set(filter.attitude, 4 * stretch);
    }
    const later = new Float64Array(N);
    for (let b = count - 1; b >= 0; b--) {
      // Of a round that is not the last, nothing but the sensor at the start is taken over.
      if (round === ROUNDS - 1 || b === 0) correctSensor(sensor, covariance, b, later);
      undoUpdates(later, updates, b, rest[b] === 1 ? MOST_UPDATES : 3);
      transpose(later, transitions, TRANSITION_WIDTH * b);
      if (begins[b] === 1) {
        correctStart(starts, 4 * stretch--, later);
        later.fill(0, 0, BIAS);
      }
    }
  }
  return { sensor, starts, ends };
}

/** What came after block `b` says about the sensor. */
function correctSensor(sensor: Float64Array, covariance: Float64Array, b: number, later: Float64Array): void {
  for (let i = 0; i < CALIBRATION_WIDTH; i++) {
    const row = (CALIBRATION_WIDTH * b + i) * N;
    let sum = 0;
    for (let j = 0; j < N; j++) sum += covariance[row + j] * later[j];
    sensor[CALIBRATION_WIDTH * b + i] -= sum;
  }
}

/** Goes back over the `measured` scalar updates of block `b`. */
function undoUpdates(later: Float64Array, updates: Float64Array, b: number, measured: number): void {
  for (let m = measured - 1; m >= 0; m--) {
    const at = UPDATE_WIDTH * (MOST_UPDATES * b + m);
    let sum = updates[at + N];
    for (let j = 0; j < N; j++) sum += updates[at + j] * later[j];
    later[(m < 3 ? SPEED : BIAS - 3) + m] -= sum;
  }
}

/** out = F' out for the transition at `at`. */
function transpose(later: Float64Array, f: Float64Array, at: number): void {
  for (let c = 0; c < 6; c++) for (let r = 0; r < 3; r++) later[BIAS + c] += f[at + 6 * r + c] * later[r];
  for (let c = 0; c < 9; c++) for (let r = 0; r < 3; r++) later[BIAS + c] += f[at + 27 + 9 * r + c] * later[SPEED + r];
  for (let c = 0; c < 3; c++) for (let r = 0; r < 3; r++) later[c] += f[at + 18 + 3 * r + c] * later[SPEED + r];
}
