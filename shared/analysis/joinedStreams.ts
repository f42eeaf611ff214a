import { SampleJoiner } from '#shared/motion/sampleJoiner.ts';
import type { Stream } from '#shared/schema/stream.ts';
import { groupColumns } from './columns.ts';
import { isSampleTime } from './limits.ts';
import { FULL_SCALE } from './motionSensors.ts';
import type { StreamSamples } from './types.ts';

/** Whether the stream is one half of a sensor's motion. */
export const isHalf = ({ kind }: Stream): boolean => kind === 'acceleration' || kind === 'angularRate';

/** The halves of one sensor have its model and its name in common. */
export const sensorOf = ({ deviceModel, sensorLabel }: Stream): string => `${deviceModel} ${sensorLabel}`;

/** Both halves of one sensor at one place; picked anew there, it goes on as the same. */
export class JoinedStreams {
  readonly joiner: SampleJoiner;
  /** Stands for all streams in it: the first of angular rate; empty until there is one. */
  streamId = '';

  /** `maxWaiting`: see SampleJoiner; as much as there is where whole recordings are pushed one after the other. */
  constructor(maxWaiting?: number) {
    this.joiner = new SampleJoiner(maxWaiting);
  }

  addStream(stream: Stream): void {
    if (stream.kind === 'acceleration') this.joiner.setAccelerationRate(stream.nominalRateHz);
    else if (this.streamId === '') this.streamId = stream.id;
  }

  push(stream: Stream, axes: number, { sampleCount, hostUs, counts }: StreamSamples, startedUs: number): void {
    const accelerated = stream.kind === 'acceleration';
    const group = groupColumns(stream, accelerated ? 'acceleration' : 'angularRate');
    if (group === null) return;
    const { offset, scale } = group;
    for (let i = 0; i < sampleCount; i++) {
      const timeUs = Math.round(hostUs[i]);
      if (!isSampleTime(timeUs, startedUs)) continue;
      const at = i * axes + offset;
      const x = counts[at];
      const y = counts[at + 1];
      const z = counts[at + 2];
      const saturated = Math.max(Math.abs(x), Math.abs(y), Math.abs(z)) >= FULL_SCALE;
      if (accelerated) this.joiner.pushAcceleration(timeUs, x * scale, y * scale, z * scale, saturated);
      else this.joiner.pushRate(timeUs, x * scale, y * scale, z * scale, saturated);
    }
  }
}
