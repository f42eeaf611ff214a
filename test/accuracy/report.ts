import { textTable } from '#test/helpers/textTable.ts';
import type { Section, Table } from './types.ts';

const HEADER = ['what', 'N', 'Evenpace', 'best peer here', 'published'];

function summaryTable(sections: readonly Section[]): Table {
  return {
    header: HEADER,
    rows: sections.flatMap(({ summary }) =>
      summary.map(({ what, trials, ours, peer, published }) => [what, String(trials), ours, peer, published]),
    ),
  };
}

/** The one table for the terminal. */
export function terminalTable(sections: readonly Section[]): string {
  const { header, rows } = summaryTable(sections);
  return textTable([header, ...rows], [1]);
}

function markdownTable({ header, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** docs/accuracy.md. `plotFolder`: where its pictures are, as seen from the document. */
export function markdownReport(sections: readonly Section[], plotFolder: string): string {
  const parts = [
    '# Accuracy',
    'Measured by `npm run accuracy`, which writes this page again. It runs over all recordings in `../shared/data`, found by their names; ' +
      '`npm run accuracy -- --data DIR` runs over any other folder laid out the same way and prints the table; `-- --bench` adds the speed of the same ' +
      'kernels. Without recordings it says so, ends with 0 and leaves this page alone. N is the number of trials, ' +
      'sets, walks or values behind a line. "Best peer here" ran in the same harness on the same rows, with the same first alignment and the ' +
      'gains that suit it best on these very trials; "published" are the numbers of other implementations and data as given by their authors ' +
      'or measured with their code, for as many trials as stated. Degrees are means of the RMSE per trial.',
    markdownTable(summaryTable(sections)),
    ...sections.flatMap(({ title, about, tables, plots }) => [
      `## ${title}`,
      about,
      ...plots.map(({ file, alt }) => `![${alt}](${plotFolder}/${file})`),
      ...tables.map(markdownTable),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}
