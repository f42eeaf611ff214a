import { RR_TICKS_PER_S } from '#shared/cardio/rrChain.ts';
import type { BodySite } from '#shared/schema/quality.ts';
import type { FoundStream } from './found.ts';
import { nominalRateOf, type SampleColumns } from './sampleColumns.ts';

export interface HeartSource {
  readonly deviceModel: string;
  readonly sensorLabel: string;
  readonly bodySite: BodySite;
}

/** Beats per minute that a heart can have (shared/schema/profile.ts); what is outside is no reading. */
export const isHeartRate = (bpm: number): boolean => bpm >= 20 && bpm <= 260;

/** Heart rate in beats per minute, one column. */
export function heartRateStream(columns: SampleColumns, source: HeartSource, from = 0, to = columns.sampleCount): FoundStream {
  const samples = columns.samples(from, to);
  return {
    ...source,
    kind: 'heartRate',
    side: 'none',
    nominalRateHz: nominalRateOf(samples.hostUs),
    groups: [{ name: 'heartRate', axes: 1, scale: 1, unit: 'bpm' }],
    samples,
  };
}

/** Beat-to-beat intervals, one column of 1/1024 s (rrTicks), each at its end. */
export function rrStream(columns: SampleColumns, source: HeartSource, from = 0, to = columns.sampleCount): FoundStream {
  return {
    ...source,
    kind: 'rrInterval',
    side: 'none',
    nominalRateHz: 0,
    groups: [{ name: 'rrInterval', axes: 1, scale: 1, unit: '1/1024 s' }],
    samples: columns.samples(from, to),
  };
}

/** An interval in the stored unit. */
export const rrTicks = (seconds: number): number => Math.round(seconds * RR_TICKS_PER_S);
