import type { Options } from './options.ts';
import type { WorldReport } from './report.ts';
import { aboveText, markdown, signed, summariseWorlds, worldTable } from './table.ts';

export interface Results {
  readonly named: readonly WorldReport[];
  readonly random: readonly WorldReport[];
  readonly options: Options;
}

/** Every number of a run as Markdown. */
export function resultsText({ named, random, options }: Results): string {
  const tables = named.flatMap((report) => [`### World: ${report.world}`, '', worldTable(report), '']);
  return [
    `Seed ${options.seed}, ${options.patients} patients per world, ${random.length} random worlds, background error ${Math.round(100 * options.backgroundErrorSd)} %. ± is one standard error; e: beyond the ends of the frontier, continued in a straight line.`,
    '',
    ...tables,
    ...(random.length === 0 ? [] : ['### Random worlds', '', worldsTable(random), '', ...detail(random)]),
  ].join('\n');
}

function worldsTable(random: readonly WorldReport[]): string {
  const policies = random[0].rows.filter(({ above }) => above !== null).map(({ policy }) => policy);
  return markdown(
    [
      'policy',
      'worlds above the frontier',
      'by more than 2 standard errors',
      'below by more than 2',
      'mean, points',
      'lowest, points',
      'mean standard error',
    ],
    policies.map((policy) => {
      const { worlds, above, clearlyAbove, clearlyBelow, meanPoints, leastPoints, meanSe } = summariseWorlds(random, policy);
      const share = `${above} of ${worlds} (${Math.round((100 * above) / worlds)} %)`;
      return [policy, share, String(clearlyAbove), String(clearlyBelow), signed(meanPoints, 2), signed(leastPoints, 2), meanSe.toFixed(2)];
    }),
  );
}

/** Every world on one line, so that a weak one can be looked at. */
function detail(random: readonly WorldReport[]): string[] {
  const policies = random[0].rows.filter(({ above }) => above !== null).map(({ policy }) => policy);
  const lines = random.map(({ world, rows }) => [
    world,
    ...policies.map((policy) => {
      const row = rows.find((candidate) => candidate.policy === policy);
      return row === undefined ? '' : aboveText(row);
    }),
  ]);
  return ['<details><summary>Every random world</summary>', '', markdown(['world', ...policies], lines), '', '</details>', ''];
}
