export interface KeytelInput {
  readonly sex: 'female' | 'male';
  readonly heartRateBpm: number;
  readonly massKg: number;
  readonly ageYears: number;
}

/** Thermochemical calorie. */
const KJ_PER_KCAL = 4.184;

/**
 * Energy use from heart rate without VO2max, kJ per minute (Keytel et al. 2005, doi:10.1080/02640410470001730089). An estimate
 * for steady exercise between about 90 and 150 beats/min; it turns negative at rest and is never a target.
 */
export function energyKeytelKjPerMin({ sex, heartRateBpm, massKg, ageYears }: KeytelInput): number {
  return sex === 'male'
    ? -55.0969 + 0.6309 * heartRateBpm + 0.1988 * massKg + 0.2017 * ageYears
    : -20.4022 + 0.4472 * heartRateBpm - 0.1263 * massKg + 0.074 * ageYears;
}

export function energyKeytelKcalPerMin(input: KeytelInput): number {
  return energyKeytelKjPerMin(input) / KJ_PER_KCAL;
}
