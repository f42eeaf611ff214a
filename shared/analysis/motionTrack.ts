import { exerciseById } from '#shared/exercises/index.ts';
import { type AngleSink, type AngleSource, ZeroPoses } from '#shared/motion/angle.ts';
import type { AngleReason } from '#shared/motion/angleQuality.ts';
import { HingeAngle } from '#shared/motion/hinge.ts';
import { InclinationAngle } from '#shared/motion/inclination.ts';
import { RepetitionCounter } from '#shared/motion/repetitions.ts';
import type { BodySite } from '#shared/schema/quality.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import type { Stream } from '#shared/schema/stream.ts';
import type { Gap, Repetition } from '#shared/schema/summary.ts';
import { AngleSeries } from './angleSeries.ts';
import { directionOf, repetitionParamsOf } from './exerciseParams.ts';
import { MotionPlace } from './motionPlace.ts';
import { placeIndex, placesOf } from './motionSensors.ts';
import type { StreamSamples, ToldAngle } from './types.ts';

/** A finished repetition and the time of the sample that finished it. */
export interface FoundRepetition {
  readonly repetition: Repetition;
  readonly availableUs: number;
}

/** Below this confidence an angle is not shown and not counted on. */
export const MIN_CONFIDENCE = 0.05;

/**
 * Joint angle and repetitions of a session. Works as samples arrive; what it finds depends on the samples' times alone, never on
 * which sensor's packet came first.
 */
export class MotionTrack {
  readonly found: FoundRepetition[] = [];
  readonly series: AngleSeries;
  angleDeg: number | null = null;
  angleConfidence = 0;
  /** Why `angleDeg` is doubtful; null when nothing is wrong. */
  angleReason: AngleReason | null = null;
  angleAtUs = Number.NEGATIVE_INFINITY;
  /** Highest angle since the rest pose was last taken. */
  bestDeg: number | null = null;
  /** Highest angle of the repetition in progress, as drawn: from the rest pose, not from where the repetition began; null between repetitions. */
  peakDeg: number | null = null;
  /** Hears every angle that is believed. */
  told: ToldAngle | null = null;
  readonly #sites: readonly BodySite[];
  readonly #setup: SessionSetup;
  readonly #places: readonly MotionPlace[];
  readonly #counter: RepetitionCounter;
  readonly #zeroPoses = new ZeroPoses();
  #source: AngleSource | null = null;

  constructor(startedUs: number, setup: SessionSetup) {
    const exercise = exerciseById(setup.exerciseId);
    this.#setup = setup;
    this.#sites = placesOf(exercise);
    this.#places = this.#sites.map(() => new MotionPlace(startedUs));
    this.series = new AngleSeries(startedUs);
    this.#counter = new RepetitionCounter(repetitionParamsOf(setup), (repetition, availableUs) => {
      this.found.push({ repetition, availableUs });
    });
  }

  /** Why there is no angle now: the axis is not known yet, the sensor is silent, or the angle is too doubtful to show. */
  get absentReason(): AngleReason | null {
    const why = this.#source?.reason ?? null;
    return why ?? (this.angleDeg === null ? null : 'gap');
  }

  /** How long the sensor that takes longest collects samples before it sends them, us. */
  get packetUs(): number {
    return this.#places.reduce((longest, { packetUs }) => Math.max(longest, packetUs), 0);
  }

  addStream(stream: Stream): void {
    const at = placeIndex(stream, this.#sites, this.#setup.side);
    if (at < 0) return;
    this.#places[at].addStream(stream);
    this.#connect();
  }

  push(stream: Stream, axes: number, samples: StreamSamples): void {
    const at = placeIndex(stream, this.#sites, this.#setup.side);
    if (at < 0) return;
    this.#places[at].push(stream, axes, samples);
    this.#connect();
    this.#source?.run();
  }

  /** Makes the angle once every place has something that shows motion. */
  #connect(): void {
    if (this.#source !== null) return;
    const [first, second] = this.#places.map(({ track }) => track);
    if (first === null || second === null) return;
    const take: AngleSink = (timeUs, deg, confidence, availableUs, reason) => this.#take(timeUs, deg, confidence, availableUs, reason);
    const way = directionOf(exerciseById(this.#setup.exerciseId));
    this.#source = second === undefined ? new InclinationAngle(first, take, way) : new HingeAngle(first, second, take, way);
    this.#zeroPoses.copyTo(this.#source);
  }

  /** The person is in the rest pose: angles and repetitions count from here. */
  zeroAt(timeUs: number): void {
    this.#zeroPoses.add(timeUs);
    this.#source?.zeroAt(timeUs);
  }

  /** The recording is over: an axis not found yet is taken as it is, a repetition on its way back is finished. */
  finish(): void {
    this.#source?.finish();
    this.#counter.finish();
  }

  gaps(endedUs: number): Gap[] {
    return this.#places.flatMap((place) => place.gaps(endedUs));
  }

  #take(timeUs: number, deg: number, confidence: number, availableUs: number, reason: AngleReason | null): void {
    if (this.#zeroPoses.due(timeUs)) {
      this.#counter.restart(true);
      this.bestDeg = null;
    }
    if (confidence < MIN_CONFIDENCE) return;
    this.angleDeg = deg;
    this.angleConfidence = confidence;
    this.angleReason = reason;
    this.angleAtUs = timeUs;
    if (this.bestDeg === null || deg > this.bestDeg) this.bestDeg = deg;
    this.series.add(timeUs, deg);
    this.told?.(timeUs, deg);
    this.#counter.push(timeUs, deg, confidence, availableUs);
    this.peakDeg = this.#counter.peakDeg === null ? null : Math.max(deg, this.peakDeg ?? deg);
  }
}
