import { dayRules } from './days/index.ts';
import { pacingRules } from './index.ts';
import type { Evidence, RuleParameter } from './types.ts';

/** What every rule says about itself, in a session or across days. */
export interface CatalogueRule {
  readonly id: string;
  readonly title: string;
  readonly inputs: readonly string[];
  readonly condition: string;
  readonly parameters: Readonly<Record<string, RuleParameter>>;
  readonly evidence: Evidence;
  readonly source: string;
}

/** All rules, by where they act, in the order of asking. */
export const ruleCatalogue: readonly { readonly group: 'session' | 'days'; readonly rules: readonly CatalogueRule[] }[] = [
  { group: 'session', rules: pacingRules },
  { group: 'days', rules: dayRules },
];
