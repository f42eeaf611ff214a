import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLiveAnalysis } from '#shared/analysis/live.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import type { AnalysisResult, LiveAnalysis, StreamSamples } from '#shared/analysis/types.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { SessionSummary } from '#shared/schema/summary.ts';
import { fixedId, heartStreams, imuSamples, imuStream, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { slice } from '#test/helpers/replaySession.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const { timeUs, proximal, distal } = syntheticHinge({ seconds: 43, rateHz: 60 });
const sensors = { timeUs, thigh: proximal, shank: distal, referenceDeg: timeUs };
const rrMs = Array.from({ length: 80 }, () => 500);
const [heart, rr] = heartStreams(rrMs, 20, 40e6);
const streams = [
  { stream: imuStream(10, 'thigh'), samples: imuSamples(sensors, 'thigh') },
  { stream: imuStream(11, 'shank'), samples: imuSamples(sensors, 'shank') },
  { stream: imuStream(12, 'shank'), samples: imuSamples(sensors, 'shank') },
  heart,
  rr,
];

function expectSound({ summary }: AnalysisResult): void {
  expect(SessionSummary.safeParse(summary).error).toBeUndefined();
  expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
}

/** Anything a broken sensor, clock or client may hand in. */
const wildTime = fc.oneof(
  fc.integer({ min: -60_000_000, max: 60_000_000 }).map((offset) => STARTED_US + offset),
  fc.integer({ min: 0, max: 40_000_000 }).map((offset) => STARTED_US + offset + 0.25),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -1e15, 1e300, Number.MAX_SAFE_INTEGER),
);
const eventTime = fc.oneof(
  fc.integer({ min: -60_000_000, max: 90_000_000 }).map((offset) => STARTED_US + offset),
  fc.constantFrom(0, STARTED_US, Number.MAX_SAFE_INTEGER),
);
type Body<T = SessionEvent> = T extends SessionEvent ? Omit<T, 'id' | 'atUs'> : never;
const stimulationId = fixedId(300);
const bodies: readonly Body[] = [
  { type: 'zeroPose' },
  { type: 'setStarted', setIndex: 1 },
  { type: 'setEnded', setIndex: 1, manualRepetitions: 3 },
  { type: 'pain', painNrs: 5 },
  { type: 'rpe', rpeCr10: 4 },
  { type: 'redFlag', symptoms: ['chestPain'] },
  { type: 'phase', phase: 'rest' },
  { type: 'phase', phase: 'work' },
  { type: 'tensOn', stimulationId, screenAnswered: true, contraindicationCount: 0 },
  { type: 'tensOff', stimulationId },
  { type: 'heartRateManual', heartRateBpm: 150 },
];
/** Few ids, so that the same one comes twice. */
const event = fc
  .tuple(fc.nat(12), eventTime, fc.constantFrom(...bodies))
  .map(([id, atUs, body]): SessionEvent => ({ id: fixedId(400 + id), atUs, ...body }));

const wildSample = (at: number, which: number, count: number): StreamSamples => {
  const axes = streams[which].samples.counts.length / streams[which].samples.sampleCount;
  return { sampleCount: 1, hostUs: Float64Array.of(at), counts: new Int16Array(axes).fill(count) };
};

const step: fc.Arbitrary<(analysis: LiveAnalysis) => unknown> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(4), fc.nat(2300), fc.integer({ min: 1, max: 400 })).map(([which, from, length]) => (a: LiveAnalysis) => {
      const { stream, samples } = streams[which];
      const first = Math.min(from, samples.sampleCount - 1);
      a.pushSamples(stream.id, slice(samples, first, Math.min(samples.sampleCount, first + length)));
    }),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat(4), wildTime, fc.oneof(fc.constantFrom(-32768, 32767, 0), fc.integer({ min: -32768, max: 32767 }))).map(
      ([which, at, count]) =>
        (a: LiveAnalysis) =>
          a.pushSamples(streams[which].stream.id, wildSample(at, which, count)),
    ),
  },
  { weight: 3, arbitrary: event.map((each) => (a: LiveAnalysis) => a.pushEvent(each)) },
  { weight: 1, arbitrary: wildTime.map((at) => (a: LiveAnalysis) => a.pushSamples(fixedId(999), wildSample(at, 0, 1))) },
  { weight: 1, arbitrary: fc.nat(4).map((which) => (a: LiveAnalysis) => a.addStream(streams[which].stream)) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(
        fc.integer({ min: -9, max: 90 }).map((second) => STARTED_US + second * 1e6),
        fc.constant(Number.NaN),
      )
      .map((nowUs) => (a: LiveAnalysis) => a.advance(nowUs)),
  },
);

describe('live analysis of broken input', () => {
  it('never throws, and its summary keeps the schema and survives JSON', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), fc.integer({ min: -5, max: 60 }), (steps, endS) => {
        const analysis = createLiveAnalysis(kneeSessionInput);
        for (const { stream } of streams) analysis.addStream(stream);
        for (const run of steps) run(analysis);
        expectSound(analysis.finish(STARTED_US + endS * 1e6));
        for (const value of Object.values(analysis.reading)) expect(value).not.toBeNaN();
      }),
      { numRuns: 300 },
    );
  });

  it('ends in time and stays sound when the end is not one', () => {
    for (const endedUs of [Number.NaN, Number.POSITIVE_INFINITY, -1, 0, STARTED_US + 3.5, Number.MAX_SAFE_INTEGER]) {
      const result = analyseSession(kneeSessionInput, streams.slice(0, 2), [], endedUs);
      expectSound(result);
      expect(result.summary.durationS).toBeLessThanOrEqual(12 * 3600);
    }
  });

  it('goes on after single samples from far away, without a trace of them', () => {
    const clean = analyseSession(kneeSessionInput, [streams[0], streams[1], heart, rr], [], STARTED_US + 40e6);
    const analysis = createLiveAnalysis(kneeSessionInput);
    for (const which of [0, 1, 3, 4]) {
      const { stream, samples } = streams[which];
      analysis.addStream(stream);
      const middle = samples.sampleCount >> 1;
      analysis.pushSamples(stream.id, slice(samples, 0, middle));
      for (const at of [STARTED_US + 1e12, STARTED_US - 1e12, 1e300, Number.NaN]) {
        analysis.pushSamples(stream.id, wildSample(at, which, 100));
      }
      analysis.pushSamples(stream.id, slice(samples, middle, samples.sampleCount));
    }
    expect(analysis.finish(STARTED_US + 40e6)).toEqual(clean);
    expect(clean.summary.repetitions.length).toBeGreaterThan(7);
  });

  it('does not mix two sensors of one place: the second takes over when the first is silent', () => {
    const endedUs = STARTED_US + 40e6;
    const alone = analyseSession(kneeSessionInput, streams.slice(0, 2), [], endedUs);
    const upsideDown = streams[2].samples.counts.map((count, i) => (i % 3 === 0 ? count : -count));
    const other = { stream: streams[2].stream, samples: { ...streams[2].samples, counts: upsideDown } };
    for (const from of [7, 900]) {
      const late = { ...other, samples: slice(other.samples, from, other.samples.sampleCount) };
      const both = analyseSession(kneeSessionInput, [streams[0], streams[1], late], [], endedUs);
      expect(both.summary.repetitions).toEqual(alone.summary.repetitions);
    }
  });

  it('takes every event once', () => {
    const events: SessionEvent[] = bodies.map((body, i) => ({ id: fixedId(500 + i), atUs: STARTED_US + i * 1e6, ...body }));
    const once = analyseSession(kneeSessionInput, streams.slice(0, 2), events, STARTED_US + 40e6);
    const twice = analyseSession(kneeSessionInput, streams.slice(0, 2), [...events, ...events], STARTED_US + 40e6);
    expect(twice).toEqual(once);
  });

  it('carries a session of three hours', () => {
    const hours = 3;
    const beats = heartStreams(
      Array.from({ length: hours * 3600 }, (_, i) => 900 + 100 * Math.sin(i / 60)),
      20,
      hours * 3600e6,
    );
    const analysis = createLiveAnalysis(kneeSessionInput);
    for (const { stream } of [...streams.slice(0, 2), ...beats]) analysis.addStream(stream);
    for (const { stream, samples } of beats) analysis.pushSamples(stream.id, samples);
    // Ends at rest, so that one round can follow the other.
    const roundUs = 43_000_000;
    for (let atUs = 0; atUs + roundUs <= hours * 3600e6; atUs += roundUs) {
      for (const { stream, samples } of streams.slice(0, 2)) {
        analysis.pushSamples(stream.id, { ...samples, hostUs: samples.hostUs.map((hostUs) => hostUs + atUs) });
      }
      analysis.advance(STARTED_US + atUs + roundUs);
    }
    const result = analysis.finish(STARTED_US + hours * 3600e6);
    expectSound(result);
    expect(result.summary.repetitions.length).toBeGreaterThan(2000);
    expect(result.summary.heartRateSeries?.bpm).toHaveLength(hours * 720);
    expect(result.summary.angleSeries?.deg).toHaveLength(hours * 18_000);
  });
});
