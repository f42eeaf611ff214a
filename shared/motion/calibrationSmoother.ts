import { BIAS, CALIBRATION_WIDTH, CalibrationFilter, MOST_UPDATES, N, SPEED, TRANSITION_WIDTH, UPDATE_WIDTH } from './calibrationFilter.ts';
import type { OrientationParams } from './orientationParams.ts';
import { BLOCK_WIDTH, type Blocks } from './preintegration.ts';

/**
 * Gyro bias (rad/s), gyro scale error (share) and accelerometer offset (m/s2), x, y, z each, per block. An extended Kalman filter
 * over attitude, speed and the three runs forward; speed is measured as 0, give or take what a body-worn sensor does, and in blocks
 * at rest the rate is measured as the bias. A modified Bryson-Frazier pass backward gives every block what came after it
 * (Bierman, Int J Control 18:1073, 1973).
 */
export function smoothCalibration(blocks: Blocks, rest: Uint8Array, params: OrientationParams): Float64Array {
  const { count, data, begins } = blocks;
  const x = new Float64Array(CALIBRATION_WIDTH * count);
  const p = new Float64Array(CALIBRATION_WIDTH * N * count);
  const updates = new Float64Array(UPDATE_WIDTH * MOST_UPDATES * count);
  const transitions = new Float64Array(TRANSITION_WIDTH * count);
  const filter = new CalibrationFilter(params);
  for (let b = 0; b < count; b++) {
    if (begins[b] === 1) filter.start(blocks, b);
    filter.predict(data, BLOCK_WIDTH * b, transitions, TRANSITION_WIDTH * b);
    filter.update(data, BLOCK_WIDTH * b, rest[b] === 1, updates, UPDATE_WIDTH * MOST_UPDATES * b);
    x.set(filter.sensor, CALIBRATION_WIDTH * b);
    p.set(filter.p.subarray(BIAS * N), CALIBRATION_WIDTH * N * b);
  }
  const later = new Float64Array(N);
  for (let b = count - 1; b >= 0; b--) {
    for (let i = 0; i < CALIBRATION_WIDTH; i++) {
      let sum = 0;
      for (let j = 0; j < N; j++) sum += p[(CALIBRATION_WIDTH * b + i) * N + j] * later[j];
      x[CALIBRATION_WIDTH * b + i] -= sum;
    }
    const measured = rest[b] === 1 ? MOST_UPDATES : 3;
    for (let m = measured - 1; m >= 0; m--) {
      const at = UPDATE_WIDTH * (MOST_UPDATES * b + m);
      let sum = updates[at + N];
      for (let j = 0; j < N; j++) sum += updates[at + j] * later[j];
      later[(m < 3 ? SPEED : BIAS - 3) + m] -= sum;
    }
    transpose(later, transitions, TRANSITION_WIDTH * b);
    if (begins[b] === 1) later.fill(0, 0, BIAS);
  }
  return x;
}

/** out = F' out for the transition at `at`. */
function transpose(later: Float64Array, f: Float64Array, at: number): void {
  for (let c = 0; c < 6; c++) for (let r = 0; r < 3; r++) later[BIAS + c] += f[at + 6 * r + c] * later[r];
  for (let c = 0; c < 9; c++) for (let r = 0; r < 3; r++) later[BIAS + c] += f[at + 27 + 9 * r + c] * later[SPEED + r];
  for (let c = 0; c < 3; c++) for (let r = 0; r < 3; r++) later[c] += f[at + 18 + 3 * r + c] * later[SPEED + r];
}
