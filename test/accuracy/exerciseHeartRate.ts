import { readFileSync } from 'node:fs';
import { heartRateDriftEarlyLatePct, heartRateDriftHalvesPct } from '#shared/cardio/drift.ts';
import { heartRateRecovery } from '#shared/cardio/heartRateRecovery.ts';
import { heartRateReserveFraction, heartRateReservePct } from '#shared/cardio/heartRateReserve.ts';
import {
  BANISTER_GOLDEN_CHEETAH,
  BANISTER_MEN,
  BANISTER_WOMEN,
  banisterPerMinute,
  edwardsPerMinute,
  initLoad,
  luciaPerMinute,
  stepLoad,
} from '#shared/cardio/trimp.ts';
import { oncePerSecondBpm } from '#test/shared/cardio/reference.ts';
import type { DataFolder } from './dataFolder.ts';
import { type Deviation, deviation } from './deviation.ts';
import { mean } from './statistics.ts';

interface Expected {
  readonly header: { rest_hr: number; max_hr: number; phases_s: [number, number] };
  readonly mean_hr_exercise: number;
  readonly pct_hrr_exercise_mean: number;
  readonly banister_per_second: { m: number; f: number; f_gc: number };
  readonly edwards: [number];
  readonly lucia_vt1_110_vt2_150: [number];
  readonly drift: { pct: number; halves_pct: number };
  readonly hrr: { hr_end: number; hrr60: number; hrr120: number };
}

/** Load, recovery and drift of a recorded exercise test, from its RR intervals. */
export function exerciseDeviations(reference: unknown, folder: DataFolder): Deviation[] {
  const path = folder.file('exercise_rri.txt');
  if (path === null) return [];
  const expected = reference as Expected;
  const { rest_hr: rest, max_hr: max, phases_s: phases } = expected.header;
  const [first, last] = phases.map(Math.floor);
  const bpm = oncePerSecondBpm(readFileSync(path, 'utf8').trim().split(/\s+/).map(Number));
  const exercise = bpm.slice(first, last);
  /** The second before the exercise opens the stretch. */
  const load = (perMinute: (heartRateBpm: number) => number): number => {
    const state = initLoad();
    for (let second = first; second <= last; second++) stepLoad(state, second * 1e6, perMinute(bpm[second - 1]));
    return state.total;
  };
  const banister = (weights: typeof BANISTER_MEN): number =>
    load((heartRateBpm) => banisterPerMinute(heartRateReserveFraction(heartRateBpm, rest, max) ?? 0, weights));
  const seconds = bpm.map((_, i) => i + 1);
  const recovery = heartRateRecovery(seconds, bpm, last);
  const recorded = { timesS: seconds, heartRateBpm: bpm, startS: phases[0], endS: phases[1] };
  return [
    deviation('mean heart rate and share of the reserve', [
      [mean(exercise), expected.mean_hr_exercise],
      [heartRateReservePct(mean(exercise), rest, max), expected.pct_hrr_exercise_mean],
    ]),
    deviation('load (Banister, Edwards, Lucia)', [
      [banister(BANISTER_MEN), expected.banister_per_second.m],
      [banister(BANISTER_WOMEN), expected.banister_per_second.f],
      [banister(BANISTER_GOLDEN_CHEETAH), expected.banister_per_second.f_gc],
      [load((heartRateBpm) => edwardsPerMinute(heartRateBpm, max)), expected.edwards[0]],
      [load((heartRateBpm) => luciaPerMinute(heartRateBpm, 110, 150)), expected.lucia_vt1_110_vt2_150[0]],
    ]),
    deviation('heart-rate recovery', [
      [recovery?.endBpm, expected.hrr.hr_end],
      [recovery?.fall60sBpm, expected.hrr.hrr60],
      [recovery?.fall120sBpm, expected.hrr.hrr120],
    ]),
    deviation('heart-rate drift', [
      [heartRateDriftEarlyLatePct(recorded).value, expected.drift.pct],
      [heartRateDriftHalvesPct(recorded).value, expected.drift.halves_pct],
    ]),
  ];
}
