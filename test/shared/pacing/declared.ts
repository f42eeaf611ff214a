import { expect } from 'vitest';
import type { RuleParameter } from '#shared/pacing/types.ts';

/** Every parameter has a unit, a meaning and a range with its default inside; at least so many were seen. */
export function expectParametersDeclared(
  rules: readonly { readonly id: string; readonly parameters: Readonly<Record<string, RuleParameter>> }[],
  atLeast: number,
): void {
  let seen = 0;
  for (const rule of rules) {
    for (const [name, parameter] of Object.entries(rule.parameters)) {
      const where = `${rule.id}.${name}`;
      expect(parameter.unit, where).not.toBe('');
      expect(parameter.meaning.length, where).toBeGreaterThan(10);
      expect(parameter.min, where).toBeLessThan(parameter.max);
      expect(parameter.default, where).toBeGreaterThanOrEqual(parameter.min);
      expect(parameter.default, where).toBeLessThanOrEqual(parameter.max);
      seen++;
    }
  }
  expect(seen).toBeGreaterThanOrEqual(atLeast);
}
