import type { PacingInput } from '#shared/pacing/types.ts';
import type { Decision } from '#shared/schema/decision.ts';

/** The same log with the decision's counterfactual put in place of what happened. Throws for a fact nobody taught it. */
export function withCounterfactual(log: readonly PacingInput[], decision: Decision): PacingInput[] {
  const { counterfactual } = decision;
  if (counterfactual === null) throw new Error(`${decision.id} has no counterfactual`);
  const replace = REPLACE[counterfactual.fact];
  if (replace === undefined) throw new Error(`no replacement for fact ${counterfactual.fact}`);
  const observedUs = Math.max(...decision.facts.map(({ atUs }) => atUs));
  return log.flatMap((input) => (input.atUs > decision.validFromUs ? [input] : replace(input, counterfactual.value, observedUs)));
}

type Replace = (input: PacingInput, value: number | string | boolean, observedUs: number) => PacingInput[];

const REPLACE: Readonly<Record<string, Replace>> = {
  // A median is changed by changing the heart rates it is made of: "or less".
  heartRateMedian5s: (input, value) =>
    input.type === 'tick' && input.heartRateBpm !== null
      ? [{ ...input, heartRateBpm: Math.min(input.heartRateBpm, value as number) }]
      : [input],
  heartRateQuality: (input) =>
    input.type === 'tick' ? [{ ...input, heartRateQuality: 'ok', heartRateBpm: input.heartRateBpm ?? 90 }] : [input],
  heartRateUsable: (input) =>
    input.type === 'tick' ? [{ ...input, heartRateQuality: 'ok', heartRateBpm: input.heartRateBpm ?? 90, rrArtefactPct: 0 }] : [input],
  rrArtefactPct: (input, value) =>
    input.type === 'tick' && input.rrArtefactPct !== null
      ? [{ ...input, rrArtefactPct: Math.min(input.rrArtefactPct, value as number) }]
      : [input],
  workMinutes: (input, value) =>
    input.type === 'tick' ? [{ ...input, workMinutes: Math.min(input.workMinutes, value as number) }] : [input],
  rpeCr10: (input, value, observedUs) =>
    input.type === 'rpe' && input.atUs === observedUs ? [{ ...input, rpeCr10: value as number }] : [input],
  painNrs: (input, value, observedUs) =>
    input.type === 'pain' && input.atUs === observedUs ? [{ ...input, painNrs: value as number }] : [input],
  restingHeartRateBpm: (input, value, observedUs) =>
    input.type === 'restingReading' && input.atUs === observedUs ? [{ ...input, heartRateBpm: value as number }] : [input],
  illnessSigns: (input, _, observedUs) => (input.type === 'illness' && input.atUs === observedUs ? [] : [input]),
  temperatureC: (input, value, observedUs) =>
    input.type === 'temperature' && input.atUs === observedUs ? [{ ...input, temperatureC: value as number }] : [input],
  systolicMmHg: (input, value, observedUs) =>
    input.type === 'bloodPressure' && input.atUs === observedUs ? [{ ...input, systolicMmHg: value as number }] : [input],
  diastolicMmHg: (input, value, observedUs) =>
    input.type === 'bloodPressure' && input.atUs === observedUs ? [{ ...input, diastolicMmHg: value as number }] : [input],
  bloodPressure: (input, value, observedUs) => {
    const [systolicMmHg, diastolicMmHg] = String(value).split('/').map(Number);
    return input.type === 'bloodPressure' && input.atUs === observedUs ? [{ ...input, systolicMmHg, diastolicMmHg }] : [input];
  },
  doctorSymptoms: (input) => (input.type === 'doctorToday' ? [] : [input]),
  // Means and medians of a stretch are changed by changing the heart rates they are made of.
  heartRateLastMinute: (input, value, observedUs) => lowered(input, value as number, observedUs - 70_000_000),
  heartRateAfter60s: (input, value, observedUs) => lowered(input, value as number, observedUs - 60_000_000),
  // The newest repetition as good as a repetition can be.
  fadingInARow: (input, _, observedUs) =>
    input.type === 'repetition' && input.atUs === observedUs
      ? [{ ...input, repetition: { ...input.repetition, romDeg: 1e3, startUs: input.repetition.endUs, sparc: null } }]
      : [input],
  redFlagSymptoms: (input) => (input.type === 'redFlag' ? [] : [input]),
  screenAnswered: (input, value) => (input.type === 'tensOn' ? [{ ...input, screenAnswered: value as boolean }] : [input]),
  contraindicationCount: (input, value) => (input.type === 'tensOn' ? [{ ...input, contraindicationCount: value as number }] : [input]),
  tensPainful: (input, value) => (input.type === 'tensSensation' ? [{ ...input, painful: value as boolean }] : [input]),
  tensSkinProblem: (input, value) => (input.type === 'tensSensation' ? [{ ...input, skinProblem: value as boolean }] : [input]),
  tensOn: (input) => (input.type === 'tensOn' || input.type === 'tensSensation' ? [] : [input]),
};

/** Heart rates after `fromUs` at `highestBpm` or less. */
function lowered(input: PacingInput, highestBpm: number, fromUs: number): PacingInput[] {
  if (input.type !== 'tick' || input.heartRateBpm === null || input.atUs <= fromUs) return [input];
  return [{ ...input, heartRateBpm: Math.min(input.heartRateBpm, highestBpm) }];
}
