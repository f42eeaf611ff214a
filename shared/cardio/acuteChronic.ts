import { ewmaLoad } from './ewmaLoad.ts';
import { type DailyLoad, rollingLoad } from './rollingLoad.ts';

/** Days of the acute and the chronic load. */
const ACUTE_DAYS = 7;
const CHRONIC_DAYS = 28;

/**
 * Acute:chronic workload ratios by their variant. Charts only, never input of a rule: the ratio does not predict harm (Impellizzeri
 * et al. 2020, doi:10.1123/ijspp.2019-0864). null where the chronic load is 0 or not known.
 */

/** Last 7 days over last 28, which hold the 7 (coupled); cut-off windows at the start use the days there are. */
export function acuteChronicRolling(daily: readonly DailyLoad[]): (number | null)[] {
  return ratio(rollingLoad(daily, ACUTE_DAYS), rollingLoad(daily, CHRONIC_DAYS));
}

/** Last 7 days over the `chronicDays` before them (28 or 21); null until both are complete. */
export function acuteChronicUncoupled(daily: readonly DailyLoad[], chronicDays: 21 | 28): (number | null)[] {
  return ratio(rollingLoad(daily, ACUTE_DAYS), rollingLoad(daily, chronicDays, ACUTE_DAYS, true));
}

/** The same of exponentially weighted means, N = 7 and 28. */
export function acuteChronicEwma(daily: readonly DailyLoad[]): (number | null)[] {
  return ratio(ewmaLoad(daily, ACUTE_DAYS), ewmaLoad(daily, CHRONIC_DAYS));
}

function ratio(acute: readonly (number | null)[], chronic: readonly (number | null)[]): (number | null)[] {
  return acute.map((value, day) => {
    const base = chronic[day];
    return value === null || base === null || base === 0 ? null : value / base;
  });
}
