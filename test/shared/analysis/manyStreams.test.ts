import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import { refineSession } from '#shared/analysis/refine.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import type { Stream } from '#shared/schema/stream.ts';
import type { TwoSensors } from '#test/helpers/kneeRun.ts';
import { imuSamples, imuStream, kneeSessionEvents, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { arrival, replayLive } from '#test/helpers/replaySession.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const SECONDS = 60;
const ENDED_US = STARTED_US + SECONDS * 1e6;
const hinge = syntheticHinge({ seconds: SECONDS, rateHz: 60, seed: 5 });
const sensors: TwoSensors = { timeUs: hinge.timeUs, thigh: hinge.proximal, shank: hinge.distal, referenceDeg: hinge.angleDeg };

const measured: RecordedStream[] = (['thigh', 'shank'] as const).map((site, i) => ({
  stream: imuStream(10 + i, site),
  samples: imuSamples(sensors, site),
}));

/** Something else that the same sensor sends, at 12.5 Hz; its first sample `leadUs` before the first of the motion. */
function beside(number: number, site: 'thigh' | 'shank', kind: 'orientation' | 'magneticField', leadUs: number): RecordedStream {
  const axes = kind === 'orientation' ? 4 : 3;
  const group =
    kind === 'orientation'
      ? ({ name: 'quaternionWxyz', axes: 4, scale: 1 / 32767, unit: '1' } as const)
      : ({ name: 'magneticField', axes: 3, scale: 0.1, unit: 'uT' } as const);
  const stream: Stream = { ...imuStream(number, site, 12.5), kind, groups: [group] };
  const sampleCount = Math.floor(SECONDS * 12.5);
  const counts = new Int16Array(sampleCount * axes);
  // An orientation that has nothing to do with the movement: taken in, it would show.
  for (let i = 0; i < sampleCount; i++) counts[i * axes] = 32_767;
  return {
    stream,
    samples: { sampleCount, hostUs: Float64Array.from({ length: sampleCount }, (_, i) => STARTED_US + i * 80_000 - leadUs), counts },
  };
}
const extra = (leadUs: number): RecordedStream[] => [
  beside(40, 'thigh', 'orientation', leadUs),
  beside(41, 'shank', 'orientation', -leadUs),
  beside(42, 'thigh', 'magneticField', leadUs),
  beside(43, 'shank', 'magneticField', leadUs),
];

const analyse = (streams: readonly RecordedStream[]) => analyseSession(kneeSessionInput, streams, kneeSessionEvents(), ENDED_US);

describe('a sensor that sends its own orientation and a magnetic field beside its motion', () => {
  const reference = analyse(measured);

  it('is measured by its motion alone, whichever stream came first', () => {
    expect(reference.summary.repetitions.length).toBeGreaterThan(8);
    for (const leadUs of [30_000, -30_000]) {
      const streams = [...extra(leadUs), ...measured];
      expect(analyse(streams)).toEqual(reference);
      const refine = (all: readonly RecordedStream[]) => refineSession(kneeSessionInput, all, kneeSessionEvents(), ENDED_US);
      expect(refine(streams)).toEqual(refine(measured));
    }
  });

  it('comes to the same live and stored, however the packets came', () => {
    fc.assert(
      fc.property(arrival, fc.constantFrom(30_000, -30_000), (how, leadUs) => {
        const live = replayLive(kneeSessionInput, [...extra(leadUs), ...measured], kneeSessionEvents(), ENDED_US, how);
        expect(live).toEqual(reference);
      }),
      { numRuns: 8 },
    );
  });
});
