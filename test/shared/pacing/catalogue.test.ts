import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pacingRules } from '#shared/pacing/index.ts';
import { readingAge } from '#test/helpers/readability.ts';
import { expectParametersDeclared } from './declared.ts';
import { decisionsOf, event, repetition, type Tick, ticks } from './log.ts';
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

  it('gives every parameter a unit, a meaning and a range with its default inside', () => expectParametersDeclared(pacingRules, 47));

  it.each(pacingRules)('$id says in words what it looks at and when it speaks, naming every parameter', (rule) => {
    expect(rule.inputs.length).toBeGreaterThan(0);
    const named = [...rule.condition.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect([...new Set(named)].sort()).toEqual(Object.keys(rule.parameters).sort());
  });
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

  it('reads easily at about eleven', () => {
    for (const text of texts) expect(readingAge(text), text).toBeLessThanOrEqual(12);
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
    const unusable: Partial<Tick>[] = [{ heartRateQuality: 'doubtful' }, { rrArtefactPct: 30 }];
    const drifting = unusable.flatMap((more) =>
      decisionsOf(ticks(0, 1500, 100, { workPerMinute: 400 }).map((each, i) => (i > 900 ? { ...each, heartRateBpm: 118, ...more } : each))),
    );
    const noWork = decisionsOf([...ticks(0, 900, 100), ...ticks(900, 1500, 118)]);
    const noCeilingNoHistory = decisionsOf([event(0, { type: 'phase', phase: 'rest' }), ...ticks(0, 300, 150)], {
      heartRateCeilingBpm: null,
    });
    const uncertain = decisionsOf(Array.from({ length: 20 }, (_, i) => repetition(6 * i, i, { romDeg: 60 - 2 * i, confidence: 0.2 })));
    const roughUnknown = decisionsOf(Array.from({ length: 20 }, (_, i) => repetition(6 * i, i, { sparc: null })));
    const pemUnknown = decisionsOf(ticks(0, 100, 150), {
      ...{ mode: 'pemSafe', heartRateCeilingBpm: null, restingHeartRateBpm: null, maxHeartRateBpm: null },
    });
    const silent = [noWork, noCeilingNoHistory, uncertain, roughUnknown, pemUnknown, drifting].flat();
    expect(silent.filter(({ ruleIds }) => ruleIds.includes(id) && id !== 'L6')).toEqual([]);
    expect([...nothing, ...doubtful, ...noLimits].filter(({ ruleIds }) => ruleIds.includes(id))).toEqual([]);
  });
});
