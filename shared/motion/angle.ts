import type { AngleReason } from './angleQuality.ts';

/**
 * Receives joint angles in order of time. Angles of the movement before the axis was known are given all at once when it becomes
 * known; `availableUs` says when that was. `reason` says why the confidence is low, null when nothing is wrong.
 */
export type AngleSink = (timeUs: number, angleDeg: number, confidence: number, availableUs: number, reason: AngleReason | null) => void;

/** What a joint angle kernel offers its owner. */
export interface AngleSource {
  /** Why there is no angle, or only a doubtful one; null when nothing is wrong. */
  readonly reason: AngleReason | null;
  /** Takes what the sensors have gathered since the last call. */
  run(): void;
  /** The person is in the rest pose at this time: angles count from here. */
  zeroAt(timeUs: number): void;
  /** The recording is over: an axis still searched for is settled with what there is, and the movement so far is given. */
  finish(): void;
}

/** A zero pose is taken this much after its event: the person holds still, and the samples cannot have come before the event. */
const ZERO_POSE_DELAY_US = 500_000;

/** Zero poses that were asked for and not yet taken. Times come in order. */
export class ZeroPoses {
  readonly #timesUs: number[] = [];

  add(timeUs: number): void {
    this.#timesUs.push(timeUs);
  }

  /** True once for the first sample at or after a zero pose's time; several at once count as one. */
  due(sampleUs: number): boolean {
    let due = false;
    while (this.#timesUs.length > 0 && sampleUs >= this.#timesUs[0] + ZERO_POSE_DELAY_US) {
      this.#timesUs.shift();
      due = true;
    }
    return due;
  }

  /** Hands the open ones to another kernel. */
  copyTo(other: Pick<AngleSource, 'zeroAt'>): void {
    for (const timeUs of this.#timesUs) other.zeroAt(timeUs);
  }
}

/** What is known of the way an exercise goes from its rest pose. */
export interface DirectionParams {
  /** deg; the first excursion beyond this after a new rest pose shows which way the exercise goes. */
  readonly clearDeg: number;
  /** The joint cannot go the other way: one that seems to was counted the wrong way round. */
  readonly oneWay: boolean;
}

/** Nothing is declared: the way is guessed. */
export const anyDirection: DirectionParams = { clearDeg: 25, oneWay: false };

/** An excursion the wrong way must be this much larger than any the right way before a one-way joint is turned round. */
const LARGER = 1.5;

/** Which way a joint angle counts: away from the rest pose is positive, whatever the axis' own sign. */
export class Direction {
  readonly #params: DirectionParams;
  #sign = 1;
  #open = false;
  #highestDeg = 0;

  constructor(params: DirectionParams = anyDirection) {
    this.#params = params;
  }

  /** Decides by the sum of angles seen so far; when none of them was a clear excursion (`largestDeg`), for the time being only. */
  settle(sumOfAngles: number, largestDeg: number): void {
    this.#sign = sumOfAngles < 0 ? -1 : 1;
    this.#open = largestDeg <= this.#params.clearDeg;
    this.#highestDeg = 0;
  }

  /** A new rest pose: the way may be another one now. */
  open(): void {
    this.#open = true;
    this.#highestDeg = 0;
  }

  apply(angleDeg: number): number {
    const { clearDeg, oneWay } = this.#params;
    if (this.#open && Math.abs(angleDeg) > clearDeg) this.settle(angleDeg, Math.abs(angleDeg));
    const counted = this.#sign * angleDeg;
    if (counted > this.#highestDeg) this.#highestDeg = counted;
    if (!oneWay || -counted <= Math.max(clearDeg, LARGER * this.#highestDeg)) return counted;
    this.settle(angleDeg, Math.abs(angleDeg));
    return -counted;
  }
}
