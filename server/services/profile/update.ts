import { type Ctx, requirePatientAccess } from '#server/context.ts';
import { audited } from '#server/db/statements.ts';
import { ServiceError } from '#server/errors.ts';
import { dayOfPatient, keepEvents } from '#server/services/pacing/eventLog.ts';
import { profileEvents } from '#server/services/pacing/fromRecords.ts';
import { sameRecord } from '#server/services/patient/sameRecord.ts';
import type { ProfileDraft, ProfileUpdate } from '#shared/schema/api.ts';
import type { Id } from '#shared/schema/id.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { appendBatch, appendProfile, staleVersion } from './append.ts';
import { currentProfile } from './current.ts';

/** What a patient may change in their own profile; limits, mode and reference belong to the PT. */
const PATIENT_FIELDS: ReadonlySet<keyof ProfileDraft> = new Set([
  'birthYear',
  'sex',
  'massKg',
  'restingHeartRateBpm',
  'betaBlocker',
  'tensScreen',
  'complaint',
]);

/** Appends a profile version on top of `baseVersion`. A suspension is cleared only by its own verb, with a reason. */
export async function updateProfile(ctx: Ctx, patientId: Id, input: ProfileUpdate): Promise<Profile> {
  await requirePatientAccess(ctx, patientId);
  const current = await currentProfile(ctx, patientId);
  const next: Profile = { ...input.profile, patientId, version: input.baseVersion + 1 };
  if (isRepeat(current, next)) return current;
  if (current.version !== input.baseVersion) throw staleVersion(current.version);
  refuseForbiddenFields(ctx, current, next);
  const at = { atUs: ctx.deps.clock.nowUs(), localDay: await dayOfPatient(ctx, patientId) };
  await appendBatch(ctx, [
    appendProfile(ctx, next),
    ...keepEvents(ctx, patientId, profileEvents(current, next, at)),
    audited(ctx, 'profile.update', 'patient', patientId, { version: next.version }),
  ]);
  return next;
}

/** The answer to the first try was lost and the same change is sent again. */
const isRepeat = (current: Profile, next: Profile) => current.version === next.version && sameRecord(JSON.stringify(current), next);

/** A field that an older version does not have is one that was not answered. */
function refuseForbiddenFields(ctx: Ctx, current: Profile, next: Profile): void {
  const isPatient = ctx.actor.role === 'patient';
  const changed = (Object.keys(next) as (keyof Profile)[]).filter(
    (field) => field !== 'version' && !sameRecord(JSON.stringify(current[field] ?? null), next[field] ?? null),
  );
  const refused = changed.filter((field) => field === 'suspended' || (isPatient && !(PATIENT_FIELDS as ReadonlySet<string>).has(field)));
  if (refused.length === 0) return;
  throw new ServiceError(
    'forbidden',
    isPatient ? 'Only your therapist can change this.' : 'A suspension is cleared on its own, with a reason.',
    {
      fields: refused.map((field) => ({ path: `profile.${field}`, message: 'This cannot be changed here.' })),
    },
  );
}
