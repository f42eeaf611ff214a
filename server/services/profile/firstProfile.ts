import type { Profile } from '#shared/schema/profile.ts';

/**
 * Version 1 of a profile, before anybody was asked: everything unknown is null and the limits are the cautious defaults that the PT then edits.
 * RPE 5 of 10 ("strong") and a rise of 5 % a week are the defaults of pacing.md (L3, A3).
 */
export function firstProfile(patientId: string, complaint: string): Profile {
  return {
    patientId,
    version: 1,
    birthYear: null,
    sex: null,
    massKg: null,
    restingHeartRateBpm: null,
    measuredMaxHeartRateBpm: null,
    betaBlocker: null,
    limits: { heartRateCeilingBpm: null, rpeCeilingCr10: 5, doseMinMinutes: 5, doseMaxMinutes: 60, weeklyRisePct: 5 },
    pemStatus: 'notScreened',
    painReferenceNrs: null,
    mode: 'standard',
    suspended: null,
    tensScreen: { answeredAtUs: null, contraindications: [] },
    complaint,
  };
}
