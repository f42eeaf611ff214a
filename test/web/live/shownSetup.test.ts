import { expect, it } from 'vitest';
import { pacingSetup } from '#test/shared/pacing/log.ts';
import { shownSetup } from '#web/live/shownSetup.ts';

const agreed = { heartRateBandBpm: { from: 70, to: 100 }, targetAngleDeg: { from: 80, to: 100 } };

it('shows no target in the PEM-safe mode, only the lowest limit that is known', () => {
  const { setup } = pacingSetup({ ...agreed, mode: 'pemSafe' });
  expect(shownSetup(setup)).toMatchObject({ heartRateBandBpm: null, targetAngleDeg: null, heartRateCeilingBpm: 80 });
  expect(shownSetup({ ...setup, heartRateCeilingBpm: null, restingHeartRateBpm: null }).heartRateCeilingBpm).toBe(96);
  const unknown = { ...setup, heartRateCeilingBpm: null, restingHeartRateBpm: null, maxHeartRateBpm: null };
  expect(shownSetup(unknown).heartRateCeilingBpm).toBeNull();
});

it('changes nothing in the standard mode', () => {
  const { setup } = pacingSetup(agreed);
  expect(shownSetup(setup)).toBe(setup);
});
