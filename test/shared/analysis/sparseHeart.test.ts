import { describe, expect, it } from 'vitest';
import { seededRandom } from '#server/demo/random.ts';
import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import type { ClockKind } from '#shared/schema/stream.ts';
import { heartStreams, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';

const MINUTES = 20;
const ENDED_US = STARTED_US + MINUTES * 60e6;

/** Readings about every 5 s, as a watch writes them, none between `from` and `to` seconds. */
function watch(clock: ClockKind, from: number, to: number): RecordedStream {
  const random = seededRandom(4);
  const times: number[] = [];
  for (let s = 0; s < MINUTES * 60; s += 4 + 3 * random.uniform()) if (s < from || s > to) times.push(STARTED_US + Math.round(s) * 1e6);
  const [{ stream }] = heartStreams([1000], 20, 1e6);
  return {
    stream: { ...stream, groups: [stream.groups[0]], nominalRateHz: 0.2, clock },
    samples: { sampleCount: times.length, hostUs: Float64Array.from(times), counts: Int16Array.from(times, () => 120) },
  };
}

const summaryOf = (stream: RecordedStream) => analyseSession({ ...kneeSessionInput }, [stream], [], ENDED_US).summary;

describe('heart rate of a file with a reading every few seconds', () => {
  it('counts between its readings, and not over a minute without any', () => {
    const { heartRate, gaps, heartRateSeries } = summaryOf(watch('file', 300, 360));
    expect(heartRate?.coverage).toBeGreaterThan(0.93);
    expect(heartRate?.coverage).toBeLessThan(0.96);
    expect(heartRate?.zoneSeconds?.moderate).toBeCloseTo((heartRate?.coverage ?? 0) * MINUTES * 60, 3);
    expect(gaps).toHaveLength(1);
    expect((gaps[0].toUs - gaps[0].fromUs) / 1e6).toBeGreaterThan(60);
    const missing = heartRateSeries?.bpm.flatMap((bpm, i) => (bpm === null ? [5 * (i + 1)] : [])) ?? [];
    expect(missing.length).toBeGreaterThan(8);
    expect(missing.every((s) => s > 300 && s <= 365)).toBe(true);
  });

  it('leaves the rule of a sensor that is recorded as it is: 5 s', () => {
    expect(summaryOf(watch('arrival', 300, 360)).gaps.length).toBeGreaterThan(50);
  });
});
