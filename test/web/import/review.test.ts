import { describe, expect, it } from 'vitest';
import type { Today } from '#shared/schema/api.ts';
import type { PlanExercise } from '#shared/schema/plan.ts';
import { fitFile } from '#test/helpers/fitFile.ts';
import { makeSetup } from '#test/web/live/studio.ts';
import { fit } from '#web/import/formats/fit.ts';
import { identify } from '#web/import/prepare.ts';
import { type FoundIn, knownStretch, type ReviewFacts, reviewOf } from '#web/import/review.ts';
import { importedSetup } from '#web/import/setup.ts';
import { newId } from '#web/store/ids.ts';

const NOW_MS = Date.UTC(2026, 2, 20, 12);
const HOUR_MS = 3_600_000;
const patientId = newId();
const facts = (patch: Partial<ReviewFacts> = {}): ReviewFacts => ({
  nowUs: NOW_MS * 1000,
  firstDay: '2026-03-01',
  momentAt: (utcUs) => ({ utcUs, offsetMinutes: 60, zone: 'Europe/Vienna' }),
  known: [],
  ...patch,
});

async function found(file: string, agoMs: number, seconds: number, of: Partial<Parameters<typeof fitFile>[0]> = {}): Promise<FoundIn> {
  const bytes = fitFile({ startMs: NOW_MS - agoMs, seconds, heartRateBpm: (s) => 90 + ((s * 3) % 40), ...of });
  const { found: sessions } = await fit.read(new File([bytes], file), { fromUs: 0, csv: null, progress: () => undefined });
  return { file, found: sessions[0], identity: await identify(sessions[0], patientId) };
}

describe('what is shown before anything is kept', () => {
  it('chooses what is sound and new, and says of the rest why not', async () => {
    const all = await Promise.all([
      found('good', 5 * HOUR_MS, 1800),
      found('future', -HOUR_MS, 1800),
      found('old', 30 * 24 * HOUR_MS, 1800),
      found('short', 9 * HOUR_MS, 40),
    ]);
    const items = reviewOf(all, facts());
    expect(items.map(({ file, refusal, chosen }) => [file, refusal, chosen])).toEqual([
      ['old', 'beforeFirstDay', false],
      ['short', 'tooShort', false],
      ['good', null, true],
      ['future', 'future', false],
    ]);
    expect(items[2]).toMatchObject({ localDay: '2026-03-20', countsAs: { type: 'beside', exerciseId: 'activityWalking' } });
  });

  it('takes the richer of two alike, the other only when asked, and the very same once', async () => {
    const watch = await found('watch', 5 * HOUR_MS - 20_000, 1750);
    const strap = await found('strap', 5 * HOUR_MS, 1800, { intervalsS: () => [0.6] });
    const again = { ...(await found('again', 5 * HOUR_MS, 1800, { intervalsS: () => [0.6] })) };
    const items = reviewOf([watch, strap, again], facts());
    const of = (file: string) => items.find((item) => item.file === file);
    expect(of('strap')).toMatchObject({ chosen: true, refusal: null, likeness: null });
    expect(of('watch')).toMatchObject({ chosen: false, refusal: null, likeFound: true, likeness: { kind: 'probablySame' } });
    expect(of('again')).toMatchObject({ chosen: false, refusal: 'alreadyHere' });
  });

  it('knows a session that was recorded here at that time', async () => {
    const walk = await found('walk', 5 * HOUR_MS, 1800);
    const at = (utcUs: number) => ({ utcUs, offsetMinutes: 60, zone: 'Europe/Vienna' });
    const { startedUs, endedUs } = walk.found;
    const known = knownStretch({ id: newId(), startedAt: at(startedUs - 60e6), endedAt: at(endedUs) }, null);
    expect(reviewOf([walk], facts({ known }))[0]).toMatchObject({ chosen: false, likeFound: false, likeness: { kind: 'probablySame' } });
  });

  it('has no plan, band or dose of its own, unless it was the planned exercise', () => {
    const item: PlanExercise = {
      ...{
        id: newId(),
        exerciseId: 'walking',
        side: 'none',
        sets: 1,
        repetitionsPerSet: null,
        durationMinutes: 20,
        targetAngleDeg: null,
        note: '',
      },
    };
    const { restingHeartRateBpm, rpeCeilingCr10 } = makeSetup();
    const limits = { heartRateCeilingBpm: 130, rpeCeilingCr10, doseMinMinutes: 0, doseMaxMinutes: 60, weeklyRisePct: 5 };
    const profile = {
      restingHeartRateBpm,
      limits,
      birthYear: 1980,
      measuredMaxHeartRateBpm: null,
      betaBlocker: false,
      sex: 'female',
      mode: 'standard',
    };
    const plan = { version: 4, quotaMinutes: 20, heartRateBandBpm: { from: 90, to: 110 }, heartRateCeilingBpm: 140 };
    const today = { localDay: '2026-03-20', profile, plan, days: [] } as unknown as Today;
    const beside = importedSetup(today, { type: 'beside', exerciseId: 'activityRunning', side: 'none' });
    expect(beside).toMatchObject({
      planVersion: null,
      planExerciseId: null,
      exerciseId: 'activityRunning',
      heartRateBandBpm: null,
      quotaMinutes: 0,
    });
    expect(beside).toMatchObject({ restingHeartRateBpm, heartRateCeilingBpm: 130 });
    expect(importedSetup(today, { type: 'planned', item, completed: true })).toMatchObject({
      planVersion: 4,
      planExerciseId: item.id,
      exerciseId: 'walking',
    });
  });
});
