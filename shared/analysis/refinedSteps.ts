import { exerciseById } from '#shared/exercises/index.ts';
import { StepCounter } from '#shared/motion/steps.ts';
import { axisCount } from '#shared/schema/stream.ts';
import type { RefinedSteps } from '#shared/schema/summary.ts';
import { groupColumns } from './columns.ts';
import { isSampleTime } from './limits.ts';
import type { RecordedStream } from './recordedStream.ts';
import type { AnalysisInput } from './types.ts';

/**
 * Steps of an exercise that is measured by no joint angle, from the first sensor that shows acceleration; null otherwise: between
 * repetitions of a joint a few steps say nothing.
 */
export function refineSteps({ startedUs, setup }: AnalysisInput, streams: readonly RecordedStream[]): RefinedSteps | null {
  if (exerciseById(setup.exerciseId)?.angle.method !== 'none') return null;
  for (const { stream, samples } of streams) {
    const acceleration = groupColumns(stream, 'acceleration');
    if (acceleration === null) continue;
    const { offset, scale } = acceleration;
    const width = axisCount(stream.groups);
    let walkedUs = 0;
    const counter = new StepCounter(({ startUs, endUs }) => {
      walkedUs += endUs - startUs;
    });
    for (let i = 0; i < samples.sampleCount; i++) {
      const atUs = Math.round(samples.hostUs[i]);
      if (!isSampleTime(atUs, startedUs)) continue;
      const at = i * width + offset;
      counter.push(atUs, samples.counts[at] * scale, samples.counts[at + 1] * scale, samples.counts[at + 2] * scale);
    }
    counter.finish();
    return { count: counter.stepCount, cadencePerMin: walkedUs > 0 ? (counter.stepCount * 60e6) / walkedUs : null };
  }
  return null;
}
