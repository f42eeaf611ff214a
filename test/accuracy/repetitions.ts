import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { repetitionDefaults } from '#shared/motion/repetitions.ts';
import { segmentRepetitions } from '#shared/motion/segmentRepetitions.ts';
import { type CsvColumns, readCsv } from '#test/helpers/csv.ts';
import { countAngle, countWrist } from '#test/helpers/repetitionRun.ts';
import { type DataFolder, trialLabel } from './dataFolder.ts';
import type { Section, Table } from './types.ts';

interface Counted {
  readonly label: string;
  readonly truth: number;
  readonly live: number;
  /** Over the whole recording; null where only the live way exists. */
  readonly whole: number | null;
}

/** Joint angles from optics: `ref_rep` says which repetition a row belongs to. */
export function angleRepetitions(folder: DataFolder): Section | null {
  const counted = folder.find(/^uiprmd_.*\.csv(\.gz)?$/).flatMap((path) => {
    const csv = readCsv(path);
    const truth = new Set(csv.column('ref_rep').filter((rep) => rep > 0)).size;
    const columns = csv.names.filter((name) => name.startsWith('angle_'));
    return columns.map((name): Counted => ({ label: `${trialLabel(path, 'uiprmd')}, ${name}`, truth, ...countBoth(csv, name) }));
  });
  if (counted.length === 0) return null;
  return {
    title: 'Repetitions on joint angles (UI-PRMD)',
    summary: [
      summarise('repetitions on angles, live', counted, 'live', '93 % exact (sign from the rest pose)'),
      summarise('repetitions on angles, whole recording', counted, 'whole', ''),
    ],
    about:
      'Optical joint angles of ten repetitions each (Vakanski et al., Data 3(1):2, 2018, ODC-PDDL 1.0), counted with the default limits, without ' +
      'knowing the exercise.',
    tables: [countTable(counted)],
    plots: [],
  };
}

function countBoth(csv: CsvColumns, name: string): Pick<Counted, 'live' | 'whole'> {
  const timeUs = csv.column('timestamp_us');
  const deg = csv.column(name);
  return { live: countAngle(timeUs, deg), whole: segmentRepetitions(timeUs, deg, repetitionDefaults).length };
}

/** Sets at the barbell seen from the wrist, and rest, where nothing may be counted. */
export function wristRepetitions(folder: DataFolder): Section | null {
  const sets = folder.find(/^index\.csv$/).flatMap(readIndex);
  if (sets.length === 0) return null;
  const counted = sets.map(({ path, reps, rest }) => {
    const csv = readCsv(path);
    const axes = ['gyr_x_rad_s', 'gyr_y_rad_s', 'gyr_z_rad_s', 'acc_x_m_s2', 'acc_y_m_s2', 'acc_z_m_s2'].map((name) => csv.column(name));
    const live = countWrist(csv.column('timestamp_us'), axes);
    return { label: basename(path).replace(/\.csv(\.gz)?$/, ''), truth: reps, rest, live, whole: null };
  });
  const work = counted.filter(({ rest }) => !rest);
  const rest = counted.filter((one) => one.rest);
  return {
    title: 'Repetitions at the wrist (barbell)',
    summary: [
      ...(work.length === 0 ? [] : [summarise('repetitions at the wrist', work, 'live', '64 % exact, 84 % within 1 (77 sets)')]),
      ...(rest.length === 0 ? [] : [restRow(rest)]),
    ],
    about:
      'Sets of known length with a sensor at the wrist, 25 Hz (acceleration was 12.5 Hz). The truth is the protocol: a lifter who did one more ' +
      'or less is counted against us. No licence stated; test input only.',
    tables: [countTable(counted)],
    plots: [],
  };
}

interface SetFile {
  readonly path: string;
  readonly reps: number;
  readonly rest: boolean;
}

/** Sets listed in an index with the columns file and nominal_reps (empty or 0 for rest), as far as their files are there. */
function readIndex(path: string): SetFile[] {
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = header.split(',');
  const [file, reps] = [names.indexOf('file'), names.indexOf('nominal_reps')];
  if (file < 0 || reps < 0) return [];
  const sets = lines.map((line) => {
    const cells = line.split(',');
    const count = Number(cells[reps] || 0);
    return { path: join(dirname(path), cells[file]), reps: count, rest: count === 0 };
  });
  return sets.filter((set) => existsSync(set.path));
}

function summarise(what: string, counted: readonly Counted[], way: 'live' | 'whole', published: string): Section['summary'][number] {
  const share = (test: (error: number) => boolean): string =>
    `${Math.round((100 * counted.filter((one) => test(Math.abs((one[way] ?? 0) - one.truth))).length) / counted.length)} %`;
  return {
    what,
    trials: counted.length,
    ours: `${share((error) => error === 0)} exact, ${share((error) => error <= 1)} within 1`,
    peer: '',
    published,
  };
}

function restRow(rest: readonly Counted[]): Section['summary'][number] {
  const total = rest.reduce((sum, { live }) => sum + live, 0);
  return { what: 'repetitions counted at rest', trials: rest.length, ours: String(total), peer: '', published: '' };
}

function countTable(counted: readonly Counted[]): Table {
  const hasWhole = counted.some(({ whole }) => whole !== null);
  return {
    header: ['recording', 'true', 'live', ...(hasWhole ? ['whole recording'] : [])],
    rows: counted.map(({ label, truth, live, whole }) => [label, String(truth), String(live), ...(hasWhole ? [String(whole)] : [])]),
  };
}
