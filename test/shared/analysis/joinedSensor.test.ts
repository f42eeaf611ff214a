import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLiveAnalysis } from '#shared/analysis/live.ts';
import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import { refineSession } from '#shared/analysis/refine.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import type { Stream } from '#shared/schema/stream.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import { fixedId, imuStream, kneeSessionEvents, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { arrival, replayLive, slice } from '#test/helpers/replaySession.ts';
import type { ImuColumnsOf } from '#test/helpers/synthetic/recordSensor.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const SECONDS = 88;
const ENDED_US = STARTED_US + SECONDS * 1e6;
/** Twice the rate of a Verity Sense or a Muse, so that one half can be taken half a period off the other. */
const motion = syntheticHinge({ seconds: SECONDS, rateHz: 104, seed: 3 });
const every = (step: number, from: number): number[] =>
  Array.from({ length: Math.floor(motion.timeUs.length / step) }, (_, i) => i * step + from);
const EVEN = every(2, 0);
const ODD = every(2, 1);

type Part = 'acceleration' | 'angularRate';

function samplesOf(axes: ImuColumnsOf, rows: readonly number[], parts: readonly Part[], stream: Stream): RecordedStream['samples'] {
  const columns = parts.flatMap((part) => {
    const { scale } = stream.groups.find(({ name }) => name === part) ?? { scale: 1 };
    return axes.slice(part === 'angularRate' ? 0 : 3, part === 'angularRate' ? 3 : 6).map((axis) => ({ axis, scale }));
  });
  return {
    sampleCount: rows.length,
    hostUs: Float64Array.from(rows, (row) => STARTED_US + motion.timeUs[row]),
    counts: Int16Array.from(rows.flatMap((row) => columns.map(({ axis, scale }) => Math.round(axis[row] / scale)))),
  };
}

const PLACES = [
  { bodySite: 'thigh', axes: motion.proximal },
  { bodySite: 'shank', axes: motion.distal },
] as const;

/** Both in one stream. */
function whole(rows: readonly number[]): RecordedStream[] {
  return PLACES.map(({ bodySite, axes }, i) => {
    const stream = imuStream(10 + i, bodySite, 52);
    return { stream, samples: samplesOf(axes, rows, ['acceleration', 'angularRate'], stream) };
  });
}

/** A stream of acceleration and one of angular rate for each sensor. */
function halves(accelerationRows: readonly number[], rateRows: readonly number[]): RecordedStream[] {
  return PLACES.flatMap(({ bodySite, axes }, i) =>
    (['acceleration', 'angularRate'] as const).map((part, j) => {
      const like = imuStream(30 + 2 * i + j, bodySite, 52);
      const stream: Stream = { ...like, kind: part, groups: like.groups.filter(({ name }) => name === part) };
      return { stream, samples: samplesOf(axes, part === 'acceleration' ? accelerationRows : rateRows, [part], stream) };
    }),
  );
}

const analyse = (streams: readonly RecordedStream[]) => analyseSession(kneeSessionInput, streams, kneeSessionEvents(), ENDED_US);
const refine = (streams: readonly RecordedStream[]) =>
  refineSession(kneeSessionInput, streams, kneeSessionEvents(), ENDED_US).refined?.motion;
const without = ({ gaps, ...rest }: SessionSummary) => rest;

describe('a sensor that sends acceleration and angular rate apart', () => {
  const apart = halves(EVEN, ODD);
  const stored = analyse(apart);

  it('sampled at the same moments gives what one stream of both gives, to the last bit', () => {
    const [one, two] = [analyse(whole(EVEN)), analyse(halves(EVEN, EVEN))];
    expect(one.summary.repetitions.length).toBeGreaterThan(15);
    expect(without(two.summary)).toEqual(without(one.summary));
    expect(refine(halves(EVEN, EVEN))).toEqual(refine(whole(EVEN)));
  });

  it('sampled half a period apart counts the same repetitions, with the same range of motion', () => {
    const reference = analyse(whole(ODD)).summary;
    const { summary } = stored;
    expect(summary.repetitions.length).toBe(reference.repetitions.length);
    expect(Math.abs((summary.romMedianDeg ?? 0) - (reference.romMedianDeg ?? 0))).toBeLessThan(0.5);
    expect(summary.gaps).toEqual([]);
    expect(Math.abs((refine(apart)?.romMedianDeg ?? 0) - (refine(whole(ODD))?.romMedianDeg ?? 0))).toBeLessThan(0.5);
  });

  it('comes to the same live and stored, however the packets came', () => {
    expect(stored.summary.repetitions.length).toBeGreaterThan(15);
    fc.assert(
      fc.property(arrival, (how) => {
        const live = replayLive(kneeSessionInput, apart, kneeSessionEvents(), ENDED_US, how);
        expect(live.summary).toEqual(stored.summary);
        expect(live.decisions).toEqual(stored.decisions);
      }),
      { numRuns: 8 },
    );
  });

  it('one half falls silent for ten seconds: a gap that is told and recorded, then it goes on', () => {
    const isAway = (row: number) => motion.timeUs[row] > 50e6 && motion.timeUs[row] < 60e6;
    const streams = halves(
      EVEN.filter((row) => !isAway(row)),
      ODD,
    );
    const { summary } = analyse(streams);
    expect(summary.gaps.map(({ streamId }) => streamId).sort()).toEqual([fixedId(31), fixedId(33)]);
    for (const { fromUs, toUs } of summary.gaps) {
      expect(Math.abs(fromUs - STARTED_US - 50e6)).toBeLessThan(30_000);
      expect(Math.abs(toUs - STARTED_US - 60e6)).toBeLessThan(30_000);
    }
    expect(summary.repetitions.some(({ startUs }) => startUs > STARTED_US + 64e6)).toBe(true);

    const analysis = createLiveAnalysis(kneeSessionInput);
    const shown: Record<number, unknown> = {};
    for (const { stream } of streams) analysis.addStream(stream);
    for (let second = 0; second < SECONDS; second++) {
      for (const { stream, samples } of streams) {
        const from = samples.hostUs.findIndex((us) => us >= STARTED_US + second * 1e6);
        const to = samples.hostUs.findIndex((us) => us >= STARTED_US + (second + 1) * 1e6);
        if (from >= 0 && to > from) analysis.pushSamples(stream.id, slice(samples, from, to));
      }
      const { angleDeg, angleReason } = analysis.reading;
      shown[second] = angleDeg === null ? angleReason : 'angle';
    }
    expect([shown[45], shown[55], shown[70]]).toEqual(['angle', 'gap', 'angle']);
  });

  it('its angle stays on the screen from packet to packet, however long they are, and goes when they stop', () => {
    const analysis = createLiveAnalysis(kneeSessionInput);
    for (const { stream } of apart) analysis.addStream(stream);
    const shown = (fromS: number, stepS: number, atS: number) => {
      for (const { stream, samples } of apart) {
        const [from, to] = [fromS, fromS + stepS].map((s) => samples.hostUs.findIndex((us) => us >= STARTED_US + s * 1e6));
        analysis.pushSamples(stream.id, slice(samples, from, to));
      }
      analysis.advance(STARTED_US + atS * 1e6);
      return analysis.reading.angleDeg !== null;
    };
    for (let s = 0; s < 42; s += 1.4) shown(s, 1.4, s + 1.4);
    expect([shown(42, 1.4, 44.7), shown(43.4, 1.4, 46.1), shown(44.8, 1.4, 49)]).toEqual([true, true, false]);
  });

  it('an acceleration alone shows no angle, and is no gap of a place that nothing else measures', () => {
    const { summary } = analyse(apart.filter(({ stream }) => stream.kind === 'acceleration'));
    expect([summary.repetitions, summary.gaps, summary.angleSeries]).toEqual([[], [], null]);
  });
});
