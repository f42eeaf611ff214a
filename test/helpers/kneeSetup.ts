import type { SessionSetup } from '#shared/schema/session.ts';

/** Ten knee bends twice, with a plan, a heart-rate band and limits: where a test needs a setup whose details do not matter. */
export const kneeSetup: SessionSetup = {
  planVersion: 1,
  planExerciseId: null,
  exerciseId: 'kneeBend',
  side: 'right',
  plannedSets: 2,
  plannedRepetitionsPerSet: 10,
  quotaMinutes: 20,
  targetAngleDeg: { from: 80, to: 100 },
  heartRateBandBpm: { from: 92, to: 112 },
  heartRateCeilingBpm: 118,
  rpeCeilingCr10: 5,
  restingHeartRateBpm: 62,
  maxHeartRateBpm: 175,
  maxHeartRateSource: 'tanaka',
  maxHeartRateSeeBpm: 10,
  sex: 'female',
  painReferenceNrs: 3,
  mode: 'standard',
  recoveryHistory: null,
  pacingConfigHash: 'default',
};
