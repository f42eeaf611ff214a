import type { RuleParameter } from './types.ts';

/** A rule's condition with every parameter as its value and unit: "Heart rate above the ceiling for 30 s; ...". */
export function conditionInWords(
  rule: { readonly condition: string; readonly parameters: Readonly<Record<string, RuleParameter>> },
  values: Readonly<Record<string, number>>,
): string {
  return rule.condition.replace(/\{(\w+)\}/g, (_, name: string) => {
    const { unit } = rule.parameters[name];
    return unit === '1' ? String(values[name]) : `${values[name]} ${unit}`;
  });
}
