import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { repetitionDefaults } from '#shared/motion/repetitions.ts';
import { segmentRepetitions } from '#shared/motion/segmentRepetitions.ts';
import { countWristRepetitions, type WristRepetition } from '#shared/motion/wristRepetitions.ts';
import { type CsvColumns, readCsv } from '#test/helpers/csv.ts';
import { countAngle, type FoundAtWrist, followWrist } from '#test/helpers/repetitionRun.ts';
import { type DataFolder, trialLabel } from './dataFolder.ts';
import type { Section, Table } from './types.ts';

interface Counted {
  readonly label: string;
  readonly truth: number;
  readonly live: number;
  /** Over the whole recording. */
  readonly whole: number;
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
    const timeUs = csv.column('timestamp_us');
    const whole = countWristRepetitions(timeUs, axes).repetitions;
    const live = followWrist(timeUs, axes);
    const label = basename(path).replace(/\.csv(\.gz)?$/, '');
    return { label, truth: reps, rest, live: live.length, whole: whole.length, delaysS: delaysOf(live, whole) };
  });
  const work = counted.filter(({ rest }) => !rest);
  const rest = counted.filter((one) => one.rest);
  return {
    title: 'Repetitions at the wrist (barbell)',
    summary: [
      ...(work.length === 0
        ? []
        : [
            summarise('repetitions at the wrist, whole recording', work, 'whole', '64 % exact, 84 % within 1 (77 sets)'),
            summarise('repetitions at the wrist, live', work, 'live', ''),
            delayRow(work.flatMap(({ delaysS }) => delaysS)),
          ]),
      ...(rest.length === 0 ? [] : [restRow('whole recording', rest, 'whole'), restRow('live', rest, 'live')]),
    ],
    about:
      'Sets of known length with a sensor at the wrist, 25 Hz (acceleration was 12.5 Hz). The truth is the protocol: a lifter who did one more ' +
      'or less is counted against us. Movements done again and again are counted, from the whole recording or as its samples arrive. Live, the ' +
      'first two or three of a set are known late and together; the delay is that of all others, after the end that the whole recording ' +
      'shows. No licence stated; test input only.',
    tables: [countTable(counted)],
    plots: [],
  };
}

/** s from the end of a repetition, as the whole recording shows it, to when it was counted, for those counted one by one. */
function delaysOf(live: readonly FoundAtWrist[], whole: readonly WristRepetition[]): number[] {
  return live.flatMap(({ availableUs, index }) => {
    if (availableUs === live[0].availableUs || index >= whole.length) return [];
    return [(availableUs - whole[index].endUs) * 1e-6];
  });
}

function delayRow(delaysS: readonly number[]): Section['summary'][number] {
  const sorted = delaysS.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(2);
  return {
    what: 'count at the wrist after the end, live, s',
    trials: sorted.length,
    ours: `${at(0.5)} median, ${at(0.9)} 90th percentile`,
    peer: '',
    published: '',
  };
}

interface SetFile {
  readonly path: string;
  readonly reps: number;
  readonly rest: boolean;
}

/** Sets listed in an index, as far as their files are there. A set of unknown length (no nominal_reps, and no rest) proves nothing. */
function readIndex(path: string): SetFile[] {
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = header.split(',');
  const [file, reps, exercise] = ['file', 'nominal_reps', 'exercise'].map((name) => names.indexOf(name));
  if (file < 0 || reps < 0) return [];
  const sets = lines.map((line) => {
    const cells = line.split(',');
    const rest = cells[exercise] === 'rest' || Number(cells[reps] || Number.NaN) === 0;
    return { path: join(dirname(path), cells[file]), reps: rest ? 0 : Number(cells[reps] || Number.NaN), rest };
  });
  return sets.filter((set) => existsSync(set.path) && !Number.isNaN(set.reps));
}

function summarise(what: string, counted: readonly Counted[], way: 'live' | 'whole', published: string): Section['summary'][number] {
  const share = (test: (error: number) => boolean): string =>
    `${Math.round((100 * counted.filter((one) => test(Math.abs(one[way] - one.truth))).length) / counted.length)} %`;
  return {
    what,
    trials: counted.length,
    ours: `${share((error) => error === 0)} exact, ${share((error) => error <= 1)} within 1`,
    peer: '',
    published,
  };
}

function restRow(how: string, rest: readonly Counted[], way: 'live' | 'whole'): Section['summary'][number] {
  const total = rest.reduce((sum, one) => sum + one[way], 0);
  return { what: `repetitions counted at rest, ${how}`, trials: rest.length, ours: String(total), peer: '', published: '' };
}

function countTable(counted: readonly Counted[]): Table {
  return {
    header: ['recording', 'true', 'live', 'whole recording'],
    rows: counted.map(({ label, truth, live, whole }) => [label, String(truth), String(live), String(whole)]),
  };
}
