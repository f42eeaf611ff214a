import { mergeConfig } from '#shared/pacing/mergeConfig.ts';
import type { RuleParameter } from '#shared/pacing/types.ts';
import type { PacingParameters } from '#shared/schema/pacingApi.ts';
import type { FieldErrors } from '#web/ui/formErrors.ts';

/** "A3.risePct" -> the value set here; null or absent = inherited. */
export type SettingsForm = Readonly<Record<string, number | null>>;

export const fieldOf = (ruleId: string, name: string): string => `${ruleId}.${name}`;

export function settingsForm(parameters: PacingParameters): SettingsForm {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([ruleId, values]) => Object.entries(values).map(([name, value]) => [fieldOf(ruleId, name), value])),
  );
}

export function parametersOf(form: SettingsForm): PacingParameters {
  const parameters: PacingParameters = {};
  for (const [field, value] of Object.entries(form)) {
    if (value === null) continue;
    const [ruleId, name] = field.split('.');
    parameters[ruleId] = { ...parameters[ruleId], [name]: value };
  }
  return parameters;
}

/** The clinic's value under a patient's, else the default of the rule. */
export function inheritedValue(parameter: RuleParameter, ruleId: string, name: string, clinic: PacingParameters | null): number {
  return clinic?.[ruleId]?.[name] ?? parameter.default;
}

/** What is out of range or out of order, by field, as the server would say it. `clinic` null: these are the clinic's own. */
export function settingsErrors(form: SettingsForm, clinic: PacingParameters | null): FieldErrors {
  const own = parametersOf(form);
  const merged = mergeConfig({ version: 1, parameters: clinic ?? own }, { version: 0, parameters: clinic === null ? {} : own });
  return merged.ok ? {} : errorsByField(merged.problems.map(({ field, message }) => [field, message]));
}

/** "patient.parameters.A3.risePct" is the field A3.risePct, whoever found it. */
export function errorsByField(problems: readonly (readonly [path: string, message: string])[]): FieldErrors {
  const errors: Record<string, string> = {};
  for (const [path, message] of problems) errors[path.split('.').slice(-2).join('.')] ??= message;
  return errors;
}

/** Fields whose value differs between two versions; null = inherited. */
export function changedFields(
  before: PacingParameters,
  after: PacingParameters,
): { readonly field: string; readonly before: number | null; readonly after: number | null }[] {
  const [old, now] = [settingsForm(before), settingsForm(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .map((field) => ({ field, before: old[field] ?? null, after: now[field] ?? null }))
    .filter((change) => change.before !== change.after);
}
