import { ENGINE_VERSION } from '#shared/pacing/version.ts';
import type { DayDecision } from '#shared/schema/dayDecision.ts';
import { dayRules } from './index.ts';
import type { DayView } from './types.ts';

/** Puts the findings of a day into words. `hash`: configHash of the configuration the view was made with. */
export function decisionsOfDay(patientId: string, hash: string, { findings, localDay }: DayView): DayDecision[] {
  return findings.map((finding) => {
    const rule = dayRules.find(({ id }) => id === finding.ruleId);
    if (rule === undefined) throw new RangeError(`no rule ${finding.ruleId}`);
    const { kind, value, unit, facts, counterfactual, confidence } = finding;
    return {
      id: `${patientId}:${rule.id}:${localDay}`,
      patientId,
      localDay,
      kind,
      value,
      unit,
      ruleIds: [rule.id],
      facts: [...facts],
      counterfactual,
      confidence,
      evidence: rule.evidence,
      patientText: rule.patientText(finding),
      ptText: rule.ptText(finding),
      engineVersion: ENGINE_VERSION,
      configHash: hash,
      changedBecause: null,
    };
  });
}
