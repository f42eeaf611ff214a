import { exerciseById } from '#shared/exercises/index.ts';
import { InclinationAngle } from '#shared/motion/inclination.ts';
import { segmentRepetitions } from '#shared/motion/segmentRepetitions.ts';
import { smoothHinge } from '#shared/motion/smoothHinge.ts';
import { smoothOrientation } from '#shared/motion/smoothOrientation.ts';
import { type RecordedSensor, SmoothPoses } from '#shared/motion/smoothPoses.ts';
import type { RefinedMotion, Repetition } from '#shared/schema/summary.ts';
import { AngleSeries } from './angleSeries.ts';
import type { EventTrack } from './eventTrack.ts';
import { directionOf, repetitionParamsOf } from './exerciseParams.ts';
import { medianOrNull } from './median.ts';
import { placeIndex, placesOf } from './motionSensors.ts';
import { MIN_CONFIDENCE } from './motionTrack.ts';
import { recordedPlace } from './recordedPlace.ts';
import type { RecordedStream } from './recordedStream.ts';
import type { AnalysisInput } from './types.ts';

/** Fewer repetitions show no change of smoothness from their first to their last third. */
const LEAST_FOR_CHANGE = 9;
/** us; a joint angle at 50 to 70 Hz shows all that a joint does. */
const ANGLE_EVERY_US = 14_000;

/** Angles in the order of time; one that is too doubtful to count on is NaN. */
interface Angles {
  readonly timeUs: ArrayLike<number>;
  readonly deg: ArrayLike<number>;
  readonly confidence: ArrayLike<number>;
}

/** Angle and repetitions from the whole recording; null when no joint angle was measured. `streams` are in the order of time. */
export function refineMotion(
  input: AnalysisInput,
  streams: readonly RecordedStream[],
  events: EventTrack,
  endedUs: number,
): RefinedMotion | null {
  const angles = anglesOf(input, streams, events);
  if (angles === null || angles.timeUs.length === 0) return null;
  const series = new AngleSeries(input.startedUs);
  const counted = new Float64Array(angles.timeUs.length).fill(Number.NaN);
  for (let i = 0; i < counted.length; i++) {
    if (!(angles.confidence[i] >= MIN_CONFIDENCE)) continue;
    counted[i] = angles.deg[i];
    series.add(angles.timeUs[i], counted[i]);
  }
  const repetitions = segmentRepetitions(angles.timeUs, counted, repetitionParamsOf(input.setup), angles.confidence)
    .filter(({ endUs }) => events.isWork(endUs))
    .map((repetition, index) => ({ ...repetition, index }));
  return {
    repetitions,
    romMedianDeg: medianOrNull(repetitions.map(({ romDeg }) => romDeg)),
    peakMaxDeg: repetitions.length === 0 ? null : Math.max(...repetitions.map(({ peakDeg }) => peakDeg)),
    ...smoothness(repetitions),
    angleSeries: series.series(endedUs),
  };
}

function anglesOf({ startedUs, setup }: AnalysisInput, streams: readonly RecordedStream[], events: EventTrack): Angles | null {
  const exercise = exerciseById(setup.exerciseId);
  const sites = placesOf(exercise);
  const places = sites.map((_, at) =>
    recordedPlace(
      streams.filter(({ stream }) => placeIndex(stream, sites, setup.side) === at),
      startedUs,
    ),
  );
  const [first, second] = places;
  const zeroUs = events.ordered.flatMap((event) => (event.type === 'zeroPose' ? [event.atUs] : []));
  if (sites.length === 1 && first !== null) return inclinations(first, zeroUs, directionOf(exercise));
  if (sites.length !== 2 || first === null || second === null) return null;
  const hinge = smoothHinge(first, second, zeroUs, ANGLE_EVERY_US);
  return hinge === null ? null : { timeUs: hinge.timeUs, deg: hinge.angleDeg, confidence: hinge.confidence };
}

/** The live kernel of one sensor, over orientations that know what came later. */
function inclinations(sensor: RecordedSensor, zeroUs: readonly number[], way: ReturnType<typeof directionOf>): Angles {
  const angles = { timeUs: [] as number[], deg: [] as number[], confidence: [] as number[] };
  const poses = new SmoothPoses(sensor, smoothOrientation(sensor.timeUs, sensor.axes, sensor.params));
  const source = new InclinationAngle(
    poses,
    (timeUs, deg, confidence) => {
      angles.timeUs.push(timeUs);
      angles.deg.push(deg);
      angles.confidence.push(confidence);
    },
    way,
  );
  for (const atUs of zeroUs) source.zeroAt(atUs);
  while (poses.more()) source.run();
  source.finish();
  return angles;
}

function smoothness(repetitions: readonly Repetition[]): Pick<RefinedMotion, 'sparcMedian' | 'sparcChange'> {
  const sparc = repetitions.flatMap((repetition) => repetition.sparc ?? []);
  const third = Math.floor(sparc.length / 3);
  const early = medianOrNull(sparc.slice(0, third));
  const late = medianOrNull(sparc.slice(sparc.length - third));
  const known = sparc.length >= LEAST_FOR_CHANGE && early !== null && late !== null;
  return { sparcMedian: medianOrNull(sparc), sparcChange: known ? late - early : null };
}
