import { RowQueue } from '#shared/signal/rowQueue.ts';
import { OrientationFilter } from './orientation.ts';
import type { OrientationParams } from './orientationParams.ts';

/** Columns of a pose row: time us, orientation (w, x, y, z), rate without bias (rad/s), specific force (m/s2), at rest (1 or 0). */
export const POSE = { timeUs: 0, w: 1, x: 2, y: 3, z: 4, rateX: 5, rateY: 6, rateZ: 7, accX: 8, accY: 9, accZ: 10, rest: 11 } as const;
export const POSE_WIDTH = 12;

/** Poses kept while the other sensor of a joint is away; older ones could only be paired with samples that come minutes late. */
const MAX_WAITING = 20_000;

/** One body-worn sensor: its orientation filter and the poses not consumed yet. */
export class SensorTrack {
  readonly poses = new RowQueue(POSE_WIDTH, 256);
  readonly filter: OrientationFilter;
  /** Longest distance between two samples that may be interpolated over: three nominal periods. */
  readonly maxHoleUs: number;

  constructor(params: OrientationParams) {
    // Session time only goes forward: an earlier sample is a late one, however many come.
    this.filter = new OrientationFilter({ ...params, clockRestartS: null });
    this.maxHoleUs = 3.05e6 / params.nominalRateHz;
  }

  /** Takes one sample (us, rad/s, m/s2); false when it was ignored. */
  push(timestampUs: number, wx: number, wy: number, wz: number, ax: number, ay: number, az: number): boolean {
    return this.filter.step(timestampUs, wx, wy, wz, ax, ay, az) && this.#keep();
  }

  /** Takes what is in the filter's `sample`; false when it was ignored. */
  pushSample(): boolean {
    return this.filter.stepSample() && this.#keep();
  }

  #keep(): true {
    const { filter } = this;
    const { sample } = filter;
    if (this.poses.length === MAX_WAITING) this.poses.drop(1);
    const at = this.poses.push();
    const row = this.poses.data;
    row[at] = sample[0];
    row[at + 1] = filter.w;
    row[at + 2] = filter.x;
    row[at + 3] = filter.y;
    row[at + 4] = filter.z;
    row[at + 5] = filter.rateX;
    row[at + 6] = filter.rateY;
    row[at + 7] = filter.rateZ;
    row[at + 8] = sample[4];
    row[at + 9] = sample[5];
    row[at + 10] = sample[6];
    row[at + 11] = filter.atRest ? 1 : 0;
    return true;
  }
}
