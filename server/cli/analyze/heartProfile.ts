import { z } from 'zod';
import { HeartRateBpm, Profile } from '#shared/schema/profile.ts';
import { readText } from './csv.ts';
import { type Io, type Outcome, refuse } from './io.ts';

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
  const text = await readText(io, file);
  if (!text.ok) return text;
  let json: unknown;
  try {
    json = JSON.parse(text.value);
  } catch (error) {
    return refuse(`${file}: ${lineOfError(text.value, error)}not JSON`);
  }
  const profile = HeartProfile.safeParse(json);
  if (profile.success) return { ok: true, value: profile.data };
  const [issue] = profile.error.issues;
  const field = issue.path.join('.');
  const known = issue.code === 'unrecognized_keys' ? `; this command reads ${Object.keys(HeartProfile.shape).join(', ')}` : '';
  return refuse(`${file}: ${field === '' ? '' : `field ${field}: `}${issue.message}${known}`);
}

/** V8 says where JSON went wrong as a position in the text. */
function lineOfError(text: string, error: unknown): string {
  const position = /position (\d+)/.exec(String(error))?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: `;
}
