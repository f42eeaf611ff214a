import type { HeadingOffset } from './headingOffset.ts';
import type { HingeGeometry } from './hingeGeometry.ts';
import { POSE, POSE_WIDTH } from './sensorTrack.ts';

/** The rest pose from which a hinge's angle counts: both poses and the heading offset of that time, so that new axes can measure it anew. */
export class HingeRest {
  known = false;
  /** Angle of the rest pose, as the axes see it now. */
  rad = 0;
  readonly #first = new Float64Array(POSE_WIDTH);
  readonly #second = new Float64Array(POSE_WIDTH);
  #cos = 0;
  #sin = 0;

  /** When it was, us. */
  get timeUs(): number {
    return this.#first[POSE.timeUs];
  }

  take(first: Float64Array, second: Float64Array): void {
    this.known = true;
    this.#first.set(first);
    this.#second.set(second);
  }

  takeHeading({ cos, sin }: HeadingOffset): void {
    this.#cos = cos;
    this.#sin = sin;
  }

  /** The second axis was turned round. */
  turnRound(): void {
    this.#cos = -this.#cos;
    this.#sin = -this.#sin;
  }

  /** Measures the rest pose; `now` is the heading offset the geometry is left with. */
  measure(geometry: HingeGeometry, now: HeadingOffset): void {
    geometry.setHeading(this.#cos, this.#sin);
    this.rad = geometry.angleRad(this.#first, this.#second);
    geometry.setHeading(now.cos, now.sin);
  }
}
