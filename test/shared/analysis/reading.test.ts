import { describe, expect, it } from 'vitest';
import { createLiveAnalysis } from '#shared/analysis/live.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import type { LiveAnalysis } from '#shared/analysis/types.ts';
import { SessionSummary } from '#shared/schema/summary.ts';
import { fixedId, heartStreams, imuSamples, imuStream, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { slice } from '#test/helpers/replaySession.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const [heart, rr] = heartStreams(
  Array.from({ length: 200 }, () => 500),
  20,
  100e6,
);

/** One packet of one heart rate at a time in s. */
function beat(analysis: LiveAnalysis, atS: number, bpm: number, contact = 1): void {
  const hostUs = Float64Array.of(STARTED_US + atS * 1e6);
  analysis.pushSamples(heart.stream.id, { sampleCount: 1, hostUs, counts: Int16Array.of(bpm, contact) });
}

describe('live reading of heart rate', () => {
  it('shows a value at once, takes it away after 5 s without one, and never shows zero', () => {
    const analysis = createLiveAnalysis(kneeSessionInput);
    analysis.addStream(heart.stream);
    expect(analysis.reading.heartRateBpm).toBeNull();
    beat(analysis, 1, 120);
    expect(analysis.reading).toMatchObject({ heartRateBpm: 120, heartRateQuality: 'ok', reservePct: 50, zone: 'moderate' });
    analysis.advance(STARTED_US + 5.9e6);
    expect(analysis.reading.heartRateBpm).toBe(120);
    analysis.advance(STARTED_US + 6.1e6);
    expect(analysis.reading).toMatchObject({ heartRateBpm: null, heartRateQuality: 'missing', reservePct: null, zone: null });
  });

  it('calls a rate without skin contact doubtful, and ignores what no heart does', () => {
    const analysis = createLiveAnalysis(kneeSessionInput);
    analysis.addStream(heart.stream);
    beat(analysis, 1, 150, 0);
    expect(analysis.reading).toMatchObject({ heartRateQuality: 'doubtful', reservePct: null });
    beat(analysis, 2, 0);
    beat(analysis, 3, 400);
    expect(analysis.reading.heartRateBpm).toBe(150);
    expect(analysis.finish(STARTED_US + 4e6).summary.heartRate).toBeNull();
  });

  it('eases when the rate stays above the ceiling, and says why', () => {
    const analysis = createLiveAnalysis(kneeSessionInput);
    analysis.addStream(heart.stream);
    for (let second = 1; second <= 60; second++) {
      beat(analysis, second - 0.2, 120);
      analysis.advance(STARTED_US + second * 1e6);
    }
    expect(analysis.reading.light).toBe('ease');
    expect(analysis.reading.decision?.ruleIds).toEqual(['L1']);
    expect(analysis.decisions).toHaveLength(1);
  });
});

describe('session sums of heart rate', () => {
  it('does not add anything over a gap', () => {
    const early = slice(heart.samples, 0, 40);
    const late = slice(heart.samples, 100, 200);
    const hostUs = Float64Array.of(...early.hostUs, ...late.hostUs);
    const samples = { sampleCount: 140, hostUs, counts: Int16Array.of(...early.counts, ...late.counts) };
    const { summary } = analyseSession(kneeSessionInput, [{ stream: heart.stream, samples }, rr], [], STARTED_US + 100e6);
    expect(summary.gaps).toEqual([{ streamId: heart.stream.id, fromUs: early.hostUs[39], toUs: late.hostUs[0] }]);
    expect(summary.heartRate?.coverage).toBeCloseTo(0.69, 6);
    expect(summary.heartRate?.aboveCeilingS).toBeCloseTo(69, 6);
    expect(summary.heartRate?.zoneSeconds?.moderate).toBeCloseTo(69, 6);
    // 69 s at half of the reserve: 1.15 min x 0.86 e^(1.67 x 0.5) x 0.5.
    expect(summary.heartRate?.trimpBanister).toBeCloseTo(1.15 * 0.86 * Math.exp(0.835) * 0.5, 9);
    const bpm = summary.heartRateSeries?.bpm ?? [];
    expect(bpm).toHaveLength(20);
    expect(bpm.slice(5, 10)).toEqual([null, null, null, null, null]);
    expect(new Set(bpm)).toEqual(new Set([120, null]));
  });
});

describe('a session without sensors', () => {
  it('keeps what the person said and leaves the rest unknown', () => {
    const events = [
      { id: fixedId(1), atUs: STARTED_US + 1e6, type: 'pain' as const, painNrs: 0 },
      { id: fixedId(2), atUs: STARTED_US + 50e6, type: 'setEnded' as const, setIndex: 0, manualRepetitions: 8 },
    ];
    const { summary } = analyseSession(kneeSessionInput, [], events, STARTED_US + 60e6);
    expect(SessionSummary.safeParse(summary).error).toBeUndefined();
    expect(summary).toMatchObject({
      durationS: 60,
      heartRate: null,
      manualRepetitions: 8,
      romMedianDeg: null,
      peakMaxDeg: null,
      sessionRpeLoad: null,
      rpeCr10: null,
      pain: { first: 0, max: 0, last: 0 },
      gaps: [],
      heartRateSeries: null,
      angleSeries: null,
    });
  });
});

describe('live reading of motion', () => {
  it('shows angle and repetitions of the set as they happen, and no angle after the sensor is gone', () => {
    const { timeUs, proximal, distal } = syntheticHinge({ seconds: 43, rateHz: 60 });
    const sensors = { timeUs, thigh: proximal, shank: distal, referenceDeg: timeUs };
    const analysis = createLiveAnalysis(kneeSessionInput);
    const thigh = { stream: imuStream(10, 'thigh'), samples: imuSamples(sensors, 'thigh') };
    const shank = { stream: imuStream(11, 'shank'), samples: imuSamples(sensors, 'shank') };
    analysis.addStream(thigh.stream);
    analysis.addStream(shank.stream);
    let secondSet = 0;
    for (let i = 0; i < timeUs.length; i += 6) {
      const to = Math.min(timeUs.length, i + 6);
      const nowUs = STARTED_US + timeUs[to - 1];
      analysis.pushSamples(thigh.stream.id, slice(thigh.samples, i, to));
      analysis.pushSamples(shank.stream.id, slice(shank.samples, i, to));
      analysis.advance(nowUs);
      if (secondSet === 0 && analysis.reading.repetitionsTotal === 4) {
        analysis.pushEvent({ id: fixedId(5), atUs: nowUs, type: 'setStarted', setIndex: 1 });
        secondSet = nowUs;
        expect(analysis.reading).toMatchObject({ setIndex: 1, repetitionsInSet: 0, repetitionsTotal: 4 });
      }
    }
    expect(secondSet).toBeGreaterThan(0);
    expect(analysis.reading.bestDeg).toBeGreaterThan(65);
    expect(analysis.reading.angleDeg).not.toBeNull();
    analysis.advance(STARTED_US + 44e6);
    expect(analysis.reading).toMatchObject({ angleDeg: null, angleConfidence: 0 });
    const { summary } = analysis.finish(STARTED_US + 44e6);
    expect(summary.repetitions).toHaveLength(10);
    expect(analysis.reading.repetitionsTotal).toBe(10);
    expect(analysis.reading.repetitionsInSet).toBe(6);
    expect(summary.repetitions.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('does not count repetitions outside the exercise', () => {
    const { timeUs, proximal, distal } = syntheticHinge({ seconds: 43, rateHz: 60 });
    const sensors = { timeUs, thigh: proximal, shank: distal, referenceDeg: timeUs };
    const streams = [
      { stream: imuStream(10, 'thigh'), samples: imuSamples(sensors, 'thigh') },
      { stream: imuStream(11, 'shank'), samples: imuSamples(sensors, 'shank') },
    ];
    const rest = { id: fixedId(6), atUs: STARTED_US + 23.5e6, type: 'phase' as const, phase: 'rest' as const };
    expect(analyseSession(kneeSessionInput, streams, [rest], STARTED_US + 43e6).summary.repetitions).toHaveLength(5);
  });
});
