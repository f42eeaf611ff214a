import { HEART_RATE_GAP_S } from '#shared/cardio/gap.ts';
import { heartRateReserveFraction, heartRateReservePct } from '#shared/cardio/heartRateReserve.ts';
import { initMedian5s, pushMedian5s, readMedian5s } from '#shared/cardio/median5s.ts';
import { banisterPerMinute, banisterWeights } from '#shared/cardio/trimp.ts';
import { acsmZone, emptyZoneSeconds } from '#shared/cardio/zones.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import type { HeartRateSummary, SessionSummary } from '#shared/schema/summary.ts';

/** One value of the stored heart-rate series stands for this long. */
export const HEART_RATE_STEP_US = 5_000_000;

/**
 * Adds up usable heart rate. A sample stands for the time since the one before; nothing is added over a gap. Zones, load and
 * ceiling use the 5 s median, as the pacing rules do; the mean is of the plain values.
 */
export class HeartSums {
  /** Median of the last 5 s at the newest sample. */
  medianBpm: number | null = null;
  /** A reading stands in the series for this long where no newer one came, us. */
  gapUs = HEART_RATE_GAP_S * 1e6;
  readonly #setup: SessionSetup;
  readonly #startedUs: number;
  readonly #median = initMedian5s();
  readonly #zones = emptyZoneSeconds();
  readonly #series: (number | null)[] = [];
  #lastUs = Number.NaN;
  #beats = 0;
  #seconds = 0;
  #sum = 0;
  #count = 0;
  #maxBpm = 0;
  #aboveS = 0;
  #trimp = 0;

  constructor(startedUs: number, setup: SessionSetup) {
    this.#startedUs = startedUs;
    this.#setup = setup;
  }

  add(timeUs: number, bpm: number, afterGap: boolean): void {
    this.#fillSeries(timeUs);
    pushMedian5s(this.#median, timeUs, bpm);
    const median = readMedian5s(this.#median, timeUs) ?? bpm;
    this.medianBpm = median;
    this.#sum += bpm;
    this.#count++;
    this.#maxBpm = Math.max(this.#maxBpm, median);
    if (!afterGap) this.#integrate((timeUs - this.#lastUs) * 1e-6, bpm, median);
    this.#lastUs = timeUs;
  }

  #integrate(seconds: number, bpm: number, medianBpm: number): void {
    const { restingHeartRateBpm: rest, maxHeartRateBpm: max, heartRateCeilingBpm: ceiling, sex } = this.#setup;
    this.#seconds += seconds;
    this.#beats += bpm * seconds;
    if (ceiling !== null && medianBpm > ceiling) this.#aboveS += seconds;
    const fraction = rest === null || max === null ? null : heartRateReserveFraction(medianBpm, rest, max);
    if (fraction === null) return;
    this.#zones[acsmZone(100 * fraction)] += seconds;
    const weights = banisterWeights(sex);
    if (weights !== null) this.#trimp += (banisterPerMinute(fraction, weights) * seconds) / 60;
  }

  /** Closes the series' steps that end before `timeUs`. */
  #fillSeries(timeUs: number): void {
    for (;;) {
      const stepEndUs = this.#startedUs + (this.#series.length + 1) * HEART_RATE_STEP_US;
      if (stepEndUs >= timeUs) return;
      const median = readMedian5s(this.#median, stepEndUs);
      this.#series.push(median ?? (stepEndUs - this.#lastUs < this.gapUs ? this.medianBpm : null));
    }
  }

  series(endedUs: number): SessionSummary['heartRateSeries'] {
    if (this.#count === 0) return null;
    this.#fillSeries(endedUs + 1);
    return { fromUs: this.#startedUs, stepUs: HEART_RATE_STEP_US, bpm: this.#series };
  }

  summary(durationS: number): HeartRateSummary | null {
    if (this.#count === 0) return null;
    const { restingHeartRateBpm: rest, maxHeartRateBpm: max, heartRateCeilingBpm, sex } = this.#setup;
    const meanBpm = this.#seconds > 0 ? this.#beats / this.#seconds : this.#sum / this.#count;
    const reservePct = rest === null || max === null ? null : heartRateReservePct(meanBpm, rest, max);
    return {
      meanBpm,
      maxBpm: this.#maxBpm,
      coverage: durationS > 0 ? Math.min(1, this.#seconds / durationS) : 0,
      aboveCeilingS: heartRateCeilingBpm === null ? null : this.#aboveS,
      zoneScheme: 'acsmHrr',
      zoneSeconds: reservePct === null ? null : { ...this.#zones },
      meanReservePct: reservePct,
      trimpBanister: reservePct === null || banisterWeights(sex) === null ? null : this.#trimp,
    };
  }
}
