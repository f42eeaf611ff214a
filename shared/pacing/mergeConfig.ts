import { PacingConfigSchema } from './config.ts';
import type { PacingConfig } from './types.ts';

export interface ConfigProblem {
  /** "clinic.parameters.A3.risePct": whose value it is, and which. */
  readonly field: string;
  readonly message: string;
}
export type MergedConfig =
  | { readonly ok: true; readonly config: PacingConfig }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * A clinic's defaults with one patient's values laid over them. Both alone and together they have to be in range and in order; what is not
 * is named. The version grows whenever one of the two grows; the hash of the values goes with every decision.
 */
export function mergeConfig(clinic: PacingConfig, patient: PacingConfig): MergedConfig {
  const parameters: Record<string, Readonly<Record<string, number>>> = { ...clinic.parameters };
  for (const [ruleId, values] of Object.entries(patient.parameters)) parameters[ruleId] = { ...parameters[ruleId], ...values };
  const config = { version: clinic.version + patient.version, parameters };
  const problems = [...problemsOf('clinic', clinic), ...problemsOf('patient', config)];
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems };
}

function problemsOf(whose: string, config: PacingConfig): ConfigProblem[] {
  const issues = PacingConfigSchema.safeParse(config).error?.issues ?? [];
  return issues.map(({ path, message }) => ({ field: [whose, ...path].join('.'), message }));
}
