import { energyKeytelKcalPerMin } from '#shared/cardio/energyKeytel.ts';
import { HEART_RATE_GAP_S } from '#shared/cardio/gap.ts';
import { heartRateRecovery } from '#shared/cardio/heartRateRecovery.ts';
import { heartRateReserveFraction, heartRateReservePct, karvonenTargetBpm } from '#shared/cardio/heartRateReserve.ts';
import { type MaxHeartRate, maxHeartRate } from '#shared/cardio/maxHeartRate.ts';
import { initMedian5s, stepMedian5s } from '#shared/cardio/median5s.ts';
import {
  BANISTER_MEN,
  BANISTER_WOMEN,
  banisterPerMinute,
  banisterWeights,
  edwardsPerMinute,
  initLoad,
  stepLoad,
} from '#shared/cardio/trimp.ts';
import { ACSM_HRR_ZONES, acsmZone, emptyZoneSeconds } from '#shared/cardio/zones.ts';
import { numberOption, readArguments } from './arguments.ts';
import { readTable } from './csv.ts';
import { type HeartProfile, readHeartProfile } from './heartProfile.ts';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE, type Io } from './io.ts';

const MIN_BPM = 20;
const MAX_BPM = 260;
/** Longer than any recording, s. */
const MAX_TIME_S = 1e9;

interface HeartRates {
  readonly timesS: Float64Array;
  readonly bpm: Float64Array;
  /** First sample of the stretch that is analysed, and the one after its last. */
  readonly from: number;
  readonly to: number;
}

/**
 * `analyze heart`: heart rate with time stamps (t_s, hr_bpm) and a profile as JSON -> classes, reserve, load, energy, recovery.
 * `--from-s` and `--to-s` pick a stretch; recovery is looked for after `--to-s`. What the profile does not allow is null.
 */
export async function analyzeHeart(args: readonly string[], io: Io): Promise<number> {
  const fail = (problem: string, code: number = EXIT_USAGE): number => {
    io.stderr(`analyze heart: ${problem}\n`);
    return code;
  };
  const parsed = readArguments(args, { options: ['hr', 'profile', 'from-s', 'to-s'] });
  if (!parsed.ok) return fail(parsed.problem);
  const file = parsed.value.options.get('hr');
  const profileFile = parsed.value.options.get('profile');
  if (file === undefined) return fail('--hr FILE is needed');
  if (profileFile === undefined) return fail('--profile FILE is needed');
  const fromS = numberOption(parsed.value, 'from-s', Number.NEGATIVE_INFINITY, -MAX_TIME_S, MAX_TIME_S);
  if (!fromS.ok) return fail(fromS.problem);
  const toS = numberOption(parsed.value, 'to-s', Number.POSITIVE_INFINITY, -MAX_TIME_S, MAX_TIME_S);
  if (!toS.ok) return fail(toS.problem);

  const profile = await readHeartProfile(io, profileFile);
  if (!profile.ok) return fail(profile.problem, EXIT_REFUSED);
  const table = await readTable(io, file, { columns: ['t_s', 'hr_bpm'], skip: [/^hr_med5_bpm$/], time: 't_s' });
  if (!table.ok) return fail(table.problem, EXIT_REFUSED);
  const timesS = table.value.columns.get('t_s') as Float64Array;
  const bpm = table.value.columns.get('hr_bpm') as Float64Array;
  const wrong = bpm.findIndex((value) => value < MIN_BPM || value > MAX_BPM);
  if (wrong >= 0) {
    const hint = 'a row without heart rate is left out, never 0';
    return fail(`${file}: line ${wrong + 2}, column hr_bpm: ${bpm[wrong]} is not from ${MIN_BPM} to ${MAX_BPM} bpm; ${hint}`, EXIT_REFUSED);
  }
  const from = timesS.findIndex((time) => time >= fromS.value);
  const past = timesS.findIndex((time) => time > toS.value);
  const to = past < 0 ? timesS.length : past;
  if (from < 0 || from >= to) return fail(`${file}: no heart rate between --from-s and --to-s`, EXIT_REFUSED);

  const report = { file, ...describe({ timesS, bpm, from, to }, profile.value, toS.value) };
  io.stdout(`${JSON.stringify(report, null, 2)}\n`);
  return EXIT_OK;
}

function describe(rates: HeartRates, profile: HeartProfile, toS: number) {
  const { timesS, bpm, from, to } = rates;
  const maximum = maxHeartRate(profile);
  const rest = profile.restingHeartRateBpm;
  const weights = banisterWeights(profile.sex);
  const reserve = rest === null || maximum === null || maximum.maxHeartRateBpm <= rest ? null : { rest, max: maximum.maxHeartRateBpm };
  const banister = (of: typeof BANISTER_MEN) => {
    if (reserve === null) return null;
    return {
      variant: of.variant,
      load: integrate(rates, (value) => banisterPerMinute(heartRateReserveFraction(value, reserve.rest, reserve.max) ?? 0, of)).total,
    };
  };
  const meanBpm = bpm.subarray(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
  return {
    sampleCount: to - from,
    fromS: timesS[from],
    toS: timesS[to - 1],
    usableS: secondsOf(integrate(rates, () => 0).minutes),
    gaps: gapsOf(rates),
    meanBpm,
    maxMedian5sBpm: highestMedian(rates),
    restingHeartRateBpm: rest,
    maxHeartRate: maximum,
    meanReservePct: reserve === null ? null : heartRateReservePct(meanBpm, reserve.rest, reserve.max),
    zones: reserve === null ? null : zonesOf(rates, reserve.rest, reserve.max),
    trimpBanister: weights === null ? null : banister(weights),
    trimpBanisterVariants: [banister(BANISTER_MEN), banister(BANISTER_WOMEN)],
    trimpEdwards: edwards(rates, maximum),
    energyKeytel: energyOf(rates, profile),
    recovery: Number.isFinite(toS) ? heartRateRecovery(timesS, bpm, timesS[to - 1]) : null,
  };
}

/** Minutes to seconds, without the last digits of summing. */
function secondsOf(minutes: number): number {
  return Math.round(minutes * 60 * 1e6) / 1e6;
}

/** Sums a rate per minute over the stretch; the sample before it opens it. */
function integrate({ timesS, bpm, from, to }: HeartRates, perMinute: (heartRateBpm: number) => number) {
  const state = initLoad();
  for (let i = Math.max(0, from - 1); i < to; i++) stepLoad(state, timesS[i] * 1_000_000, perMinute(bpm[i]));
  return state;
}

function zonesOf(rates: HeartRates, rest: number, max: number) {
  const seconds = emptyZoneSeconds();
  for (const { zone } of ACSM_HRR_ZONES) {
    seconds[zone] = secondsOf(integrate(rates, (value) => Number(acsmZone(heartRateReservePct(value, rest, max) ?? 0) === zone)).total);
  }
  const limits = ACSM_HRR_ZONES.filter(({ fromPct }) => Number.isFinite(fromPct));
  return {
    scheme: 'acsmHrr',
    fromBpm: Object.fromEntries(limits.map(({ zone, fromPct }) => [zone, karvonenTargetBpm(fromPct / 100, rest, max)])),
    seconds,
  };
}

function edwards(rates: HeartRates, maximum: MaxHeartRate | null): number | null {
  return maximum === null ? null : integrate(rates, (value) => edwardsPerMinute(value, maximum.maxHeartRateBpm)).total;
}

/** An estimate for steady exercise; below about 90 bpm it means nothing. */
function energyOf(rates: HeartRates, { sex, massKg, ageYears }: HeartProfile) {
  if ((sex !== 'male' && sex !== 'female') || massKg === null || ageYears === null) return null;
  const kcal = integrate(rates, (heartRateBpm) => energyKeytelKcalPerMin({ sex, heartRateBpm, massKg, ageYears })).total;
  return { variant: 'keytelWithoutVo2max', kcalEstimate: kcal };
}

function gapsOf({ timesS, from, to }: HeartRates) {
  const gaps: { fromS: number; toS: number }[] = [];
  for (let i = from + 1; i < to; i++) {
    if (timesS[i] - timesS[i - 1] > HEART_RATE_GAP_S) gaps.push({ fromS: timesS[i - 1], toS: timesS[i] });
  }
  return gaps;
}

function highestMedian({ timesS, bpm, from, to }: HeartRates): number {
  const state = initMedian5s();
  let highest = 0;
  for (let i = from; i < to; i++) highest = Math.max(highest, stepMedian5s(state, timesS[i] * 1_000_000, bpm[i]));
  return highest;
}
