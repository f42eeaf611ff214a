import { efficiencyDriftPct, heartRateDriftEarlyLatePct, heartRateDriftHalvesPct } from '#shared/cardio/drift.ts';
import { DriftAtEqualWork, type DriftReading } from '#shared/cardio/driftAtEqualWork.ts';
import { energyKeytelKcalPerMin } from '#shared/cardio/energyKeytel.ts';
import { heartRateRecovery } from '#shared/cardio/heartRateRecovery.ts';
import { heartRateReserveFraction, heartRateReservePct } from '#shared/cardio/heartRateReserve.ts';
import { maxHeartRate } from '#shared/cardio/maxHeartRate.ts';
import { initMedian5s, stepMedian5s } from '#shared/cardio/median5s.ts';
import * as trimp from '#shared/cardio/trimp.ts';
import { acsmZone, emptyZoneSeconds } from '#shared/cardio/zones.ts';
import { type ZoneBasis, zoneBasis, zoneLimits, zoneProbabilities } from '#shared/cardio/zoneUncertainty.ts';
import { type Known, known, mapKnown, unknown } from '#shared/signal/known.ts';
import type { HeartProfile } from './heartProfile.ts';
import { gapsOf, type HeartStretch, highestMedian, integrate, meanOf, secondsOf } from './heartStretch.ts';

/** Everything `analyze heart` tells of a stretch. What is null has its reason under `missing`, by the same name. */
export function heartReport(stretch: HeartStretch, profile: HeartProfile) {
  const { timesS, bpm, from, to, powerW } = stretch;
  const missing: Record<string, string> = {};
  const tell = <T>(name: string, { value, reason }: Known<T>): T | null => {
    if (reason !== null) missing[name] = reason;
    return value;
  };
  const estimate = maxHeartRate(profile);
  const maximum = estimate === null ? unknown('neither measuredMaxHeartRateBpm nor ageYears is known') : known(estimate);
  const basis = zoneBasis(profile.restingHeartRateBpm, estimate);
  const mean = meanOf(stretch);
  const banister = (weights: trimp.BanisterWeights) => mapKnown(basis, (of) => banisterOf(stretch, of, weights));
  const ownWeights = trimp.banisterWeights(profile.sex);
  const exercise = {
    timesS: timesS.subarray(0, to),
    heartRateBpm: bpm.subarray(0, to),
    startS: Number.isFinite(stretch.startS) ? stretch.startS : timesS[from],
    endS: Number.isFinite(stretch.endS) ? stretch.endS : timesS[to - 1],
  };
  const withPower = <T>(of: (work: Float64Array) => Known<T>): Known<T> =>
    powerW === null ? unknown('the file has no column power_w') : of(powerW);
  const recovery = Number.isFinite(stretch.endS) ? heartRateRecovery(timesS, bpm, timesS[to - 1]) : null;
  return {
    sampleCount: to - from,
    fromS: timesS[from],
    toS: timesS[to - 1],
    usableS: secondsOf(integrate(stretch, () => 0).minutes),
    gaps: gapsOf(stretch),
    meanBpm: tell('meanBpm', mean),
    maxMedian5sBpm: highestMedian(stretch),
    restingHeartRateBpm: profile.restingHeartRateBpm,
    maxHeartRate: tell('maxHeartRate', maximum),
    meanReservePct: tell('meanReservePct', mean.value === null ? mean : reserveOf(mean.value, basis)),
    zones: tell(
      'zones',
      mapKnown(basis, (of) => zonesOf(stretch, of)),
    ),
    trimpBanister: tell(
      'trimpBanister',
      ownWeights === null ? unknown('its weights are published for female and male') : banister(ownWeights),
    ),
    trimpBanisterVariants: [trimp.BANISTER_MEN, trimp.BANISTER_WOMEN, trimp.BANISTER_GOLDEN_CHEETAH].map(
      (weights) => banister(weights).value,
    ),
    trimpEdwards: tell(
      'trimpEdwards',
      mapKnown(maximum, (max) => integrate(stretch, (value) => trimp.edwardsPerMinute(value, max.maxHeartRateBpm)).total),
    ),
    trimpLucia: tell('trimpLucia', luciaOf(stretch, profile)),
    energyKeytel: tell('energyKeytel', energyOf(stretch, profile)),
    drift: {
      heartRateDriftEarlyLatePct: tell('heartRateDriftEarlyLatePct', heartRateDriftEarlyLatePct(exercise)),
      heartRateDriftHalvesPct: tell('heartRateDriftHalvesPct', heartRateDriftHalvesPct(exercise)),
      efficiencyDriftPct: tell(
        'efficiencyDriftPct',
        withPower((work) => efficiencyDriftPct(exercise, work)),
      ),
      atEqualWork: tell(
        'atEqualWork',
        withPower((work) => driftAtEqualWork(stretch, work)),
      ),
    },
    recovery: tell('recovery', recovery === null ? unknown('the end of the exercise is not known: --to-s') : known(recovery)),
    missing,
  };
}

function reserveOf(bpm: number, basis: Known<ZoneBasis>): Known<number | null> {
  return mapKnown(basis, ({ restingBpm, maximum }) => heartRateReservePct(bpm, restingBpm, maximum.maxHeartRateBpm));
}

function banisterOf(stretch: HeartStretch, { restingBpm, maximum }: ZoneBasis, weights: trimp.BanisterWeights) {
  const perMinute = (bpm: number) =>
    trimp.banisterPerMinute(heartRateReserveFraction(bpm, restingBpm, maximum.maxHeartRateBpm) ?? 0, weights);
  return { variant: weights.variant, load: integrate(stretch, perMinute).total };
}

/** Seconds per class, and what is to be expected with the uncertainty of the maximum. */
function zonesOf(stretch: HeartStretch, basis: ZoneBasis) {
  const seconds = emptyZoneSeconds();
  const expectedSeconds = emptyZoneSeconds();
  const { restingBpm, maximum } = basis;
  const zoneAt = (bpm: number) => acsmZone(heartRateReservePct(bpm, restingBpm, maximum.maxHeartRateBpm) ?? 0);
  for (const zone of Object.keys(seconds) as (keyof typeof seconds)[]) {
    seconds[zone] = secondsOf(integrate(stretch, (bpm) => Number(zoneAt(bpm) === zone)).total);
    expectedSeconds[zone] = secondsOf(integrate(stretch, (bpm) => zoneProbabilities(bpm, basis)[zone]).total);
  }
  const limits = zoneLimits(basis);
  return {
    scheme: 'acsmHrr',
    fromBpm: Object.fromEntries(limits.map(({ zone, fromBpm }) => [zone, fromBpm])),
    /** Lower limits with a maximum one standard error lower and higher. */
    fromBpmRange: Object.fromEntries(
      limits.map(({ zone, fromLowBpm, fromHighBpm }) => [zone, fromLowBpm === null ? null : [fromLowBpm, fromHighBpm]]),
    ),
    seconds,
    expectedSeconds,
  };
}

function luciaOf(stretch: HeartStretch, { firstThresholdBpm, secondThresholdBpm }: HeartProfile): Known<number> {
  if (firstThresholdBpm === null || secondThresholdBpm === null) return unknown('firstThresholdBpm and secondThresholdBpm are not known');
  return known(integrate(stretch, (bpm) => trimp.luciaPerMinute(bpm, firstThresholdBpm, secondThresholdBpm)).total);
}

/** An estimate for steady exercise; below about 90 bpm it means nothing. */
function energyOf(stretch: HeartStretch, { sex, massKg, ageYears }: HeartProfile): Known<{ variant: string; kcalEstimate: number }> {
  if (sex !== 'male' && sex !== 'female') return unknown('the formula is published for female and male');
  if (massKg === null || ageYears === null) return unknown('massKg and ageYears are needed');
  const kcal = integrate(stretch, (heartRateBpm) => energyKeytelKcalPerMin({ sex, heartRateBpm, massKg, ageYears })).total;
  return known({ variant: 'keytelWithoutVo2max', kcalEstimate: kcal });
}

function driftAtEqualWork({ timesS, bpm, from, to }: HeartStretch, work: Float64Array): Known<DriftReading> {
  const drift = new DriftAtEqualWork();
  const median = initMedian5s();
  for (let i = from; i < to; i++) drift.push(timesS[i] * 1_000_000, stepMedian5s(median, timesS[i] * 1_000_000, bpm[i]), work[i]);
  return drift.read();
}
