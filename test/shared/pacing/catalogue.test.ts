import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pacingRules } from '#shared/pacing/index.ts';
import { expectParametersDeclared } from './declared.ts';
import { decisionsOf, ticks } from './log.ts';
import { timelines } from './timelines.ts';

const decisions = timelines.flatMap(({ log, setup }) => decisionsOf(log, setup));

describe('the catalogue of rules', () => {
  it('lists every file of rules/', () => {
    const files = readdirSync(fileURLToPath(new URL('../../../shared/pacing/rules', import.meta.url)));
    expect(files.length).toBe(pacingRules.length);
    expect(pacingRules.length).toBeGreaterThanOrEqual(9);
  });

  it('uses every id once', () => {
    expect(new Set(pacingRules.map(({ id }) => id)).size).toBe(pacingRules.length);
  });

  it.each(pacingRules)('$id names its source, title and evidence', (rule) => {
    expect(rule.id).toMatch(/^[A-Z]\d{1,2}$/);
    expect(rule.title.length).toBeGreaterThan(5);
    expect(rule.source.length).toBeGreaterThan(20);
    expect(['guideline', 'trial', 'convention', 'ours']).toContain(rule.evidence);
  });

  it('gives every parameter a unit, a meaning and a range with its default inside', () => expectParametersDeclared(pacingRules, 21));
});

describe('what patients read', () => {
  const texts = [...new Set(decisions.map(({ patientText }) => patientText))];

  it('is at most two short sentences without blame or threat', () => {
    expect(texts.length).toBeGreaterThanOrEqual(15);
    for (const text of texts) {
      expect(text.length, text).toBeLessThanOrEqual(200);
      expect(text.split(/[.!?](?:\s|$)/).filter((sentence) => sentence.trim() !== '').length, text).toBeLessThanOrEqual(2);
      expect(text, text).not.toMatch(/damage|harm|injur|\bmust\b|\bfail|wrong|should have|too lazy|\bbad\b/i);
      expect(text, text).not.toMatch(/NRS|RPE|HRR|ROM\b/);
    }
  });

  it('leaves no hole where a number belongs', () => {
    for (const { patientText, ptText } of decisions)
      expect(`${patientText} ${ptText}`).not.toMatch(/\?\s(?:seconds|minutes|bpm|s\b|%)|NaN|undefined|Infinity/);
  });
});

describe('without data', () => {
  it.each(pacingRules)('$id is silent', ({ id }) => {
    const nothing = decisionsOf(ticks(0, 600, null), { quotaMinutes: 20 });
    const doubtful = decisionsOf(ticks(0, 600, 200, { heartRateQuality: 'doubtful' }));
    const noLimits = decisionsOf(ticks(0, 600, 150), { heartRateCeilingBpm: null, restingHeartRateBpm: null, maxHeartRateBpm: null });
    expect([...nothing, ...doubtful, ...noLimits].filter(({ ruleIds }) => ruleIds.includes(id))).toEqual([]);
  });
});
