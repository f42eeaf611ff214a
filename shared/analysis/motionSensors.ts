import type { ExerciseDefinition } from '#shared/exercises/define.ts';
import { type OrientationParams, phone, wearable } from '#shared/motion/orientationParams.ts';
import { SensorTrack } from '#shared/motion/sensorTrack.ts';
import type { BodySide, BodySite } from '#shared/schema/quality.ts';
import type { Stream } from '#shared/schema/stream.ts';
import { type GroupColumns, groupColumns } from './columns.ts';
import { GapTrack } from './gaps.ts';
import { isSampleTime } from './limits.ts';
import type { StreamSamples } from './types.ts';

/** A stretch without motion data longer than this (or three periods) is a gap. Seconds. */
export const MOTION_GAP_S = 0.5;
/** Counts are clipped to int16: at its end the movement was more than can be shown. */
const FULL_SCALE = 32_767;

/** How a stream's sensor is to be filtered. */
export function orientationParamsOf(stream: Stream): OrientationParams {
  const nominalRateHz = stream.nominalRateHz > 0 ? stream.nominalRateHz : 60;
  return { ...(stream.deviceModel.startsWith('phone') ? phone : wearable), nominalRateHz };
}

/** One body-worn place. A sensor picked anew at the same place is another stream of the same place. */
export class MotionPlace {
  readonly track: SensorTrack;
  readonly gaps: GapTrack;
  readonly #startedUs: number;
  /** The stream in use: another one of this place, differently mounted, only takes over when it has fallen silent. */
  #ownerId = '';
  #lastUs = Number.NEGATIVE_INFINITY;

  constructor(stream: Stream, startedUs: number) {
    this.#startedUs = startedUs;
    const params = orientationParamsOf(stream);
    this.track = new SensorTrack(params);
    this.gaps = new GapTrack(params.nominalRateHz, MOTION_GAP_S);
  }

  push(stream: Stream, axes: number, samples: StreamSamples): void {
    const rate = groupColumns(stream, 'angularRate');
    const acceleration = groupColumns(stream, 'acceleration');
    const orientation = groupColumns(stream, 'quaternionWxyz');
    const { counts, hostUs } = samples;
    for (let i = 0; i < samples.sampleCount; i++) {
      const timeUs = Math.round(hostUs[i]);
      if (!isSampleTime(timeUs, this.#startedUs)) continue;
      if (stream.id !== this.#ownerId && timeUs - this.#lastUs <= this.gaps.limitUs) continue;
      const from = i * axes;
      const taken =
        rate !== null && acceleration !== null
          ? this.#pushRates(timeUs, counts, from, rate, acceleration)
          : orientation !== null && this.#pushOrientation(timeUs, counts, from, orientation);
      if (!taken) continue;
      this.#ownerId = stream.id;
      this.#lastUs = timeUs;
      this.gaps.add(stream.id, timeUs);
    }
  }

  #pushRates(timeUs: number, counts: Int16Array, from: number, rate: GroupColumns, acceleration: GroupColumns): boolean {
    const { sample } = this.track.filter;
    let largest = 0;
    sample[0] = timeUs;
    for (let axis = 0; axis < 3; axis++) {
      const w = counts[from + rate.offset + axis];
      const a = counts[from + acceleration.offset + axis];
      sample[1 + axis] = w * rate.scale;
      sample[4 + axis] = a * acceleration.scale;
      largest = Math.max(largest, Math.abs(w), Math.abs(a));
    }
    return this.track.pushSample(largest >= FULL_SCALE);
  }

  /** Sensors set to send their own orientation alone: it is taken as it is. */
  #pushOrientation(timeUs: number, counts: Int16Array, from: number, { offset, scale }: GroupColumns): boolean {
    const at = from + offset;
    return this.track.pushOrientation(timeUs, counts[at] * scale, counts[at + 1] * scale, counts[at + 2] * scale, counts[at + 3] * scale);
  }
}

/** The places an exercise's angle is taken from, proximal first. */
export function placesOf(exercise: ExerciseDefinition | undefined): readonly BodySite[] {
  if (exercise === undefined || exercise.angle.method === 'none') return [];
  return exercise.angle.method === 'hinge' ? [exercise.angle.proximal, exercise.angle.distal] : [exercise.angle.site];
}

/** Index of the stream's place among `places`, -1 when it plays no part. A phone in the trouser pocket sits on the thigh. */
export function placeIndex(stream: Stream, places: readonly BodySite[], side: BodySide): number {
  if (stream.kind !== 'imu' && stream.kind !== 'orientation') return -1;
  const oneSided = side === 'left' || side === 'right';
  if (oneSided && stream.side !== side && (stream.side === 'left' || stream.side === 'right')) return -1;
  const at = places.indexOf(stream.bodySite);
  return at < 0 && stream.bodySite === 'pocket' ? places.indexOf('thigh') : at;
}
