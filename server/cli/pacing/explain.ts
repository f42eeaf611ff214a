import { readArguments } from '#server/cli/analyze/arguments.ts';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE, type Io } from '#server/cli/analyze/io.ts';
import { conditionInWords } from '#shared/pacing/condition.ts';
import { resolveParameters } from '#shared/pacing/config.ts';
import { dayRules } from '#shared/pacing/days/index.ts';
import { pacingRules } from '#shared/pacing/index.ts';
import type { PacingConfig } from '#shared/pacing/types.ts';
import { PACING_OPTIONS, readRequest } from './input.ts';
import { type PacingAnswer, runPacing } from './run.ts';
import { explanationText } from './text.ts';

type AnyDecision = PacingAnswer['decisions'][number];

export interface Explanation {
  readonly decision: AnyDecision;
  readonly rule: { readonly id: string; readonly title: string; readonly condition: string; readonly source: string };
}

/** `pacing explain`: each decision, or the one named, with its rule's condition as configured, facts, counterfactual and source. */
export async function pacingExplain(args: readonly string[], io: Io): Promise<number> {
  const fail = (problem: string, code: number): number => {
    io.stderr(`pacing explain: ${problem}\n`);
    return code;
  };
  const parsed = readArguments(args, { options: [...PACING_OPTIONS, 'decision'], switches: ['text'] });
  if (!parsed.ok) return fail(parsed.problem, EXIT_USAGE);
  const request = await readRequest(io, parsed.value);
  if (!request.ok) return fail(request.problem, EXIT_REFUSED);
  const answer = runPacing(request.value);
  if (!answer.ok) return fail(`${parsed.value.options.get('log')}: ${answer.problem}`, EXIT_REFUSED);
  const wanted = parsed.value.options.get('decision');
  const { decisions } = answer.value;
  const chosen = wanted === undefined ? decisions : decisions.filter(({ id }) => id === wanted);
  if (wanted !== undefined && chosen.length === 0) {
    return fail(`--decision: there is no decision ${wanted}; \`pacing decide\` lists the ${decisions.length} there are`, EXIT_REFUSED);
  }
  const explained = chosen.map((decision) => explain(decision, request.value.config));
  io.stdout(
    parsed.value.switches.has('text') ? `${explained.map(explanationText).join('\n\n')}\n` : `${JSON.stringify(explained, null, 2)}\n`,
  );
  return EXIT_OK;
}

function explain(decision: AnyDecision, config: PacingConfig): Explanation {
  const [ruleId] = decision.ruleIds;
  const rule = ('localDay' in decision ? dayRules : pacingRules).find(({ id }) => id === ruleId);
  if (rule === undefined) throw new RangeError(`no rule ${ruleId}`);
  const { id, title, source } = rule;
  return { decision, rule: { id, title, condition: conditionInWords(rule, resolveParameters(config)[id]), source } };
}
