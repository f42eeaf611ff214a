import { z } from 'zod';
import { HeartRateBpm, Profile } from '#shared/schema/profile.ts';
import type { Io, Outcome } from './io.ts';
import { readJson } from './json.ts';

const { sex, massKg, restingHeartRateBpm, measuredMaxHeartRateBpm, betaBlocker } = Profile.shape;

/** What `analyze heart` needs of a person; a whole profile as the API gives it is fine, its other fields are not read. */
const HeartProfile = z.strictObject({
  ...z.object(Profile.shape).partial().shape,
  ageYears: z.number().min(0).max(120).nullable().default(null),
  sex: sex.default(null),
  massKg: massKg.default(null),
  restingHeartRateBpm: restingHeartRateBpm.default(null),
  measuredMaxHeartRateBpm: measuredMaxHeartRateBpm.default(null),
  betaBlocker: betaBlocker.default(null),
  /** Heart rates at the two ventilatory thresholds, measured in a test. */
  firstThresholdBpm: HeartRateBpm.nullable().default(null),
  secondThresholdBpm: HeartRateBpm.nullable().default(null),
});
export type HeartProfile = z.infer<typeof HeartProfile>;

/** Reads a JSON profile. Refusals name the file and the field. */
export async function readHeartProfile(io: Io, file: string): Promise<Outcome<HeartProfile>> {
  return readJson(io, file, HeartProfile, `; this command reads ${Object.keys(HeartProfile.shape).join(', ')}`);
}
