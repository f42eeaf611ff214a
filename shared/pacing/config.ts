import { z } from 'zod';
import { ruleCatalogue } from './catalogue.ts';
import { fnv1a64Hex } from './hash.ts';
import type { PacingConfig } from './types.ts';

const allRules = ruleCatalogue.flatMap(({ rules }) => rules);

/** Everything at its default: what a clinic starts with. */
export const defaultPacingConfig: PacingConfig = { version: 1, parameters: {} };

/** Cut-offs that only make sense in this order (P16): the milder one first. */
const ORDERINGS: readonly {
  readonly mild: readonly [string, string];
  readonly severe: readonly [string, string];
  readonly strict: boolean;
}[] = [
  { mild: ['L1', 'aboveS'], severe: ['L2', 'aboveS'], strict: false },
  { mild: ['L7', 'riseNrs'], severe: ['L8', 'riseNrs'], strict: true },
  { mild: ['L7', 'aboveNrs'], severe: ['L8', 'severeNrs'], strict: true },
  { mild: ['L4', 'easePct'], severe: ['L4', 'finishPct'], strict: true },
  { mild: ['L4', 'backPct'], severe: ['L4', 'easePct'], strict: true },
  { mild: ['G2', 'lyingBpm'], severe: ['G2', 'aboveBpm'], strict: false },
  { mild: ['G3', 'diastolicMmHg'], severe: ['G3', 'systolicMmHg'], strict: true },
  { mild: ['A1', 'amberRiseNrs'], severe: ['A1', 'redRiseNrs'], strict: true },
  { mild: ['A3', 'amberMax'], severe: ['A3', 'amberCut'], strict: true },
  { mild: ['A3', 'redCut'], severe: ['A3', 'amberCut'], strict: false },
];

export type ResolvedParameters = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Every parameter of every rule: the configured value, or its default. */
export function resolveParameters(config: PacingConfig): ResolvedParameters {
  const resolved: Record<string, Record<string, number>> = {};
  for (const rule of allRules) {
    const values: Record<string, number> = {};
    for (const [name, parameter] of Object.entries(rule.parameters)) {
      values[name] = config.parameters[rule.id]?.[name] ?? parameter.default;
    }
    resolved[rule.id] = values;
  }
  return resolved;
}

/** A configuration as a PT saves it. Unknown rules and parameters, values out of range and cut-offs out of order are refused by name. */
export const PacingConfigSchema = z
  .object({
    version: z.int().min(1),
    parameters: z.record(z.string(), z.record(z.string(), z.number())),
  })
  .superRefine((config, refinement) => {
    for (const [path, message] of problemsOf(config)) refinement.addIssue({ code: 'custom', path: ['parameters', ...path], message });
  });

function* problemsOf(config: PacingConfig): Generator<[readonly string[], string]> {
  let known = true;
  for (const [ruleId, values] of Object.entries(config.parameters)) {
    const rule = allRules.find((candidate) => candidate.id === ruleId);
    if (rule === undefined) {
      known = false;
      yield [[ruleId], `There is no rule ${ruleId}; known are ${allRules.map(({ id }) => id).join(', ')}.`];
      continue;
    }
    for (const [name, value] of Object.entries(values)) {
      const parameter = Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined;
      if (parameter === undefined) {
        known = false;
        yield [[ruleId, name], `Rule ${ruleId} has no parameter ${name}; known are ${Object.keys(rule.parameters).join(', ') || 'none'}.`];
      } else if (value < parameter.min || value > parameter.max) {
        yield [[ruleId, name], `${ruleId}.${name} is ${value} ${parameter.unit}; allowed are ${parameter.min} to ${parameter.max}.`];
      }
    }
  }
  if (!known) return;
  const resolved = resolveParameters(config);
  for (const { mild, severe, strict } of ORDERINGS) {
    const low = resolved[mild[0]][mild[1]];
    const high = resolved[severe[0]][severe[1]];
    if (strict ? low < high : low <= high) continue;
    const order = strict ? 'below' : 'at most';
    yield [[mild[0], mild[1]], `${mild.join('.')} (${low}) is out of order: it has to be ${order} ${severe.join('.')} (${high}).`];
  }
}

/** Names the thresholds in force: equal for equal values, whether written out or left at their defaults. */
export function configHash(config: PacingConfig): string {
  const resolved = resolveParameters(config);
  const lines = [`version=${config.version}`];
  for (const ruleId of Object.keys(resolved).sort()) {
    for (const name of Object.keys(resolved[ruleId]).sort()) lines.push(`${ruleId}.${name}=${resolved[ruleId][name]}`);
  }
  return fnv1a64Hex(lines.join('\n'));
}
