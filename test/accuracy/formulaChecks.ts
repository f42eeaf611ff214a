import { readFileSync } from 'node:fs';
import { dfaAlpha1 } from '#shared/cardio/dfaAlpha1.ts';
import { energyKeytelKcalPerMin, energyKeytelKjPerMin } from '#shared/cardio/energyKeytel.ts';
import { karvonenTargetBpm } from '#shared/cardio/heartRateReserve.ts';
import { hrvTimeDomain } from '#shared/cardio/hrv.ts';
import { maxHeartRateBetaBlockerBpm, maxHeartRateFoxBpm, maxHeartRateTanakaBpm } from '#shared/cardio/maxHeartRate.ts';
import { correctRrArtefacts } from '#shared/cardio/rrLipponen.ts';
import { activityDeviations } from './activityChecks.ts';
import type { DataFolder } from './dataFolder.ts';
import { type Deviation, deviation, type FormulaCheck } from './deviation.ts';
import { exerciseDeviations } from './exerciseHeartRate.ts';
import { loadDeviations } from './loadChecks.ts';

interface Vectors {
  readonly hrmax: readonly { age: number; fox: number; tanaka: number; brawner_bb: number }[];
  readonly keytel: readonly { sex: 'm' | 'f'; hr: number; weight_kg: number; age: number; kj_min: number; kcal_min: number }[];
  readonly karvonen: readonly { rest: number; max: number; pct: number; target: number }[];
}

function heartRateVectors(expected: unknown): Deviation[] {
  const { hrmax, keytel, karvonen } = expected as Vectors;
  return [
    deviation(
      'maximum heart rate (Fox, Tanaka, beta blocker)',
      hrmax.flatMap(({ age, fox, tanaka, brawner_bb: betaBlocker }) => [
        [maxHeartRateFoxBpm(age), fox],
        [maxHeartRateTanakaBpm(age), tanaka],
        [maxHeartRateBetaBlockerBpm(age), betaBlocker],
      ]),
    ),
    deviation(
      'energy (Keytel)',
      keytel.flatMap(({ sex, hr, weight_kg: massKg, age, kj_min: kj, kcal_min: kcal }) => {
        const input = { sex: sex === 'm' ? 'male' : 'female', heartRateBpm: hr, massKg, ageYears: age } as const;
        return [[energyKeytelKjPerMin(input), kj] as const, [energyKeytelKcalPerMin(input), kcal] as const];
      }),
    ),
    deviation(
      'target heart rate (Karvonen)',
      karvonen.map(({ rest, max, pct, target }) => [karvonenTargetBpm(pct, rest, max), target]),
    ),
  ];
}

interface TimeDomain {
  readonly mean_rr: number;
  readonly sdnn: number;
  readonly rmssd: number;
  readonly nn50: number;
  readonly pnn50_over_n: number;
  readonly pnn50_over_nminus1: number;
}

interface Variability {
  readonly time_domain: Record<string, TimeDomain>;
  readonly dfa_alpha1_nonoverlap_4_16: Record<string, number>;
  readonly dfa_alpha1_overlap50_4_16: Record<string, number>;
}

function variability(expected: unknown, folder: DataFolder): Deviation[] {
  const { time_domain: domains, dfa_alpha1_nonoverlap_4_16: apart, dfa_alpha1_overlap50_4_16: half } = expected as Variability;
  const exponents = (values: Record<string, number>, overlap: 'none' | 'half') =>
    recordings(values, folder).map(([, value, rrMs]) => [dfaAlpha1(rrMs, { artefactPct: 0, overlap }).value, value] as const);
  return [
    ...recordings(domains, folder).map(([name, values, rrMs]) => {
      const hrv = hrvTimeDomain(rrMs);
      return deviation(`variability, time domain: ${name.replaceAll('_', ' ')}`, [
        [hrv?.meanRrMs, values.mean_rr],
        [hrv?.sdnnMs, values.sdnn],
        [hrv?.rmssdMs, values.rmssd],
        [hrv?.nn50, values.nn50],
        [hrv?.pnn50Pct, values.pnn50_over_nminus1],
        [hrv?.pnn50OverBeatsPct, values.pnn50_over_n],
      ]);
    }),
    deviation('variability, DFA alpha1', [...exponents(apart, 'none'), ...exponents(half, 'half')]),
  ];
}

/** Expected values with the RR intervals they are of; "..._first300" means the first 300. Recordings that are not there are left out. */
function recordings<T>(expected: Record<string, T>, folder: DataFolder): [string, T, number[]][] {
  return Object.entries(expected).flatMap(([name, value]): [string, T, number[]][] => {
    const [, recording, first] = /^(.*?)(?:_first(\d+))?$/.exec(name) ?? [];
    const path = folder.file(`${recording}.txt`);
    if (path === null) return [];
    const rrMs = readFileSync(path, 'utf8').trim().split(/\s+/).map(Number);
    return [[name, value, first === undefined ? rrMs : rrMs.slice(0, Number(first))]];
  });
}

interface ArtefactCase {
  readonly peaks: number[];
  readonly artifacts: { ectopic: number[]; missed: number[]; extra: number[]; longshort: number[] };
  readonly peaks_corrected: number[];
}

/** Beats that are classified or placed otherwise, per case. */
function artefacts(expected: unknown): Deviation[] {
  const { cases } = expected as { cases: ArtefactCase[] };
  const same = cases.map(({ peaks, artifacts, peaks_corrected: corrected }) => {
    const { artefacts: found, beatsMs } = correctRrArtefacts(peaks);
    const classes = [
      [found.ectopic, artifacts.ectopic],
      [found.missed, artifacts.missed],
      [found.extra, artifacts.extra],
      [found.longShort, artifacts.longshort],
      [beatsMs, corrected],
    ];
    return classes.reduce((wrong, [a, b]) => wrong + Math.abs(a.length - b.length) + a.filter((beat, i) => beat !== b[i]).length, 0);
  });
  return [
    deviation(
      'beat artefacts (Lipponen & Tarvainen), cases',
      same.map((wrong) => [wrong, 0] as const),
    ),
  ];
}

/** Every reference file that is known, and what is computed from it. */
export const FORMULA_CHECKS: readonly FormulaCheck[] = [
  { file: 'formula_vectors.json', run: heartRateVectors },
  { file: 'exercise_hr_expected.json', run: exerciseDeviations },
  { file: 'hrv_expected.json', run: variability },
  { file: 'lipponen_synthetic.json', run: artefacts },
  { file: 'load_expected.json', run: loadDeviations },
  { file: 'enmo_mad_expected.json', run: activityDeviations },
];
