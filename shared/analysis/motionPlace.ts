import { SensorTrack } from '#shared/motion/sensorTrack.ts';
import type { Stream } from '#shared/schema/stream.ts';
import type { Gap } from '#shared/schema/summary.ts';
import { type GroupColumns, groupColumns } from './columns.ts';
import { GapTrack } from './gaps.ts';
import { isHalf, JoinedStreams, sensorOf } from './joinedStreams.ts';
import { isSampleTime } from './limits.ts';
import { FULL_SCALE, MOTION_GAP_S, orientationParamsOf, showsRate } from './motionSensors.ts';
import { OwnOrientation } from './ownOrientation.ts';
import type { StreamSamples } from './types.ts';

interface Use {
  readonly track: SensorTrack;
  readonly gaps: GapTrack;
}

/**
 * One body-worn place. A sensor picked anew at the same place is another stream of the same place. A sensor that sends acceleration and
 * angular rate as two streams is joined here: from then on its samples are like any other's.
 * The orientation that a sensor computes itself is only taken where it sends nothing to compute one from.
 */
export class MotionPlace {
  /** How much time the newest packet covered, us: until the next one comes, nothing newer can be known. */
  packetUs = 0;
  readonly #startedUs: number;
  readonly #joined = new Map<string, JoinedStreams>();
  readonly #own = new Map<string, OwnOrientation>();
  /** Sensors that send rates. */
  readonly #measured = new Set<string>();
  /** Null until there is a stream that can show motion; an acceleration alone cannot. */
  #use: Use | null = null;
  /** The stream in use: another one of this place, differently mounted, only takes over when it has fallen silent. */
  #ownerId = '';
  #lastUs = Number.NEGATIVE_INFINITY;

  constructor(startedUs: number) {
    this.#startedUs = startedUs;
  }

  get track(): SensorTrack | null {
    return this.#use?.track ?? null;
  }

  addStream(stream: Stream): void {
    if (isHalf(stream)) found(this.#joined, sensorOf(stream), JoinedStreams).addStream(stream);
    if (!showsRate(stream)) return;
    this.#measured.add(sensorOf(stream));
    this.#begin(stream);
  }

  gaps(endedUs: number): readonly Gap[] {
    return this.#use?.gaps.until(endedUs) ?? [];
  }

  push(stream: Stream, axes: number, samples: StreamSamples): void {
    this.packetUs = samples.hostUs[samples.sampleCount - 1] - samples.hostUs[0];
    if (isHalf(stream)) this.#pushHalf(stream, axes, samples);
    else if (showsRate(stream)) this.#pushWhole(stream, axes, samples);
    else this.#pushOwn(stream, axes, samples);
  }

  #pushOwn(stream: Stream, axes: number, samples: StreamSamples): void {
    const sensor = sensorOf(stream);
    const admitted = found(this.#own, sensor, OwnOrientation).admit({ stream, samples }, this.#measured.has(sensor));
    for (const one of admitted) this.#pushWhole(one.stream, axes, one.samples);
  }

  #begin(stream: Stream): Use {
    if (this.#use !== null) return this.#use;
    const params = orientationParamsOf(stream);
    this.#use = { track: new SensorTrack(params), gaps: new GapTrack(params.nominalRateHz, MOTION_GAP_S) };
    return this.#use;
  }

  #pushHalf(stream: Stream, axes: number, samples: StreamSamples): void {
    const joined = found(this.#joined, sensorOf(stream), JoinedStreams);
    const { joiner, streamId } = joined;
    joined.push(stream, axes, samples, this.#startedUs);
    while (this.#use !== null && joiner.take()) {
      const { track } = this.#use;
      const timeUs = joiner.sample[0];
      if (!this.#mayTake(streamId, timeUs)) continue;
      track.filter.sample.set(joiner.sample);
      if (track.pushSample(joiner.saturated)) this.#taken(streamId, timeUs);
    }
  }

  #pushWhole(stream: Stream, axes: number, samples: StreamSamples): void {
    const { track } = this.#begin(stream);
    const rate = groupColumns(stream, 'angularRate');
    const acceleration = groupColumns(stream, 'acceleration');
    const orientation = groupColumns(stream, 'quaternionWxyz');
    const { counts, hostUs } = samples;
    for (let i = 0; i < samples.sampleCount; i++) {
      const timeUs = Math.round(hostUs[i]);
      if (!isSampleTime(timeUs, this.#startedUs) || !this.#mayTake(stream.id, timeUs)) continue;
      const from = i * axes;
      track.filter.sample[0] = timeUs;
      const taken =
        rate !== null && acceleration !== null
          ? pushRates(track, counts, from, rate, acceleration)
          : orientation !== null && pushOrientation(track, counts, from, orientation);
      if (taken) this.#taken(stream.id, timeUs);
    }
  }

  #mayTake(streamId: string, timeUs: number): boolean {
    return streamId === this.#ownerId || !(timeUs - this.#lastUs <= (this.#use?.gaps.limitUs ?? 0));
  }

  #taken(streamId: string, timeUs: number): void {
    this.#ownerId = streamId;
    this.#lastUs = timeUs;
    this.#use?.gaps.add(streamId, timeUs);
  }
}

/** The entry of a key, made when it is not there yet. */
function found<T>(map: Map<string, T>, key: string, Made: new () => T): T {
  const value = map.get(key) ?? new Made();
  map.set(key, value);
  return value;
}

/** The time is in the filter's sample already: handed over it would be put on the heap. */
function pushRates(track: SensorTrack, counts: Int16Array, from: number, rate: GroupColumns, acceleration: GroupColumns): boolean {
  const { sample } = track.filter;
  let largest = 0;
  for (let axis = 0; axis < 3; axis++) {
    const w = counts[from + rate.offset + axis];
    const a = counts[from + acceleration.offset + axis];
    sample[1 + axis] = w * rate.scale;
    sample[4 + axis] = a * acceleration.scale;
    largest = Math.max(largest, Math.abs(w), Math.abs(a));
  }
  return track.pushSample(largest >= FULL_SCALE);
}

/** Sensors set to send their own orientation alone: it is taken as it is. */
function pushOrientation(track: SensorTrack, counts: Int16Array, from: number, { offset, scale }: GroupColumns): boolean {
  const at = from + offset;
  return track.pushOrientation(
    track.filter.sample[0],
    counts[at] * scale,
    counts[at + 1] * scale,
    counts[at + 2] * scale,
    counts[at + 3] * scale,
  );
}
