import { readFileSync } from 'node:fs';
import { BANISTER_RESPONSE_DEFAULTS, banisterResponse } from '#shared/cardio/banisterResponse.ts';
import { energyKeytelKcalPerMin, energyKeytelKjPerMin } from '#shared/cardio/energyKeytel.ts';
import { karvonenTargetBpm } from '#shared/cardio/heartRateReserve.ts';
import { hrvTimeDomain } from '#shared/cardio/hrv.ts';
import { maxHeartRateBetaBlockerBpm, maxHeartRateFoxBpm, maxHeartRateTanakaBpm } from '#shared/cardio/maxHeartRate.ts';
import { correctRrArtefacts } from '#shared/cardio/rrLipponen.ts';
import { type Deviation, deviation, type FormulaCheck } from './deviation.ts';
import { exerciseDeviations } from './exerciseHeartRate.ts';

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

function variability(expected: unknown, folder: Parameters<FormulaCheck['run']>[1]): Deviation[] {
  const { time_domain: domains } = expected as { time_domain: Record<string, TimeDomain> };
  return Object.entries(domains).flatMap(([name, values]) => {
    const path = folder.file(`${name}.txt`);
    if (path === null) return [];
    const hrv = hrvTimeDomain(readFileSync(path, 'utf8').trim().split(/\s+/).map(Number));
    return deviation(`variability, time domain: ${name.replaceAll('_', ' ')}`, [
      [hrv?.meanRrMs, values.mean_rr],
      [hrv?.sdnnMs, values.sdnn],
      [hrv?.rmssdMs, values.rmssd],
      [hrv?.nn50, values.nn50],
      [hrv?.pnn50Pct, values.pnn50_over_nminus1],
      [hrv?.pnn50OverBeatsPct, values.pnn50_over_n],
    ]);
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

function load(expected: unknown): Deviation[] {
  const { daily_load: daily, banister_t42_7_k1_2: banister } = expected as { daily_load: number[]; banister_t42_7_k1_2: number[] };
  const response = banisterResponse(daily, BANISTER_RESPONSE_DEFAULTS);
  return [
    deviation(
      'response to load over days (Banister)',
      banister.map((value, day) => [response[day], value] as const),
    ),
  ];
}

/** Every reference file that is known, and what is computed from it. */
export const FORMULA_CHECKS: readonly FormulaCheck[] = [
  { file: 'formula_vectors.json', run: heartRateVectors },
  { file: 'exercise_hr_expected.json', run: exerciseDeviations },
  { file: 'hrv_expected.json', run: variability },
  { file: 'lipponen_synthetic.json', run: artefacts },
  { file: 'load_expected.json', run: load },
];
