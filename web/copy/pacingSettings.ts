import type { Evidence } from '#shared/schema/decision.ts';

/** Words of the pacing thresholds, as the PT reads them. What a rule does is said by the rule itself. */
export const settingsCopy = {
  title: 'Pacing rules',
  titleFor: (name: string) => `Pacing rules for ${name}`,
  open: 'Pacing rules of this clinic',
  openPatient: 'Pacing rules',
  introClinic:
    'These hold for every patient who has no value of their own. A change holds from today on; days before stay as they were decided.',
  introPatient: 'Values here go before those of the clinic. An empty field follows the clinic. A change holds from the patient’s today on.',
  groups: { session: 'In a session', days: 'Across days' },
  changed: (count: number) => (count === 1 ? '1 value of its own' : `${count} values of its own`),
  looksAt: 'Looks at',
  evidence: {
    guideline: 'Guideline:',
    trial: 'Trial:',
    convention: 'Clinical convention:',
    ours: 'Our own, without a trial:',
  } satisfies Record<Evidence, string>,
  noSettings: 'This rule has nothing to set.',
  byDefault: 'Default',
  byClinic: 'Clinic',
  hint: (from: string, inherited: number, min: number, max: number, unit: string) =>
    `${from} ${inherited}; ${min} to ${max}${unit === '' ? '' : ` ${unit}`}`,
  resetRule: 'Back to the defaults of this rule',
  resetRuleToClinic: 'Back to the clinic’s values of this rule',
  resetAll: 'Everything back to the defaults',
  resetAllToClinic: 'Everything back to the clinic’s values',
  save: 'Save as new version',
  saved: (version: number) => `Version ${version} is in force.`,
  fix: (fields: readonly string[]) => `Have another look at ${fields.join(', ')}.`,
  conflict: 'Somebody saved another version in the meantime. Load the page again to see it; nothing of theirs was overwritten.',
  history: 'Versions',
  historyEmpty: 'Nothing has been set yet: every rule is at its default.',
  version: (version: number, day: string) => `Version ${version}, from ${day}`,
  inherited: 'as inherited',
  change: (field: string, meaning: string, before: string, after: string) =>
    `${field} ${meaning === '' ? '' : `(${meaning}) `}${before} → ${after}`,
} as const;
