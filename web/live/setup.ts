import { maxHeartRate } from '#shared/cardio/maxHeartRate.ts';
import type { ExerciseDefinition } from '#shared/exercises/define.ts';
import { configHash, defaultPacingConfig, PacingConfigSchema } from '#shared/pacing/config.ts';
import { recoveryHistoryOf } from '#shared/pacing/restFalls.ts';
import type { Today } from '#shared/schema/api.ts';
import type { PlanExercise } from '#shared/schema/plan.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import { dayMinutes } from '#web/patient/doseModel.ts';

/**
 * Freezes everything the kernels and the engine need, so that a later change of plan or profile does not change this session. `doneHere`: minutes
 * this phone knows to be done today; the clinic may not have them yet.
 */
export function buildSetup(today: Today, item: PlanExercise, exercise: ExerciseDefinition, doneHere = 0): SessionSetup {
  const { plan, profile } = today;
  // Thresholds of a newer catalogue than this app's are not half applied: the defaults hold.
  const sent = PacingConfigSchema.safeParse(today.pacing?.engine.config);
  const pacingConfig = sent.success ? sent.data : { ...defaultPacingConfig, parameters: {} };
  const year = Number(today.localDay.slice(0, 4));
  const max = maxHeartRate({
    measuredMaxHeartRateBpm: profile.measuredMaxHeartRateBpm,
    ageYears: profile.birthYear === null ? null : year - profile.birthYear,
    betaBlocker: profile.betaBlocker,
  });
  return {
    planVersion: plan?.version ?? null,
    planExerciseId: item.id,
    exerciseId: exercise.id,
    side: item.side,
    plannedSets: item.sets,
    plannedRepetitionsPerSet: item.repetitionsPerSet,
    quotaMinutes: minutesLeft(today, doneHere),
    targetAngleDeg: item.targetAngleDeg ?? (exercise.targetDeg === null ? null : { ...exercise.targetDeg }),
    heartRateBandBpm: plan?.heartRateBandBpm ?? null,
    heartRateCeilingBpm: lowest(plan?.heartRateCeilingBpm ?? null, profile.limits.heartRateCeilingBpm),
    rpeCeilingCr10: profile.limits.rpeCeilingCr10,
    restingHeartRateBpm: profile.restingHeartRateBpm,
    maxHeartRateBpm: max?.maxHeartRateBpm ?? null,
    maxHeartRateSource: max?.source ?? 'unknown',
    maxHeartRateSeeBpm: max?.seeBpm ?? null,
    sex: profile.sex,
    painReferenceNrs: profile.painReferenceNrs,
    mode: profile.mode,
    recoveryHistory: recoveryHistoryOf(today.falls ?? [], exercise.id),
    pacingConfigHash: configHash(pacingConfig),
    pacingConfig,
  };
}

function lowest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/** Minutes of the day's dose that are not used yet. */
function minutesLeft(today: Today, doneHere: number): number {
  const most = today.profile.limits.doseMaxMinutes;
  const localDay = today.pacing?.today.localDay ?? today.localDay;
  const dose = Math.min(dayMinutes(today, localDay) ?? most, most);
  const done = today.days.find((day) => day.localDay === localDay)?.doneMinutes ?? 0;
  return Math.max(0, dose - Math.max(done, doneHere));
}
