import type { ExerciseDefinition } from '#shared/exercises/define.ts';
import { type OrientationParams, phone, wearable } from '#shared/motion/orientationParams.ts';
import type { BodySide, BodySite } from '#shared/schema/quality.ts';
import type { Stream } from '#shared/schema/stream.ts';

/** A stretch without motion data longer than this (or three periods) is a gap. Seconds. */
export const MOTION_GAP_S = 0.5;
/** Counts are clipped to int16: at its end the movement was more than can be shown. */
export const FULL_SCALE = 32_767;

/** How a stream's sensor is to be filtered. */
export function orientationParamsOf(stream: Stream): OrientationParams {
  const nominalRateHz = stream.nominalRateHz > 0 ? stream.nominalRateHz : 60;
  return { ...(stream.deviceModel.startsWith('phone') ? phone : wearable), nominalRateHz };
}

/** The places an exercise's angle is taken from, proximal first. */
export function placesOf(exercise: ExerciseDefinition | undefined): readonly BodySite[] {
  if (exercise === undefined || exercise.angle.method === 'none') return [];
  return exercise.angle.method === 'hinge' ? [exercise.angle.proximal, exercise.angle.distal] : [exercise.angle.site];
}

/** Whether the stream shows how fast its place turns; by itself, or together with an acceleration. */
export const showsRate = ({ kind }: Stream): boolean => kind === 'imu' || kind === 'angularRate';

/**
 * What an angle is made of. A magnetic field is recorded and left alone, also where a sensor sends it among the rest: a hinge angle is
 * the same whichever way both sensors face, an inclination is taken against gravity, and no exercise turns about the vertical. Heading
 * from a field near iron and motors would only add its errors (motion.md, Hinge joint and One sensor).
 */
const MOTION_KINDS: readonly Stream['kind'][] = ['imu', 'orientation', 'acceleration', 'angularRate'];

/** Index of the stream's place among `places`, -1 when it plays no part. A phone in the trouser pocket sits on the thigh. */
export function placeIndex(stream: Stream, places: readonly BodySite[], side: BodySide): number {
  if (!MOTION_KINDS.includes(stream.kind)) return -1;
  const oneSided = side === 'left' || side === 'right';
  if (oneSided && stream.side !== side && (stream.side === 'left' || stream.side === 'right')) return -1;
  const at = places.indexOf(stream.bodySite);
  return at < 0 && stream.bodySite === 'pocket' ? places.indexOf('thigh') : at;
}
