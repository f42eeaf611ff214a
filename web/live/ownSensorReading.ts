import type { SampleBatch } from '#devices/core/types.ts';

/** What the newest sample of an own sensor says, in SI units, by axis group. */
export type SampleValues = Readonly<Record<string, readonly number[]>>;

export function valuesOf({ stream, counts, sampleCount }: SampleBatch): SampleValues {
  const values: Record<string, readonly number[]> = {};
  const axes = counts.length / sampleCount;
  let column = (sampleCount - 1) * axes;
  for (const { axes: own, name, scale } of stream.groups) {
    values[name] = Array.from(counts.subarray(column, column + own), (count) => count * scale);
    column += own;
  }
  return values;
}

/** Length of the specific force of a resting sensor, m/s2: anywhere on earth 9.76 to 9.84, and cheap sensors are 3 % off. */
const REST = { from: 9.3, to: 10.3 } as const;
/** The same sent in g and taken for m/s2. */
const IN_G = { from: 0.9, to: 1.1 } as const;

export interface GravityCheck {
  readonly metresPerS2: number;
  readonly verdict: 'good' | 'inG' | 'off';
}

/** Whether a sensor that lies still feels gravity; null for one that does not measure acceleration. */
export function gravityCheck({ acceleration }: SampleValues): GravityCheck | null {
  if (acceleration === undefined) return null;
  const metresPerS2 = Math.hypot(...acceleration);
  const within = ({ from, to }: { from: number; to: number }): boolean => metresPerS2 >= from && metresPerS2 <= to;
  return { metresPerS2, verdict: within(REST) ? 'good' : within(IN_G) ? 'inG' : 'off' };
}
