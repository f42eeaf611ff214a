import { RowQueue } from '#shared/signal/rowQueue.ts';
import { OnBoardOrientation } from './onBoardOrientation.ts';
import { OrientationFilter } from './orientation.ts';
import type { OrientationParams } from './orientationParams.ts';

/** Columns of a pose row: time us, orientation (w, x, y, z), rate without bias (rad/s), specific force (m/s2), at rest (1 or 0), flaw. */
export const POSE = {
  timeUs: 0,
  w: 1,
  x: 2,
  y: 3,
  z: 4,
  rateX: 5,
  rateY: 6,
  rateZ: 7,
  accX: 8,
  accY: 9,
  accZ: 10,
  rest: 11,
  flaw: 12,
} as const;
export const POSE_WIDTH = 13;
/** An exported constant is read from memory at every use, a local one is compiled in. */
const {
  timeUs: TIME_US,
  w: W,
  x: X,
  y: Y,
  z: Z,
  rateX: RATE_X,
  rateY: RATE_Y,
  rateZ: RATE_Z,
  accX: ACC_X,
  accY: ACC_Y,
  accZ: ACC_Z,
  rest: REST,
  flaw: FLAW_AT,
} = POSE;

/** What is wrong with a pose, the worse the higher. `gap`: samples were missing shortly before, and it may have turned unseen. */
export const FLAW = { none: 0, onBoard: 1, gap: 2, saturated: 3 } as const;

/** us; in a hole of this length a limb can turn and come to rest unseen, and its pose needs so long to find back to gravity. */
const HOLE_US = 200_000;
const SETTLING_US = 3_000_000;

/** Poses kept while the other sensor of a joint is away; older ones could only be paired with samples that come minutes late. */
const MAX_WAITING = 20_000;

/** One body-worn sensor: its orientation filter and the poses not consumed yet. */
export class SensorTrack {
  readonly poses = new RowQueue(POSE_WIDTH, 256);
  readonly filter: OrientationFilter;
  /** Longest distance between two samples that may be interpolated over: three nominal periods. */
  readonly maxHoleUs: number;
  readonly #onBoard = new OnBoardOrientation();
  #lastUs = Number.NEGATIVE_INFINITY;
  /** us; until then poses may be off by what came in a hole. */
  #doubtedUs = Number.NEGATIVE_INFINITY;

  constructor(params: OrientationParams) {
    // Session time only goes forward: an earlier sample is a late one, however many come.
    this.filter = new OrientationFilter({ ...params, clockRestartS: null });
    this.maxHoleUs = 3.05e6 / params.nominalRateHz;
  }

  /** Takes one sample (us, rad/s, m/s2); false when it was ignored. */
  push(timestampUs: number, wx: number, wy: number, wz: number, ax: number, ay: number, az: number): boolean {
    return this.filter.step(timestampUs, wx, wy, wz, ax, ay, az) && this.#keepSample(false);
  }

  /** Takes what is in the filter's `sample`; `saturated`: an axis stood at the end of its range. False when it was ignored. */
  pushSample(saturated = false): boolean {
    return this.filter.stepSample() && this.#keepSample(saturated);
  }

  /** Takes an orientation the sensor computed itself, sensor -> earth with z up; false when it was ignored. */
  pushOrientation(timestampUs: number, w: number, x: number, y: number, z: number): boolean {
    const own = this.#onBoard;
    if (!own.step(timestampUs, w, x, y, z) || timestampUs <= this.#lastUs) return false;
    this.#lastUs = timestampUs;
    const at = this.#row(own, FLAW.onBoard);
    const { data } = this.poses;
    data[at + TIME_US] = timestampUs;
    data[at + ACC_X] = own.accX;
    data[at + ACC_Y] = own.accY;
    data[at + ACC_Z] = own.accZ;
    return true;
  }

  #keepSample(saturated: boolean): boolean {
    const { sample } = this.filter;
    if (sample[0] <= this.#lastUs) return false;
    if (sample[0] - this.#lastUs > HOLE_US && Number.isFinite(this.#lastUs)) this.#doubtedUs = sample[0] + SETTLING_US;
    if (this.filter.atRest) this.#doubtedUs = Number.NEGATIVE_INFINITY;
    const gap = sample[0] < this.#doubtedUs ? FLAW.gap : FLAW.none;
    this.#lastUs = sample[0];
    const at = this.#row(this.filter, saturated ? FLAW.saturated : gap);
    const { data } = this.poses;
    data[at + TIME_US] = sample[0];
    data[at + ACC_X] = sample[4];
    data[at + ACC_Y] = sample[5];
    data[at + ACC_Z] = sample[6];
    return true;
  }

  /** A new row without its time and acceleration. */
  #row(from: OrientationFilter | OnBoardOrientation, flaw: number): number {
    if (this.poses.length === MAX_WAITING) this.poses.drop(1);
    const at = this.poses.push();
    const { data } = this.poses;
    data[at + W] = from.w;
    data[at + X] = from.x;
    data[at + Y] = from.y;
    data[at + Z] = from.z;
    data[at + RATE_X] = from.rateX;
    data[at + RATE_Y] = from.rateY;
    data[at + RATE_Z] = from.rateZ;
    data[at + REST] = from.atRest ? 1 : 0;
    data[at + FLAW_AT] = flaw;
    return at;
  }
}
