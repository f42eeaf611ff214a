import { GRID_HZ, WristGrid, type WristSignals } from './wristGrid.ts';

/** A recording's samples (us; rad/s and m/s2) on the grid. Those not finite or not later than the one before are left out. Null with less than a second of data. */
export function wristSignals(timeUs: ArrayLike<number>, axes: readonly ArrayLike<number>[]): WristSignals | null {
  const [gx, gy, gz, ax, ay, az] = axes;
  const grid = new WristGrid(1024);
  for (let i = 0; i < timeUs.length; i++) {
    if (!Number.isFinite(timeUs[i]) || timeUs[i] <= grid.lastUs || axes.some((axis) => !Number.isFinite(axis[i]))) continue;
    grid.push(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
  }
  grid.finish();
  return grid.ready < GRID_HZ ? null : grid.signals(0, grid.ready);
}
