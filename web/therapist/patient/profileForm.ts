import type { Limits, Profile } from '#shared/schema/profile.ts';

type Nullable<T> = { [K in keyof T]: T[K] | null };

/** The profile while it is being typed: any number may be empty for a moment. */
export type ProfileForm = Omit<Profile, 'patientId' | 'version' | 'limits'> & { limits: Nullable<Limits> };

export function profileForm(profile: Profile): ProfileForm {
  const { patientId: _patientId, version: _version, ...form } = profile;
  return form;
}
