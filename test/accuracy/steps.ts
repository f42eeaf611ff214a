import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { countSteps, readWalk } from '#test/shared/motion/stepRecordings.ts';
import type { DataFolder } from './dataFolder.ts';
import { mean } from './statistics.ts';
import type { Section } from './types.ts';

/** Steps of walks with the sensor in different places. */
export function walkedSteps(folder: DataFolder): Section | null {
  const others = published(folder);
  const walks = folder.find(/_25hz\.csv$/).map((path) => {
    const walk = readWalk(path);
    const other = others.get(basename(path).replace(/_25hz\.csv$/, ''));
    return { place: walk.place, truth: walk.trueSteps, ours: countSteps(walk), oxford: other?.oxford, verisense: other?.verisense };
  });
  if (walks.length === 0) return null;
  const error = (counted: number, truth: number): number => (100 * Math.abs(counted - truth)) / truth;
  const meanError = (key: 'ours' | 'oxford' | 'verisense'): string => {
    const known = walks.filter((walk) => walk[key] !== undefined);
    return known.length === 0 ? '' : `${mean(known.map((walk) => error(walk[key] as number, walk.truth))).toFixed(1)} %`;
  };
  return {
    title: 'Steps',
    summary: [
      {
        what: 'steps, mean absolute error',
        trials: walks.length,
        ours: meanError('ours'),
        peer: '',
        published: others.size === 0 ? '' : `Verisense ${meanError('verisense')}, the data set's own ${meanError('oxford')} (these walks)`,
      },
    ],
    about:
      'Walks with a phone in different places, 25 Hz, true steps from a device at the foot (Oxford-step-counter/DataSet, CC BY 4.0; changed: ' +
      'resampled to 25 Hz and integers). The other columns are counts that come with the data.',
    tables: [
      {
        header: ['place', 'true steps', 'Evenpace', 'error', "data set's own", 'Verisense'],
        rows: walks.map(({ place, truth, ours, oxford, verisense }) => [
          place,
          String(truth),
          String(ours),
          `${error(ours, truth).toFixed(1)} %`,
          String(oxford ?? ''),
          String(verisense ?? ''),
        ]),
      },
    ],
    plots: [],
  };
}

/** Counts of other algorithms by recording, from the manifest if there is one. */
function published(folder: DataFolder): Map<string, { oxford: number; verisense: number }> {
  const path = folder.file('manifest.csv');
  if (path === null) return new Map();
  const [header, ...lines] = readFileSync(path, 'utf8').replaceAll('"', '').trim().split(/\r?\n/);
  const names = header.split(',');
  return new Map(
    lines.map((line) => {
      const cells = line.split(',');
      const value = (name: string): number => Number(cells[names.indexOf(name)]);
      return [cells[0], { oxford: value('oxford_algo'), verisense: value('verisense_15hz') }];
    }),
  );
}
