import { interpolateMotion, type MotionSample } from './motionSample.ts';

/**
 * What a sensor measures `timeUs` after the start of a recording of at least two samples, sorted by time: between two samples what lies
 * between them. Behind the end it starts again (`loop`) or holds its last pose.
 */
export function sampleAt(samples: readonly MotionSample[], timeUs: number, loop: boolean): MotionSample {
  const firstUs = samples[0].timestampUs;
  const spanUs = samples[samples.length - 1].timestampUs - firstUs;
  const roundUs = spanUs + spanUs / (samples.length - 1);
  const position = firstUs + (loop ? timeUs % roundUs : Math.min(timeUs, spanUs));
  let low = 0;
  let high = samples.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (samples[middle].timestampUs <= position) low = middle;
    else high = middle - 1;
  }
  const a = samples[low];
  const b = samples[low + 1];
  return b === undefined ? a : interpolateMotion(a, b, (position - a.timestampUs) / (b.timestampUs - a.timestampUs));
}
