import { describe, expect, it } from 'vitest';
import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import { refineSession } from '#shared/analysis/refine.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import type { AnalysisInput } from '#shared/analysis/types.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { Stream } from '#shared/schema/stream.ts';
import { SessionSummary } from '#shared/schema/summary.ts';
import { fixedId, heartStreams, imuSamples, imuStream, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const SECONDS = 60;
const ENDED_US = STARTED_US + SECONDS * 1e6;
const hinge = syntheticHinge({ seconds: SECONDS, rateHz: 60, biasDegPerS: 1 });
const sensors = { timeUs: hinge.timeUs, thigh: hinge.proximal, shank: hinge.distal, referenceDeg: hinge.angleDeg };
const thigh = { stream: imuStream(10, 'thigh'), samples: imuSamples(sensors, 'thigh') };
const shank = { stream: imuStream(11, 'shank'), samples: imuSamples(sensors, 'shank') };

const inExercise = (exerciseId: string): AnalysisInput => ({ ...kneeSessionInput, setup: { ...kneeSessionInput.setup, exerciseId } });

describe('the second look at a session with two sensors', () => {
  const { refined, notRefined } = refineSession(kneeSessionInput, [thigh, shank], [], ENDED_US);
  const motion = refined?.motion ?? null;

  it('has every repetition, its range and its angles within a degree', () => {
    expect(notRefined).toBeNull();
    expect(motion?.repetitions).toHaveLength(hinge.repetitions);
    expect(motion?.romMedianDeg).toBeGreaterThan(69);
    expect(motion?.romMedianDeg).toBeLessThan(71);
    const errors = (motion?.angleSeries?.deg ?? []).flatMap((deg, step) => {
      const row = Math.min(hinge.angleDeg.length - 1, Math.floor((step + 1) * 0.2 * 60) - 1);
      return deg === null ? [] : [Math.abs(deg - hinge.angleDeg[row])];
    });
    expect(errors.length).toBeGreaterThan(0.95 * 5 * SECONDS);
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(1);
  });

  it('finds the movement as smooth at the end as at the beginning', () => {
    expect(motion?.sparcMedian).toBeLessThan(-1);
    expect(Math.abs(motion?.sparcChange ?? Number.NaN)).toBeLessThan(0.2);
  });

  it('does not depend on the order in which streams and events are handed over', () => {
    const events: SessionEvent[] = [
      { id: fixedId(1), atUs: STARTED_US + 1e6, type: 'phase', phase: 'work' },
      { id: fixedId(2), atUs: STARTED_US + 30e6, type: 'phase', phase: 'rest' },
    ];
    const there = refineSession(kneeSessionInput, [thigh, shank], events, ENDED_US);
    expect(refineSession(kneeSessionInput, [shank, thigh], events.toReversed(), ENDED_US)).toEqual(there);
    const counted = there.refined?.motion?.repetitions ?? [];
    expect(counted.length).toBeGreaterThan(3);
    expect(counted.every(({ endUs }, index) => endUs <= STARTED_US + 30e6 && counted[index].index === index)).toBe(true);
  });

  it('is the same when a sensor was picked anew in the middle', () => {
    const middle = Math.floor(hinge.timeUs.length / 2);
    const again = { stream: imuStream(12, 'shank'), samples: imuSamples(sensors, 'shank', middle + 60) };
    const cut = { stream: shank.stream, samples: imuSamples(sensors, 'shank', 0, middle) };
    const found = refineSession(kneeSessionInput, [thigh, cut, again], [], ENDED_US).refined?.motion;
    expect(found?.repetitions.length).toBeGreaterThanOrEqual(hinge.repetitions - 1);
    expect(Math.abs((found?.romMedianDeg ?? 0) - 70)).toBeLessThan(1.5);
  });
});

describe('the second look at other sessions', () => {
  it('has the angle of one sensor against gravity', () => {
    const input = inExercise('forwardBend');
    const stream: Stream = { ...shank.stream, bodySite: 'upperBack', side: 'none' };
    const live = analyseSession(input, [{ stream, samples: shank.samples }], [], ENDED_US).summary;
    const motion = refineSession(input, [{ stream, samples: shank.samples }], [], ENDED_US).refined?.motion;
    expect(live.repetitions.length).toBeGreaterThan(5);
    expect(Math.abs((motion?.repetitions.length ?? 0) - live.repetitions.length)).toBeLessThanOrEqual(1);
    expect(Math.abs((motion?.romMedianDeg ?? 0) - (live.romMedianDeg ?? 0))).toBeLessThan(2);
  });

  it('counts the steps of a walk, and none where a joint is exercised', () => {
    const rateHz = 50;
    const count = rateHz * SECONDS;
    const counts = Int16Array.from({ length: 3 * count }, (_, i) => {
      const phase = (2 * Math.PI * 1.9 * Math.floor(i / 3)) / rateHz;
      return i % 3 === 2 ? Math.round((9.81 + 2.5 * Math.sin(phase) + 0.6 * Math.sin(phase / 2)) * 1000) : 0;
    });
    const stream: Stream = {
      ...imuStream(10, 'thigh', rateHz),
      kind: 'acceleration',
      groups: [{ name: 'acceleration', axes: 3, scale: 0.001, unit: 'm/s2' }],
    };
    const hostUs = Float64Array.from({ length: count }, (_, i) => STARTED_US + (i * 1e6) / rateHz);
    const walk: RecordedStream = { stream, samples: { sampleCount: count, hostUs, counts } };
    const steps = refineSession(inExercise('walking'), [walk], [], ENDED_US).refined?.steps;
    expect(Math.abs((steps?.count ?? 0) - 1.9 * SECONDS)).toBeLessThan(3);
    expect(steps?.cadencePerMin).toBeCloseTo(114, 0);
    expect(refineSession(kneeSessionInput, [walk], [], ENDED_US)).toEqual({ refined: null, notRefined: 'nothingToRefine' });
  });

  it('has the variability of the heart in windows of two minutes, from good intervals only', () => {
    const seconds = 600;
    const rrMs = Array.from({ length: seconds }, (_, i) => Math.round(800 + 40 * Math.sin(i / 3) + 25 * Math.sin(i / 17)));
    const good = heartStreams(rrMs, 20, seconds * 1e6);
    const heart = refineSession(inExercise('walking'), good, [], STARTED_US + seconds * 1e6).refined?.heart;
    expect(heart?.windows).toBeGreaterThanOrEqual(3);
    expect(heart?.rmssdMs).toBeGreaterThan(5);
    expect(heart?.dfaAlpha1).toBeGreaterThan(0.5);
    const torn = rrMs.map((rr, i) => (i % 9 === 0 ? 350 : rr));
    expect(refineSession(inExercise('walking'), heartStreams(torn, 20, seconds * 1e6), [], STARTED_US + seconds * 1e6)).toEqual({
      refined: null,
      notRefined: 'nothingToRefine',
    });
  });

  it('says that there was nothing to refine', () => {
    expect(refineSession(kneeSessionInput, [], [], ENDED_US)).toEqual({ refined: null, notRefined: 'nothingToRefine' });
    expect(refineSession(kneeSessionInput, [thigh], [], ENDED_US).notRefined).toBe('nothingToRefine');
  });
});

describe('a summary kept before there was a second look', () => {
  it('can still be read', () => {
    const { refined: _, notRefined: __, ...old } = analyseSession(kneeSessionInput, [thigh, shank], [], ENDED_US).summary;
    expect(SessionSummary.parse(JSON.parse(JSON.stringify(old)))).toMatchObject({ ...old, refined: null, notRefined: null });
  });
});
