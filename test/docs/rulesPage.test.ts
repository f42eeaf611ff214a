import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dayRules } from '#shared/pacing/days/index.ts';
import { pacingRules } from '#shared/pacing/index.ts';
import { rulesPage } from './rulesPage.ts';

const page = rulesPage();

describe('docs/rules.md', () => {
  it('is up to date (npm run docs:rules writes it)', () => {
    expect(readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')).toBe(page);
  });

  it('has every rule with what the patient and the PT read', () => {
    const sections = page.split('\n### ').slice(1);
    expect(sections.map((section) => section.split(':')[0])).toEqual([...pacingRules, ...dayRules].map(({ id }) => id));
    for (const section of sections) {
      expect(section, section.slice(0, 40)).toMatch(/\*\*The patient reads\*\*\n\n- .+/);
      expect(section, section.slice(0, 40)).toMatch(/for example\*\*\n\n- .+/);
      expect(section).not.toMatch(/undefined|NaN|\{\w+\}/);
    }
  });

  it('names every parameter of a rule across days in its condition', () => {
    for (const { id, condition, parameters } of dayRules) {
      const named = new Set([...condition.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect([...named].sort(), id).toEqual(Object.keys(parameters).sort());
    }
  });
});
