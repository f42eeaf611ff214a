import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dayRules } from '#shared/pacing/days/index.ts';
import { readingAge, syllablesOf } from '#test/helpers/readability.ts';
import { expectParametersDeclared } from '#test/shared/pacing/declared.ts';
import { decisionsOf as liveDecisionsOf } from '#test/shared/pacing/log.ts';
import { timelines } from '#test/shared/pacing/timelines.ts';
import { decidedBy, decisionsOf, profileOf } from './diary.ts';
import { dayTimelines } from './timelines.ts';

describe('the catalogue of rules across days', () => {
  it('lists every file of rules/ and uses every id once', () => {
    const files = readdirSync(fileURLToPath(new URL('../../../../shared/pacing/days/rules', import.meta.url)));
    expect(files.length).toBe(dayRules.length);
    expect(new Set(dayRules.map(({ id }) => id)).size).toBe(dayRules.length);
    expect(dayRules.length).toBeGreaterThanOrEqual(14);
  });

  it.each(dayRules)('$id names its inputs, source, title and evidence', (rule) => {
    expect(rule.id).toMatch(/^[AG]\d{1,2}$/);
    expect(rule.title.length).toBeGreaterThan(10);
    expect(rule.source.length).toBeGreaterThan(20);
    expect(rule.inputs.length).toBeGreaterThan(0);
    expect(['guideline', 'trial', 'convention', 'ours']).toContain(rule.evidence);
  });

  it('gives every parameter a unit, a meaning and a range with its default inside', () => expectParametersDeclared(dayRules, 36));

  it('reads no load chart: acute:chronic ratio, monotony, strain and TRIMP are never inputs of a rule (A11)', () => {
    const inputs = dayRules.flatMap((rule) => rule.inputs).join('; ');
    expect(inputs).toContain('day load');
    expect(inputs).not.toMatch(/acwr|acute|chronic|monotony|strain|trimp/i);
  });
});

describe('what patients read', () => {
  const days = dayTimelines.flatMap(({ log, until, profile }) => decisionsOf(decidedBy(until, log, profileOf(profile))));
  const live = timelines.flatMap(({ log, setup }) => liveDecisionsOf(log, setup));
  const texts = [...new Set([...days, ...live].map(({ patientText }) => patientText))];

  it('is at most two short sentences without blame, threat or promise', () => {
    expect(texts.length).toBeGreaterThanOrEqual(40);
    for (const text of texts) {
      expect(text.length, text).toBeLessThanOrEqual(120);
      expect(text.split(/[.!?](?:\s|$)/).filter((sentence) => sentence.trim() !== '').length, text).toBeLessThanOrEqual(2);
      expect(text, text).not.toMatch(/damage|harm|injur|\bmust\b|\bfail|wrong|should have|too lazy|\bbad\b|\bwill help|\bcure|streak/i);
      expect(text, text).not.toMatch(/NRS|RPE|HRR|ROM\b|PEM\b/);
    }
  });

  it('reads easily at about 11 years', () => {
    for (const text of texts) expect(readingAge(text), text).toBeLessThanOrEqual(12);
    const mean = texts.reduce((sum, text) => sum + readingAge(text), 0) / texts.length;
    expect(mean).toBeLessThanOrEqual(9);
  });

  it('is measured by a formula that tells easy from hard', () => {
    expect(['the', 'rest', 'minutes', 'today', 'higher', 'tolerance'].map(syllablesOf)).toEqual([1, 1, 2, 2, 2, 3]);
    expect(readingAge('Slow down a little. Rest now.')).toBeLessThan(8);
    expect(readingAge('Post-exertional exacerbation necessitates individualised modification of therapeutic intensity.')).toBeGreaterThan(
      20,
    );
  });

  it('leaves no hole where a number belongs', () => {
    for (const { patientText, ptText } of days)
      expect(`${patientText} ${ptText}`).not.toMatch(/\?\s(?:min|days|bpm|%)|NaN|undefined|Infinity|null/);
  });
});
