import { exerciseById } from '#shared/exercises/index.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import type { Stream, StreamKind } from '#shared/schema/stream.ts';
import { groupColumns } from './columns.ts';
import { placeIndex, placesOf } from './motionSensors.ts';

/** A few values a second at most, and each of them says something by itself. */
const SMALL: ReadonlySet<StreamKind> = new Set(['heartRate', 'rrInterval', 'speed', 'power', 'stimulation']);

/**
 * What a stream is for in a session. `small`: pulse, beats and the like; `measured`: curves that an angle, repetitions or steps are taken
 * from; `optional`: curves that nothing is computed from, such as an ECG, a magnetic field or the acceleration of a heart strap.
 */
export type StreamUse = 'small' | 'measured' | 'optional';

export function streamUse(stream: Stream, setup: Pick<SessionSetup, 'exerciseId' | 'side'>): StreamUse {
  if (SMALL.has(stream.kind)) return 'small';
  const exercise = exerciseById(setup.exerciseId);
  const places = placesOf(exercise);
  if (places.length > 0) return placeIndex(stream, places, setup.side) >= 0 ? 'measured' : 'optional';
  // Steps are counted from any acceleration (refinedSteps.ts); an exercise that is not known may need anything.
  return exercise === undefined || groupColumns(stream, 'acceleration') !== null ? 'measured' : 'optional';
}
