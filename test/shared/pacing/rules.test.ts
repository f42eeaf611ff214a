import { describe, expect, it } from 'vitest';
import { DriftAtEqualWork } from '#shared/cardio/driftAtEqualWork.ts';
import { defaultPacingConfig, resolveParameters } from '#shared/pacing/config.ts';
import type { Finding, RuleContext } from '#shared/pacing/define.ts';
import { createPacing } from '#shared/pacing/engine.ts';
import { pacingRules } from '#shared/pacing/index.ts';
import { comparePacingInputs } from '#shared/pacing/order.ts';
import type { PacingInput } from '#shared/pacing/types.ts';
import type { Decision, Fact } from '#shared/schema/decision.ts';
import type { SessionPhase } from '#shared/schema/event.ts';
import { decisionsOf, event, pacingSetup, pain, rpe, ticks } from './log.ts';
import { timelines } from './timelines.ts';

const number = (facts: readonly Fact[], name: string) => facts.find((fact) => fact.name === name)?.value as number;

/** The condition of each rule, read off the facts of its decision alone (P12). */
const HOLDS: Readonly<Record<string, (facts: readonly Fact[], decision: Decision) => boolean>> = {
  G1: (facts) => facts.some(({ name, value }) => name === 'redFlagSymptoms' && value !== ''),
  L1: (facts) => number(facts, 'heartRateMedian5s') > number(facts, 'heartRateCeiling') && number(facts, 'secondsAboveCeiling') >= 30,
  L2: (facts) => {
    const far =
      number(facts, 'heartRateMedian5s') > (number(facts, 'heartRateCeiling') ?? Number.POSITIVE_INFINITY) + 10 ||
      number(facts, 'heartRateReservePct') >= 90;
    return (far && number(facts, 'secondsFarAbove') >= 60) || number(facts, 'timesAboveCeiling') >= 3;
  },
  L3: (facts, { kind }) => number(facts, 'rpeCr10') - number(facts, 'rpeCeiling') >= (kind === 'rest' ? 2 : 0.5),
  G2: (facts) =>
    number(facts, 'restingHeartRateBpm') > 120 ||
    (number(facts, 'restingHeartRateBpm') >= 100 && number(facts, 'minutesBetweenReadings') >= 5),
  G3: (facts) =>
    facts.some(({ name }) => name === 'illnessSigns') ||
    number(facts, 'temperatureC') >= number(facts, 'feverFromC') ||
    number(facts, 'systolicMmHg') > number(facts, 'systolicLimitMmHg') ||
    number(facts, 'diastolicMmHg') > number(facts, 'diastolicLimitMmHg'),
  G4: (facts) => facts.some(({ name, value }) => name === 'doctorSymptoms' && value !== ''),
  L4: (facts) =>
    number(facts, 'heartRateDriftPct') >= number(facts, 'driftLimitPct') &&
    Math.abs(number(facts, 'workRatio') - 1) <= 0.1 &&
    number(facts, 'minutesOfExercise') >= 13,
  L5: (facts) =>
    number(facts, 'fall60s') < number(facts, 'leastFall') ||
    (number(facts, 'heartRateMedian5s') >= number(facts, 'restTargetBpm') && number(facts, 'secondsOfRest') >= 120),
  L9: (facts) =>
    number(facts, 'fadingInARow') >= 3 &&
    (number(facts, 'romDeg') < number(facts, 'romLimitDeg') ||
      number(facts, 'repetitionS') >= number(facts, 'repetitionLimitS') ||
      number(facts, 'sparc') <= number(facts, 'sparcLimit')),
  L11: (facts) => number(facts, 'heartRateMedian5s') > number(facts, 'safeLimit') && number(facts, 'secondsAboveLimit') >= 10,
  L6: (facts) => number(facts, 'secondsWithoutHeartRate') > 5 || number(facts, 'rrArtefactPct') > number(facts, 'artefactLimit'),
  L7: (facts) => {
    const now = number(facts, 'painNrs');
    return now >= number(facts, 'painAtStart') + 2 || (now > 5 && number(facts, 'painReference') < 4);
  },
  L8: (facts) =>
    number(facts, 'painNrs') >= 8 ||
    (number(facts, 'painNrs') >= number(facts, 'painAtStart') + 3 && number(facts, 'answersWithRise') >= 2),
  L10: (facts) => number(facts, 'workMinutes') >= number(facts, 'quotaMinutes'),
  L12: (facts) =>
    facts.some(({ name, value }) =>
      name === 'screenAnswered'
        ? value === false
        : name !== 'tensOn' && (value === true || (name === 'contraindicationCount' && (value as number) > 0)),
    ),
};

describe('a decision', () => {
  it('names a rule whose condition holds on the listed facts (P12)', () => {
    const checked = new Set<string>();
    for (const { log, setup } of timelines) {
      for (const decision of decisionsOf(log, setup)) {
        const [ruleId] = decision.ruleIds;
        expect(HOLDS[ruleId](decision.facts, decision), decision.id).toBe(true);
        checked.add(ruleId);
      }
    }
    expect(checked.size).toBe(pacingRules.length);
  });

  it('carries what a PT needs to trace it', () => {
    const [decision] = decisionsOf(ticks(0, 40, 126));
    expect(decision).toMatchObject({
      id: `${decision.sessionId}:L1:${decision.validFromUs}:ease`,
      value: 126,
      unit: 'bpm',
      confidence: 1,
      evidence: 'convention',
      patientText: 'Your pulse has been above the range you agreed for 30 seconds. Slow down a little.',
      ptText: 'Heart rate 126 bpm (5 s median), above the ceiling of 120 bpm for 30 s.',
      counterfactual: { fact: 'heartRateMedian5s', value: 120, text: 'With 120 beats/min or less this would not have been raised.' },
    });
  });

  it('is less sure when seconds of heart rate were missing', () => {
    const patchy = ticks(0, 60, 126).map((tick, i) =>
      i % 3 === 2 ? { ...tick, heartRateBpm: null, heartRateQuality: 'missing' as const } : tick,
    );
    const [decision] = decisionsOf(patchy);
    expect(decision.ruleIds).toEqual(['L1']);
    expect(decision.confidence).toBeGreaterThan(0.6);
    expect(decision.confidence).toBeLessThan(0.75);
  });
});

describe('the state of every rule', () => {
  it.each(pacingRules)('$id survives storage at any moment', (rule) => {
    const parameters = resolveParameters(defaultPacingConfig)[rule.id];
    let findings = 0;
    for (const { log, setup } of timelines) {
      const drift = new DriftAtEqualWork();
      const base = { parameters, setup: pacingSetup(setup), finding: () => null };
      let phase: SessionPhase = 'work';
      const kept = rule.start();
      let stored: unknown;
      for (const input of [...log].sort(comparePacingInputs)) {
        const heartRateMedianBpm = input.type === 'tick' && input.heartRateQuality === 'ok' ? input.heartRateBpm : null;
        const revived = rule.start(stored);
        if (input.type === 'phase') phase = input.phase;
        if (input.type === 'tick') drift.push(input.atUs, heartRateMedianBpm ?? Number.NaN, input.workPerMinute ?? Number.NaN);
        const context: RuleContext = { ...base, phase, heartRateMedianBpm, heartRateDrift: drift.read().value };
        const expected: Finding | null = kept.step(input, context);
        expect(revived.step(input, context)).toEqual(expected);
        stored = JSON.parse(JSON.stringify(revived.state));
        if (expected !== null) findings++;
      }
    }
    expect(findings).toBeGreaterThan(0);
  });
});

describe('what comes late', () => {
  it('still counts: a red flag of 30 s ago is an emergency now, under the id it would have had in time', () => {
    const flag = event(50, { type: 'redFlag', symptoms: ['fainting'] });
    const pacing = createPacing(defaultPacingConfig, pacingSetup());
    const late = [...ticks(0, 80, 100), flag].flatMap((input) => pacing.step(input));
    expect(late.map(({ id }) => id)).toEqual(decisionsOf([flag, ...ticks(0, 80, 100)]).map(({ id }) => id));
    expect(pacing.light).toBe('stop');
  });

  it('changes nothing when it was shown before', () => {
    const log: PacingInput[] = [pain(0, 2), rpe(5, 7)];
    const [decision] = decisionsOf(log);
    expect(decisionsOf([...log, event(6, { type: 'decisionShown', decision })])).toEqual([decision]);
  });
});
