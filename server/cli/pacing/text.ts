import type { DayView } from '#shared/pacing/days/types.ts';
import type { Fact } from '#shared/schema/decision.ts';
import type { Explanation } from './explain.ts';
import type { PacingAnswer } from './run.ts';

const minutes = (value: number | null) => (value === null ? 'none' : `${Math.round(10 * value) / 10} min`);
const utc = (atUs: number) => new Date(atUs / 1000).toISOString().replace(/\.000Z$/, 'Z');

export function dayText({ localDay, state, colour, quotaMinutes, doseMinutes }: DayView): string {
  return `${localDay}: ${state}, morning ${colour}, quota ${minutes(quotaMinutes)}, today ${minutes(doseMinutes)}`;
}

/** One decision in a line: when, rule, kind, sentence for the PT, id. */
export function lineOf(decision: PacingAnswer['decisions'][number]): string {
  const when = 'localDay' in decision ? decision.localDay : utc(decision.validFromUs);
  return `${when}  ${decision.ruleIds[0]} ${decision.kind}  ${decision.ptText}  [${decision.id}]`;
}

export function explanationText({ decision, rule }: Explanation): string {
  const { facts, counterfactual, evidence, patientText, confidence, engineVersion, configHash } = decision;
  return [
    lineOf(decision),
    `  rule            ${rule.id} ${rule.title}`,
    `  condition       ${rule.condition}`,
    `  patient reads   ${patientText}`,
    ...facts.map((fact) => `  fact            ${factLine(fact)}`),
    `  otherwise       ${counterfactual?.text ?? 'nothing changes, so nothing flips it'}`,
    `  evidence        ${evidence}; ${rule.source}`,
    `  data behind it  ${Math.round(100 * confidence)} %; engine ${engineVersion}, settings ${configHash}`,
  ].join('\n');
}

function factLine({ name, value, unit, atUs, quality }: Fact): string {
  const shown = typeof value === 'number' ? Math.round(100 * value) / 100 : (value ?? 'not known');
  return `${name} = ${[shown, unit].filter((part) => part !== '').join(' ')} (${quality}, ${utc(atUs)})`;
}
