import { FRONTIER } from './policies/openLoop.ts';
import type { Row, WorldReport } from './report.ts';
import { signed } from './table.ts';

const WIDTH = 760;
const HEIGHT = 900;
const LEFT = 70;
const RIGHT = 740;
const FRONTIER_BOX = { top: 60, bottom: 480 };
const WORLDS_BOX = { top: 580, bottom: 840 };

const STYLE = `
  svg { color-scheme: light dark; }
  .ground { fill: #ffffff; } .ink { fill: #1f2933; } .soft { fill: #52606d; } .grid { stroke: #d9dee4; } .axis { stroke: #52606d; }
  .frontier { stroke: #52606d; fill: none; } .dot { fill: #52606d; } .ours { fill: #0a6e5c; } line.ours { stroke: #0a6e5c; } .other { fill: #a3470a; }
  text { font: 13px system-ui, sans-serif; } .title { font-size: 16px; font-weight: 600; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #14191f; } .ink { fill: #e6eaee; } .soft { fill: #a8b3be; } .grid { stroke: #2c353f; } .axis { stroke: #a8b3be; }
    .frontier { stroke: #a8b3be; } .dot { fill: #a8b3be; } .ours { fill: #5fd4bd; } line.ours { stroke: #5fd4bd; } .other { fill: #f3a26b; }
  }`;

/** The frontier of the base world with every policy, and one policy's distance above the frontier in the random worlds. */
export function plotSvg(base: WorldReport, random: readonly WorldReport[], ours: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Simulated cohort: flare days against tolerance">`,
    `<style>${STYLE}\n</style>`,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>`,
    ...frontierPlot(base, ours),
    ...worldsPlot(random, ours),
    '</svg>',
    '',
  ].join('\n');
}

type Scale = (value: number) => number;
const scale =
  (low: number, high: number, from: number, to: number): Scale =>
  (value) =>
    from + ((value - low) / (high - low)) * (to - from);

function frontierPlot({ rows, patients }: WorldReport, ours: string): string[] {
  const flares = rows.map(({ flarePct }) => flarePct);
  const changes = rows.map(({ tolerancePct }) => tolerancePct);
  const [x0, x1] = [Math.floor(Math.min(...flares) - 0.3), Math.ceil(Math.max(...flares) + 1)];
  const [y0, y1] = [Math.floor(Math.min(...changes) - 1), Math.ceil(Math.max(...changes) + 1)];
  const x = scale(x0, x1, LEFT, RIGHT);
  const y = scale(y0, y1, FRONTIER_BOX.bottom, FRONTIER_BOX.top);
  const schedules = rows.filter(({ policy }) => FRONTIER.some(({ id }) => id === policy));
  const line = schedules.map(({ flarePct, tolerancePct }) => `${x(flarePct).toFixed(1)},${y(tolerancePct).toFixed(1)}`).join(' ');
  return [
    text(LEFT, 34, 'title ink', `Base world, ${patients} simulated patients, 12 weeks`),
    ...axis(x0, x1, 1, x, (at) => `x1="${at}" x2="${at}" y1="${FRONTIER_BOX.top}" y2="${FRONTIER_BOX.bottom}"`, FRONTIER_BOX.bottom),
    ...axis(y0, y1, 1, y, (at) => `x1="${LEFT}" x2="${RIGHT}" y1="${at}" y2="${at}"`, null),
    text((LEFT + RIGHT) / 2, FRONTIER_BOX.bottom + 40, 'soft', 'flare days, % of days (less is better)', 'middle'),
    text(LEFT, FRONTIER_BOX.top - 8, 'soft', 'change of tolerance, %'),
    `<polyline class="frontier" stroke-width="2" points="${line}"/>`,
    ...rows.flatMap((row) => mark(row, x(row.flarePct), y(row.tolerancePct), kindOf(row, schedules, ours))),
  ];
}

type Kind = 'dot' | 'ours' | 'other';

function kindOf(row: Row, schedules: readonly Row[], ours: string): Kind {
  if (row.policy === ours) return 'ours';
  return schedules.includes(row) ? 'dot' : 'other';
}

/** Schedules are named below the line, everything else to the left above it. */
function mark({ policy }: Row, x: number, y: number, kind: Kind): string[] {
  const radius = kind === 'ours' ? 6 : 4.5;
  const below = kind === 'dot';
  return [
    `<circle class="${kind}" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}"/>`,
    text(x + (below ? 9 : -9), y + (below ? 15 : -7), kind === 'dot' ? 'soft' : kind, policy, below ? 'start' : 'end'),
  ];
}

function worldsPlot(random: readonly WorldReport[], ours: string): string[] {
  const found = random.flatMap(({ rows }) => rows.find(({ policy }) => policy === ours)?.above ?? []).sort((a, b) => a.points - b.points);
  if (found.length === 0) return [];
  const low = Math.floor(2 * Math.min(-0.25, ...found.map((above) => above.points - 2 * above.standardError))) / 2;
  const high = Math.ceil(2 * Math.max(0.25, ...found.map((above) => above.points + 2 * above.standardError))) / 2;
  const y = scale(low, high, WORLDS_BOX.bottom, WORLDS_BOX.top);
  const x = scale(-0.5, found.length - 0.5, LEFT, RIGHT);
  return [
    text(LEFT, WORLDS_BOX.top - 34, 'title ink', `${ours} in ${found.length} random worlds, sorted`),
    text(LEFT, WORLDS_BOX.top - 10, 'soft', 'points of tolerance above the frontier at equal flare days, ± 2 standard errors'),
    ...axis(low, high, 0.5, y, (at) => `x1="${LEFT}" x2="${RIGHT}" y1="${at}" y2="${at}"`, null),
    `<line class="axis" stroke-width="2" x1="${LEFT}" x2="${RIGHT}" y1="${y(0)}" y2="${y(0)}"/>`,
    ...found.flatMap(({ points, standardError }, i) => {
      const at = x(i).toFixed(1);
      return [
        `<line class="ours" stroke-width="1.5" x1="${at}" x2="${at}" y1="${y(points - 2 * standardError).toFixed(1)}" y2="${y(points + 2 * standardError).toFixed(1)}"/>`,
        `<circle class="ours" cx="${at}" cy="${y(points).toFixed(1)}" r="3.5"/>`,
      ];
    }),
    text((LEFT + RIGHT) / 2, WORLDS_BOX.bottom + 30, 'soft', 'one world each', 'middle'),
  ];
}

/** Grid lines with their numbers: under the box at `below`, or left of it. */
function axis(low: number, high: number, step: number, at: Scale, line: (at: string) => string, below: number | null): string[] {
  const lines: string[] = [];
  for (let value = low; value <= high + 1e-9; value += step) {
    const place = at(value);
    const label = step < 1 ? signed(value, 1) : String(value);
    lines.push(`<line class="grid" ${line(place.toFixed(1))}/>`);
    lines.push(below === null ? text(LEFT - 8, place + 4, 'soft', label, 'end') : text(place, below + 18, 'soft', label, 'middle'));
  }
  return lines;
}

function text(x: number, y: number, style: string, words: string, anchor = 'start'): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text class="${style}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped}</text>`;
}
