import { expect, test } from 'vitest';
import { intoWork, openStudio, STUDIO_START_US } from '#test/web/live/studio.ts';
import { heartExtent } from '#web/live/liveSpecs.ts';
import { ANGLE_TRACE } from '#web/live/traces.ts';

test('the hub fills the curves: what came is there, what did not come is a gap', async () => {
  const studio = openStudio({ heartRateBpm: 90 });
  await intoWork(studio);
  await studio.run(20);
  const thigh = studio.ports.get('thigh');
  if (thigh === undefined) throw new Error('no thigh sensor');
  thigh.faults.neverAnswerConnect = true;
  thigh.dropNow();
  await studio.run(6);
  const { live, time } = studio;

  const angle = new Float64Array(ANGLE_TRACE.places);
  live.traces.angle.copyFrom(time.nowUs() - ANGLE_TRACE.seconds * 1e6, angle);
  const known = angle.filter((deg) => !Number.isNaN(deg));
  expect(known.length).toBeGreaterThan(100);
  expect(Math.max(...known) - Math.min(...known)).toBeGreaterThan(40);
  expect(angle.subarray(-80).every(Number.isNaN)).toBe(true);

  const heart = new Float64Array(6);
  live.traces.heart.copyFrom(STUDIO_START_US, heart);
  expect([...heart.slice(0, 4)]).toEqual([90, 90, 90, 90]);
});

test('the axis of the session holds the dose, and grows in steps when it takes longer', () => {
  expect(heartExtent(20, 60)).toEqual({ from: 0, to: 1200 });
  expect(heartExtent(0, 60)).toEqual({ from: 0, to: 300 });
  expect(heartExtent(20, 1200)).toEqual({ from: 0, to: 1500 });
});
