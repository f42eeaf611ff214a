import { describe, expect, it } from 'vitest';
import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import { refineSession } from '#shared/analysis/refine.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import { atStoredRate } from '#shared/analysis/storedRate.ts';
import { thinChunk } from '#shared/recording/thin.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { kneeSensors, type TwoSensors } from '#test/helpers/kneeRun.ts';
import { fixedId, imuSamples, imuStream, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { rmseWithoutOffset } from '#test/helpers/scoring.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const RATE_HZ = 100;
/** What a chunk of 9 s holds. */
const PER_CHUNK = 900;

/** A stream as a phone short of space stores it: chunk by chunk, `every` samples made one. */
function thinned({ stream, samples }: RecordedStream, every: number): RecordedStream {
  const hostUs: number[] = [];
  const counts: number[] = [];
  const ratesHz: number[] = [];
  for (let from = 0; from < samples.sampleCount; from += PER_CHUNK) {
    const to = Math.min(samples.sampleCount, from + PER_CHUNK);
    const { id: streamId, kind, bodySite, groups, nominalRateHz } = stream;
    const chunk = thinChunk(
      {
        ...{ streamId, kind, bodySite, groups, nominalRateHz, firstSampleIndex: from, sampleCount: to - from },
        hostUs: samples.hostUs.subarray(from, to),
        counts: samples.counts.subarray(6 * from, 6 * to),
        ...{ deviceUs: null, gaps: [], clock: null },
      },
      every,
    );
    hostUs.push(...chunk.hostUs);
    counts.push(...chunk.counts);
    ratesHz.push(chunk.nominalRateHz);
  }
  return {
    stream: atStoredRate(stream, ratesHz),
    samples: { sampleCount: hostUs.length, hostUs: Float64Array.from(hostUs), counts: Int16Array.from(counts) },
  };
}

/** Counts, range and angle error of a recording stored at a part of its rate, counted again and looked at as a whole. */
function stored(sensors: TwoSensors, every: number) {
  const streams = (['thigh', 'shank'] as const).map((site, i) =>
    thinned({ stream: imuStream(10 + i, site, RATE_HZ), samples: imuSamples(sensors, site) }, every),
  );
  const endedUs = STARTED_US + sensors.timeUs[sensors.timeUs.length - 1];
  const live = analyseSession(kneeSessionInput, streams, [], endedUs).summary;
  const whole = refineSession(kneeSessionInput, streams, [], endedUs).refined?.motion ?? null;
  const errorDeg = (series: typeof live.angleSeries) => {
    const rows = (series?.deg ?? []).flatMap((deg, step) => {
      const row = Math.floor((step + 1) * 0.2 * RATE_HZ) - 1;
      return deg === null || row >= sensors.referenceDeg.length ? [] : [[deg, sensors.referenceDeg[row]] as const];
    });
    return rmseWithoutOffset(
      Float64Array.from(rows, ([deg]) => deg),
      Float64Array.from(rows, ([, reference]) => reference),
    ).rmse;
  };
  return {
    count: live.repetitions.length,
    romDeg: live.romMedianDeg ?? Number.NaN,
    errorDeg: errorDeg(live.angleSeries),
    wholeCount: whole?.repetitions.length ?? 0,
    wholeRomDeg: whole?.romMedianDeg ?? Number.NaN,
    wholeErrorDeg: errorDeg(whole?.angleSeries ?? null),
  };
}

describe('motion stored at a lower rate', () => {
  it('gives every repetition and its range at 50 and 25 Hz', () => {
    const hinge = syntheticHinge({ seconds: 60, rateHz: RATE_HZ, biasDegPerS: 1 });
    const sensors = { timeUs: hinge.timeUs, thigh: hinge.proximal, shank: hinge.distal, referenceDeg: hinge.angleDeg };
    for (const every of [2, 4]) {
      const seen = stored(sensors, every);
      expect([seen.count, seen.wholeCount], `every ${every}`).toEqual([hinge.repetitions, hinge.repetitions]);
      expect(Math.abs(seen.romDeg - 70)).toBeLessThan(0.5);
      expect(Math.abs(seen.wholeRomDeg - 70)).toBeLessThan(0.5);
    }
  });

  const knee = sharedData('motion/knee_right_cutting.csv.gz');
  it.skipIf(knee === null)(
    `measures the fast knee of a runner as well at 25 Hz, and may miss a few bends${knee === null ? ` (${NO_SHARED_DATA})` : ''}`,
    () => {
      const sensors = kneeSensors(readCsv(knee as string));
      const [at100, at25] = [stored(sensors, 1), stored(sensors, 4)];
      expect(at25.errorDeg).toBeLessThan(at100.errorDeg + 0.3);
      expect(at25.wholeErrorDeg).toBeLessThan(at100.wholeErrorDeg + 0.3);
      expect(Math.abs(at25.romDeg - at100.romDeg)).toBeLessThan(2);
      expect(Math.abs(at25.count - at100.count)).toBeLessThanOrEqual(3);
      expect(at25.count, 'why the phone’s own count is shown').not.toBe(at100.count);
    },
  );

  it('is not counted from at all where a part was not stored', () => {
    const hinge = syntheticHinge({ seconds: 20, rateHz: RATE_HZ });
    const sensors = { timeUs: hinge.timeUs, thigh: hinge.proximal, shank: hinge.distal, referenceDeg: hinge.angleDeg };
    const streams = (['thigh', 'shank'] as const).map((site, i) => ({
      stream: imuStream(10 + i, site, RATE_HZ),
      samples: imuSamples(sensors, site, 0, 1200),
    }));
    const at = (keeping: 'thinned' | 'noCurves'): SessionEvent => {
      const atUs = STARTED_US + 12_000_000;
      return { id: fixedId(5), atUs, type: 'storage', keeping, reason: 'low', fromUs: atUs };
    };
    const endedUs = STARTED_US + 20_000_000;
    expect(refineSession(kneeSessionInput, streams, [at('thinned')], endedUs).refined?.motion?.repetitions.length).toBeGreaterThan(1);
    expect(refineSession(kneeSessionInput, streams, [at('noCurves')], endedUs)).toEqual({ refined: null, notRefined: 'notStored' });
  });
});
