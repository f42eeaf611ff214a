import { RowQueue } from '#shared/signal/rowQueue.ts';
import type { OrientationParams } from './orientationParams.ts';
import type { PoseSource } from './pairing.ts';
import { FLAW, POSE, POSE_WIDTH } from './sensorTrack.ts';
import type { SmoothedOrientation } from './smoothOrientation.ts';
import type { ImuAxes } from './usableRows.ts';

/** A stored recording of one sensor: us, rad/s, m/s2. */
export interface RecordedSensor {
  readonly timeUs: Float64Array;
  readonly axes: ImuAxes;
  readonly params: OrientationParams;
}

/** Rows of the recording looked at per call of `more`. */
const PIECE = 256;

/** Poses of a whole recording, as a `SensorTrack` would give them live, with the smoother's orientation, rates and rest: a few at a time. */
export class SmoothPoses implements PoseSource {
  readonly poses = new RowQueue(POSE_WIDTH, 2 * PIECE);
  readonly maxHoleUs: number;
  readonly #sensor: RecordedSensor;
  readonly #smoothed: SmoothedOrientation;
  readonly #laterUs: number;
  readonly #everyUs: number;
  #next = 0;
  #lastUs = Number.NEGATIVE_INFINITY;

  /** `laterUs`: by how much the sensor's time stamps are late; a pose every `everyUs` at most. */
  constructor(sensor: RecordedSensor, smoothed: SmoothedOrientation, laterUs = 0, everyUs = 0) {
    this.maxHoleUs = 3.05e6 / sensor.params.nominalRateHz;
    this.#sensor = sensor;
    this.#smoothed = smoothed;
    this.#laterUs = laterUs;
    this.#everyUs = everyUs;
  }

  /** Puts the next rows into `poses`; false when all were. */
  more(): boolean {
    const { timeUs } = this.#sensor;
    const { usable } = this.#smoothed;
    const from = this.#next;
    this.#next = Math.min(timeUs.length, from + PIECE);
    for (let i = from; i < this.#next; i++) {
      if (usable[i] === 0 || timeUs[i] - this.#lastUs < this.#everyUs) continue;
      this.#lastUs = timeUs[i];
      this.#put(i);
    }
    return this.#next > from;
  }

  #put(i: number): void {
    const { timeUs, axes } = this.#sensor;
    const { quatWxyz, rateRadPerS, rest } = this.#smoothed;
    const at = this.poses.push();
    const { data } = this.poses;
    data[at + POSE.timeUs] = timeUs[i] - this.#laterUs;
    data[at + POSE.w] = quatWxyz[4 * i];
    data[at + POSE.x] = quatWxyz[4 * i + 1];
    data[at + POSE.y] = quatWxyz[4 * i + 2];
    data[at + POSE.z] = quatWxyz[4 * i + 3];
    data[at + POSE.rateX] = rateRadPerS[3 * i];
    data[at + POSE.rateY] = rateRadPerS[3 * i + 1];
    data[at + POSE.rateZ] = rateRadPerS[3 * i + 2];
    data[at + POSE.accX] = axes[3][i];
    data[at + POSE.accY] = axes[4][i];
    data[at + POSE.accZ] = axes[5][i];
    data[at + POSE.rest] = rest[i];
    data[at + POSE.flaw] = FLAW.none;
  }
}
