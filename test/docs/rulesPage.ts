import { conditionInWords } from '#shared/pacing/condition.ts';
import { defaultPacingConfig, resolveParameters } from '#shared/pacing/config.ts';
import { dayRules } from '#shared/pacing/days/index.ts';
import { pacingRules } from '#shared/pacing/index.ts';
import type { RuleParameter } from '#shared/pacing/types.ts';
import type { Evidence } from '#shared/schema/decision.ts';
import { decisionsOf as dayDecisionsOf, decidedBy, profileOf } from '#test/shared/pacing/days/diary.ts';
import { dayTimelines } from '#test/shared/pacing/days/timelines.ts';
import { decisionsOf } from '#test/shared/pacing/log.ts';
import { timelines } from '#test/shared/pacing/timelines.ts';

interface Told {
  readonly ruleIds: readonly string[];
  readonly patientText: string;
  readonly ptText: string;
}

interface Described {
  readonly id: string;
  readonly title: string;
  readonly inputs: readonly string[];
  readonly condition: string;
  readonly parameters: Readonly<Record<string, RuleParameter>>;
  readonly evidence: Evidence;
  readonly source: string;
}

const DEFAULTS = resolveParameters(defaultPacingConfig);

const EVIDENCE: Readonly<Record<Evidence, string>> = {
  guideline: 'guideline',
  trial: 'trial',
  convention: 'clinical convention',
  ours: 'our own, without a trial',
};

const HEAD = `# The pacing rules

Written by \`npm run docs:rules\` from the files that run: shared/pacing/rules (in a session) and shared/pacing/days/rules (across days). Every number with a range is a setting that a PT owns, per clinic
and per patient; values out of range or out of order are refused. A rule without the data it needs says nothing. The sentences are those of the example logs the rules are tested with.

The rules suggest; they make no diagnosis and predict no flares. What rests on a guideline, on convention or on our own choice is said with each.
`;

/** docs/rules.md: every rule as a PT reads it. */
export function rulesPage(): string {
  const live = timelines.flatMap(({ log, setup }) => decisionsOf(log, setup));
  const days = dayTimelines.flatMap(({ log, until, profile }) => dayDecisionsOf(decidedBy(until, log, profileOf(profile))));
  return [
    HEAD,
    '## In a session\n',
    ...pacingRules.map((rule) => section(rule, live, rule.suspends ? ' Exercise stays suspended until the PT clears it.' : '')),
    '## Across days\n',
    ...dayRules.map((rule) => section(rule, days, '')),
  ].join('\n');
}

function section(rule: Described, told: readonly Told[], more: string): string {
  const mine = told.filter(({ ruleIds }) => ruleIds.includes(rule.id));
  const list = (texts: readonly string[]) => [...new Set(texts)].map((text) => `- ${text}`);
  return [
    `### ${rule.id}: ${rule.title}\n`,
    `**Looks at** ${rule.inputs.join('; ')}.\n`,
    `**When** · ${conditionInWords(rule, DEFAULTS[rule.id])}${more}\n`,
    ...table(rule.parameters),
    '**The patient reads**\n',
    ...list(mine.map(({ patientText }) => patientText)),
    '\n**The PT reads, for example**\n',
    ...list(mine.map(({ ptText }) => ptText)).slice(0, 3),
    `\n**Evidence**: ${EVIDENCE[rule.evidence]}. ${rule.source}.\n`,
  ].join('\n');
}

function table(parameters: Described['parameters']): string[] {
  const rows = Object.entries(parameters);
  if (rows.length === 0) return [];
  return [
    '| setting | default | range | unit | meaning |',
    '|---|---|---|---|---|',
    ...rows.map(
      ([name, { default: value, min, max, unit, meaning }]) => `| ${name} | ${value} | ${min} to ${max} | ${unit} | ${meaning} |`,
    ),
    '',
  ];
}
