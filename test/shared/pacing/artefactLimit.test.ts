import { describe, expect, it } from 'vitest';
import { initRrArtefacts, rrArtefactPct, stepRrArtefacts } from '#shared/cardio/rrArtefacts.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { hasReference, referenceRrMs } from '#test/shared/cardio/reference.ts';
import { decisionsOf, START_US, type Tick, tick } from './log.ts';

/** The session of a strap with these intervals: one tick a second with the share of artefacts of its last minute. */
function sessionOf(rrMs: readonly number[]) {
  const state = initRrArtefacts();
  const ticks: Tick[] = [];
  let atUs = START_US;
  for (const interval of rrMs) {
    atUs += interval * 1000;
    stepRrArtefacts(state, atUs, interval);
    const second = Math.floor((atUs - START_US) / 1_000_000);
    if (ticks.length <= second) ticks.push(tick(ticks.length, 100, { rrArtefactPct: rrArtefactPct(state, atUs) }));
  }
  return ticks;
}

describe('the limit of 5 % artefacts in a minute (L6)', () => {
  it.skipIf(!hasReference).each(['rest_rri', 'exercise_rri'] as const)(
    `leaves a worn strap alone: %s (skipped: ${NO_SHARED_DATA})`,
    (name) => {
      const ticks = sessionOf(referenceRrMs(name));
      const shares = ticks.map(({ rrArtefactPct }) => rrArtefactPct ?? 0);
      expect(ticks.length).toBeGreaterThan(900);
      expect(Math.max(...shares)).toBeLessThan(2);
      expect(decisionsOf(ticks)).toEqual([]);
    },
  );

  it.skipIf(!hasReference)(`sets the same strap aside when every twelfth beat is missed (skipped: ${NO_SHARED_DATA})`, () => {
    const missed = referenceRrMs('rest_rri').map((interval, i) => (i % 12 === 11 ? 2 * interval : interval));
    expect(decisionsOf(sessionOf(missed)).map(({ ruleIds }) => ruleIds[0])).toContain('L6');
  });
});
