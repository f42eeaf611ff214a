import type { SampleBatch } from '#devices/core/types.ts';
import { type Moved, WhichMoved } from '#shared/motion/whichMoved.ts';
import { axisCount } from '#shared/schema/stream.ts';
import type { Connection } from './connection.ts';

/** Gives a batch to the comparison: what of it speaks of movement, in SI units. */
export function takeMovement(which: WhichMoved, index: number, { stream, counts, hostUs, sampleCount }: SampleBatch): void {
  const axes = axisCount(stream.groups);
  const raw = stream.groups.some(({ name }) => name === 'angularRate');
  let offset = 0;
  for (const { name, axes: own, scale } of stream.groups) {
    for (let i = 0; i < sampleCount; i++) {
      const at = i * axes + offset;
      const [a, b, c] = [counts[at] * scale, counts[at + 1] * scale, counts[at + 2] * scale];
      if (name === 'acceleration') which.acceleration(index, hostUs[i], a, b, c);
      else if (name === 'angularRate') which.rate(index, hostUs[i], a, b, c);
      else if (name === 'quaternionWxyz' && !raw) which.orientation(index, hostUs[i], a, b, c, counts[at + 3] * scale);
    }
    offset += own;
  }
}

/** Watches which of some sensors is tapped, until the returned function is called. */
export function watchTaps(connections: readonly Connection[], onMoved: (moved: Moved) => void): () => void {
  const which = new WhichMoved(connections.length);
  const stops = connections.map((connection, index) =>
    connection.hear((event) => {
      if (event.type !== 'samples') return;
      takeMovement(which, index, event.batch);
      const moved = which.answer();
      if (moved !== null) onMoved(moved);
    }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}
