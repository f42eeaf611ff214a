import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import { imuStream, kneeSessionEvents, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { type Arrival, arrival, replayLive } from '#test/helpers/replaySession.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';
import { ANGLE_TRACE, createTraces } from '#web/live/traces.ts';

const SECONDS = 40;
const ENDED_US = STARTED_US + SECONDS * 1e6;
const motion = syntheticHinge({ seconds: SECONDS, rateHz: 60, seed: 5 });

const streams = (['thigh', 'shank'] as const).map((bodySite, i): RecordedStream => {
  const stream = imuStream(10 + i, bodySite, 60);
  const axes = bodySite === 'thigh' ? motion.proximal : motion.distal;
  const columns = stream.groups
    .filter(({ name }) => name === 'acceleration' || name === 'angularRate')
    .flatMap(({ name, scale }) =>
      axes.slice(name === 'angularRate' ? 0 : 3, name === 'angularRate' ? 3 : 6).map((axis) => ({ axis, scale })),
    );
  return {
    stream: { ...stream, groups: stream.groups.filter(({ name }) => name === 'acceleration' || name === 'angularRate') },
    samples: {
      sampleCount: motion.timeUs.length,
      hostUs: motion.timeUs.map((timeUs) => STARTED_US + timeUs),
      counts: Int16Array.from(
        Array.from(motion.timeUs).flatMap((_, row) => columns.map(({ axis, scale }) => Math.round(axis[row] / scale))),
      ),
    },
  };
});

/** The angle of the last minute as the wide screen would draw it. */
function curveOf(how: Arrival): number[] {
  const traces = createTraces();
  replayLive(kneeSessionInput, streams, kneeSessionEvents(), ENDED_US, how, (analysis) => analysis.watchAngle(traces.takeAngle));
  const curve = new Float64Array(ANGLE_TRACE.places);
  traces.angle.copyFrom(STARTED_US, curve);
  return [...curve];
}

test('the curve of the angle is the same however far one sensor’s packets are ahead of the other’s, and has no hole', () => {
  const inStep = curveOf({ packetMs: [15], delayMs: [0], advanceMs: [250] });
  const firstAt = inStep.findIndex((deg) => !Number.isNaN(deg));
  const lastAt = inStep.findLastIndex((deg) => !Number.isNaN(deg));
  expect(lastAt - firstAt).toBeGreaterThan((20 * 1e6) / ANGLE_TRACE.stepUs);
  expect(inStep.slice(firstAt, lastAt).some(Number.isNaN)).toBe(false);
  fc.assert(
    fc.property(arrival, (how) => {
      expect(curveOf(how)).toEqual(inStep);
    }),
    { numRuns: 8 },
  );
});
