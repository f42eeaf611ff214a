import type { Result } from './compare.ts';

const LABEL_WIDTH = 310;
const PLOT_WIDTH = 520;
const ROW_HEIGHT = 26;
const TOP = 84;
const BOTTOM = 44;
const TICKS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200];

/** Shape and colour of each series; both differ, so the plot is readable without colours. */
const MARKS: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `<circle class="s0" cx="${x}" cy="${y}" r="5.5"/>`,
  (x, y) => `<path class="s1" d="M${x} ${y - 6.5}l6.5 6.5-6.5 6.5-6.5-6.5z"/>`,
  (x, y) => `<rect class="s2" x="${x - 4.5}" y="${y - 4.5}" width="9" height="9"/>`,
  (x, y) => `<path class="s3" d="M${x} ${y - 6}l6 10.5h-12z"/>`,
];

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 15px }
  .paper { fill: #ffffff }
  .grid { stroke: #d0d7de }
  .range { stroke: #8c959f; stroke-width: 1.5 }
  .s0 { fill: #0b62c4 }
  .s1 { fill: #0a7d4b }
  .s2 { fill: none; stroke: #b35900; stroke-width: 2 }
  .s3 { fill: none; stroke: #6e7781; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .paper { fill: #0d1117 }
    .grid { stroke: #30363d }
    .range { stroke: #6e7681 }
    .s0 { fill: #58a6ff }
    .s1 { fill: #3fb950 }
    .s2 { stroke: #f0883e }
    .s3 { stroke: #b1bac4 }
  }`;

/** One row per trial, one mark per method, on a logarithmic axis: left is better. */
export function dotPlot(title: string, labels: readonly string[], results: readonly Result[]): string {
  const all = results.flatMap(({ errors }) => errors);
  const from = TICKS.findLast((tick) => tick <= Math.min(...all)) ?? TICKS[0];
  const end = TICKS.find((tick) => tick >= Math.max(...all)) ?? Math.max(...all);
  const ticks = TICKS.filter((tick) => tick >= from && tick <= end);
  const width = LABEL_WIDTH + PLOT_WIDTH + 30;
  const bottom = TOP + labels.length * ROW_HEIGHT;
  const share = (value: number): number => Math.log(Math.max(from, value) / from) / Math.log(end / from);
  const at = (value: number): number => round(LABEL_WIDTH + share(value) * PLOT_WIDTH);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + BOTTOM}" role="img">`,
    `<title>${escapeText(title)}</title>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="paper" width="${width}" height="${bottom + BOTTOM}" rx="8"/>`,
    `<text class="title" x="16" y="28">${escapeText(title)}</text>`,
    ...legend(results),
    ...ticks.map((value) => `<path class="grid" d="M${at(value)} ${TOP - 6}V${bottom}"/>`),
    ...ticks.map((value) => `<text x="${at(value)}" y="${bottom + 20}" text-anchor="middle">${value}</text>`),
  ];
  labels.forEach((label, row) => {
    const y = TOP + row * ROW_HEIGHT + ROW_HEIGHT / 2;
    const xs = results.map(({ errors }) => at(errors[row]));
    parts.push(`<text x="${LABEL_WIDTH - 14}" y="${y + 4}" text-anchor="end">${escapeText(label)}</text>`);
    parts.push(`<path class="range" d="M${Math.min(...xs)} ${y}H${Math.max(...xs)}"/>`);
    for (let series = xs.length - 1; series >= 0; series--) parts.push(MARKS[series](xs[series], y));
  });
  return `${parts.join('\n')}\n</svg>\n`;
}

function legend(results: readonly Result[]): string[] {
  let x = 22;
  return results.flatMap(({ name }, series) => {
    const here = x;
    x += 42 + 7.2 * name.length;
    return [MARKS[series](here, 54), `<text x="${here + 12}" y="58">${escapeText(name)}</text>`];
  });
}

const round = (value: number): number => Math.round(value * 100) / 100;
const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
