import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import type { MotionSample } from '#devices/simulation/motionSample.ts';
import { createLiveAnalysis } from '#shared/analysis/live.ts';
import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import { SessionSummary } from '#shared/schema/summary.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { asDot, kneeSensors, type TwoSensors } from '#test/helpers/kneeRun.ts';
import { imuSamples, imuStream, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { arrival, replayLive, slice } from '#test/helpers/replaySession.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';

const kneeFile = sharedData('motion/knee_right_cutting.csv.gz');

const streamsOf = (sensors: TwoSensors): RecordedStream[] => [
  { stream: imuStream(10, 'thigh'), samples: imuSamples(sensors, 'thigh') },
  { stream: imuStream(11, 'shank'), samples: imuSamples(sensors, 'shank') },
];

/** Six generated columns of one sensor: rate, then specific force. */
const columns = (samples: readonly MotionSample[]): Float64Array[] =>
  [0, 1, 2, 3, 4, 5].map((axis) =>
    Float64Array.from(samples, ({ angularRateRadPerS, accelerationMPerS2 }) => [...angularRateRadPerS, ...accelerationMPerS2][axis]),
  );

function generated(options: Parameters<typeof generateKneeMotion>[0]): TwoSensors {
  const { thigh, shank, flexionDeg } = generateKneeMotion({ rateHz: 60, ...options });
  const timeUs = Float64Array.from(thigh, ({ timestampUs }) => timestampUs);
  return { timeUs, thigh: columns(thigh), shank: columns(shank), referenceDeg: flexionDeg };
}

describe.skipIf(kneeFile === null)(`the first 20 s of a real recording${kneeFile === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
  const sensors = asDot(kneeSensors(readCsv(kneeFile ?? '')), 60);
  const whole = analyseSession(kneeSessionInput, streamsOf(sensors), [], STARTED_US + 88_500_000).summary;
  const endedUs = STARTED_US + 20_000_000;

  it('counts what the whole recording shows in that time, though it ends while the axis is being looked for', () => {
    const { summary } = analyseSession(kneeSessionInput, streamsOf(sensors), [], endedUs);
    const expected = whole.repetitions.filter(({ endUs }) => endUs <= endedUs);
    expect(expected.length).toBeGreaterThan(3);
    expect(summary.repetitions).toHaveLength(expected.length);
    summary.repetitions.forEach((repetition, i) => {
      expect(Math.abs(repetition.romDeg - expected[i].romDeg)).toBeLessThan(3);
      expect(Math.abs(repetition.peakUs - expected[i].peakUs)).toBeLessThan(100_000);
      expect(repetition.confidence).toBeGreaterThan(0.1);
    });
  });

  it('is as unsure of them as so little movement makes it', () => {
    const { summary } = analyseSession(kneeSessionInput, streamsOf(sensors), [], endedUs);
    const late = whole.repetitions.filter(({ startUs }) => startUs > STARTED_US + 50_000_000);
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(summary.repetitions.map(({ confidence }) => confidence))).toBeLessThan(
      0.9 * mean(late.map(({ confidence }) => confidence)),
    );
  });

  it('comes to the same live and stored', () => {
    fc.assert(
      fc.property(arrival, fc.integer({ min: 11_000_000, max: 24_000_000 }), (how, lengthUs) => {
        const end = STARTED_US + lengthUs;
        expect(replayLive(kneeSessionInput, streamsOf(sensors), [], end, how)).toEqual(
          analyseSession(kneeSessionInput, streamsOf(sensors), [], end),
        );
      }),
      { numRuns: 15 },
    );
  });
});

describe('a short generated session without a zero pose', () => {
  it.each([
    ['standing, thigh still', { peaksDeg: [70, 70, 70, 70] }],
    ['sitting, straightening', { peaksDeg: [15, 15, 15, 15], restDeg: 85, thighDeg: 80 }],
    ['slow', { peaksDeg: [60, 60, 60, 60], bendS: 2, holdS: 1, straightenS: 2 }],
  ])('counts all four: %s', (_name, options) => {
    const sensors = generated(options);
    const endedUs = STARTED_US + sensors.timeUs[sensors.timeUs.length - 1];
    const { summary } = analyseSession(kneeSessionInput, streamsOf(sensors), [], endedUs);
    expect(summary.repetitions).toHaveLength(4);
    for (const { romDeg } of summary.repetitions) {
      expect(Math.abs(romDeg - (Math.abs(options.peaksDeg[0] - (('restDeg' in options && options.restDeg) || 5)) as number))).toBeLessThan(
        3,
      );
    }
  });

  it('counts one single bend, from too little movement to find an axis while it goes on', () => {
    const sensors = generated({ peaksDeg: [70], bendS: 0.8, straightenS: 0.9 });
    const { summary } = analyseSession(kneeSessionInput, streamsOf(sensors), [], STARTED_US + 6_500_000);
    expect(summary.repetitions).toHaveLength(1);
    expect(SessionSummary.safeParse(summary).error).toBeUndefined();
  });

  it('shows the first repetition live before the second is over', () => {
    const sensors = generated({ peaksDeg: [70, 70, 70, 70] });
    const streams = streamsOf(sensors);
    const analysis = createLiveAnalysis(kneeSessionInput);
    for (const { stream } of streams) analysis.addStream(stream);
    const secondEndsUs = 3e6 + 2 * 3.8e6 - 0.8e6;
    const until = sensors.timeUs.findIndex((timeUs) => timeUs > secondEndsUs);
    for (let i = 0; i < until; i += 6) {
      for (const { stream, samples } of streams) analysis.pushSamples(stream.id, slice(samples, i, Math.min(until, i + 6)));
    }
    expect(analysis.reading.repetitionsTotal).toBeGreaterThanOrEqual(1);
    expect(analysis.reading.angleDeg).not.toBeNull();
  });
});

describe('a short session with one sensor', () => {
  it('counts a bend that ends the recording', () => {
    const sensors = generated({ peaksDeg: [70], bendS: 0.7, straightenS: 0.7 });
    const input = { ...kneeSessionInput, setup: { ...kneeSessionInput.setup, exerciseId: 'forwardBend' } };
    const stream = { ...imuStream(12, 'shank'), bodySite: 'upperBack' as const };
    const { summary } = analyseSession(input, [{ stream, samples: imuSamples(sensors, 'shank') }], [], STARTED_US + 6_000_000);
    expect(summary.repetitions).toHaveLength(1);
  });
});
