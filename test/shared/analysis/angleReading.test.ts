import { describe, expect, it } from 'vitest';
import { createLiveAnalysis } from '#shared/analysis/live.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import type { Stream } from '#shared/schema/stream.ts';
import { fixedId, imuSamples, imuStream, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { slice } from '#test/helpers/replaySession.ts';
import type { SyntheticSensor } from '#test/helpers/synthetic/recordSensor.ts';
import { syntheticHinge, syntheticSession } from '#test/helpers/syntheticMotion.ts';

const { timeUs, proximal, distal } = syntheticHinge({ seconds: 43, rateHz: 60 });
const sensors = { timeUs, thigh: proximal, shank: distal, referenceDeg: timeUs };
const thigh = { stream: imuStream(10, 'thigh'), samples: imuSamples(sensors, 'thigh') };
const shank = { stream: imuStream(11, 'shank'), samples: imuSamples(sensors, 'shank') };

describe('live reading of an angle', () => {
  it('says why there is none yet, and why there is none any more', () => {
    const analysis = createLiveAnalysis(kneeSessionInput);
    expect(analysis.reading).toMatchObject({ angleDeg: null, angleReason: null });
    for (const { stream } of [thigh, shank]) analysis.addStream(stream);
    const push = (from: number, to: number): void => {
      for (const { stream, samples } of [thigh, shank]) analysis.pushSamples(stream.id, slice(samples, from, to));
    };
    push(0, 180);
    expect(analysis.reading).toMatchObject({ angleDeg: null, angleReason: 'notEnoughMotion' });
    push(180, 1200);
    expect(analysis.reading.angleDeg).not.toBeNull();
    expect(analysis.reading.angleReason).toBeNull();
    analysis.advance(STARTED_US + 21e6);
    expect(analysis.reading).toMatchObject({ angleDeg: null, angleReason: 'gap' });
  });

  it('shows a peak and a best angle that were drawn, when the rest pose was taken with the joint bent', () => {
    const analysis = createLiveAnalysis(kneeSessionInput);
    for (const { stream } of [thigh, shank]) analysis.addStream(stream);
    // At 24.8 s the knee is held bent: from there on it goes the other way.
    analysis.pushEvent({ id: fixedId(7), atUs: STARTED_US + 24.2e6, type: 'zeroPose' });
    let highest = Number.NEGATIVE_INFINITY;
    let peaks = 0;
    for (let i = 0; i < timeUs.length; i++) {
      for (const { stream, samples } of [thigh, shank]) analysis.pushSamples(stream.id, slice(samples, i, i + 1));
      const { angleDeg, peakDeg, bestDeg } = analysis.reading;
      if (timeUs[i] < 24.7e6 || angleDeg === null) continue;
      if (timeUs[i] < 24.8e6) highest = Number.NEGATIVE_INFINITY;
      highest = Math.max(highest, angleDeg);
      expect(peakDeg ?? angleDeg).toBeLessThanOrEqual(highest);
      if (timeUs[i] > 25e6) expect(bestDeg).toBeLessThanOrEqual(highest + 1);
      if (peakDeg !== null) peaks++;
    }
    expect(peaks).toBeGreaterThan(100);
    expect(analysis.reading.bestDeg).toBeGreaterThan(55);
  });
});

describe('a session of sensors that send their own orientation only', () => {
  const session = syntheticSession({ seconds: 43, rateHz: 60, seed: 3 });
  const recorded = (sensor: SyntheticSensor, base: Stream) => ({
    stream: {
      ...base,
      kind: 'orientation' as const,
      groups: [{ name: 'quaternionWxyz' as const, axes: 4, scale: 1 / 32767, unit: '1' as const }],
    },
    samples: {
      sampleCount: sensor.timeUs.length,
      hostUs: sensor.timeUs.map((time) => STARTED_US + time),
      counts: Int16Array.from(sensor.orientation, (value) => Math.round(value * 32767)),
    },
  });

  it('has its repetitions', () => {
    const streams = [recorded(session.proximal, thigh.stream), recorded(session.distal, shank.stream)];
    const { summary } = analyseSession(kneeSessionInput, streams, [], STARTED_US + 43e6);
    expect(summary.repetitions).toHaveLength(session.repetitions.length);
    expect(summary.romMedianDeg).toBeGreaterThan(66);
    expect(summary.romMedianDeg).toBeLessThan(74);
  });
});
