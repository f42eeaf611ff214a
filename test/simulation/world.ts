import { seeded } from './random.ts';

/** What is true of a whole cohort. Time in days, loads relative to tolerance, pain on the 0-10 scale. */
export interface World {
  readonly name: string;
  /** Growth of tolerance per day and unit of load above `restingRatio`, 1/d. */
  readonly growthPerDay: number;
  /** x0: load / tolerance at which tolerance neither grows nor falls. */
  readonly restingRatio: number;
  /** Time constants of fatigue and of sensitisation, d. */
  readonly fatigueDays: number;
  readonly sensitisationDays: number;
  /** kappa: how strongly pain holds free activity back, per point of pain. */
  readonly painAvoidance: number;
  /** b_ex, b_f, b_s, b_sl of the flare hazard, logits. */
  readonly excessLogit: number;
  readonly fatigueLogit: number;
  readonly sensitisationLogit: number;
  readonly poorSleepLogit: number;
  /** Loss of tolerance per day and unit of load above 0.85 (post-exertional malaise), 1/d. */
  readonly malaisePerDay: number;
  /** What the observations carry; the engine knows only the usual values. */
  readonly observation: ObservationModel;
}

export interface ObservationModel {
  /** SD of a patient's own way of rating effort and of one rating, log units. */
  readonly effortBiasSd: number;
  readonly effortNoiseSd: number;
  /** Relative SD of the wearable's background load of a day. */
  readonly backgroundErrorSd: number;
  /** false: ratings and background readings have the usual spread and say nothing. */
  readonly informative: boolean;
  /** false: no wearable, no ratings of effort. Pain and flares are still answered. */
  readonly present: boolean;
  /** Share of mornings without an answer and of days on which the wearable was not worn. */
  readonly missingShare: number;
}

export const OBSERVATION: ObservationModel = {
  effortBiasSd: 0.15,
  effortNoiseSd: 0.2,
  backgroundErrorSd: 0.2,
  informative: true,
  present: true,
  missingShare: 0.05,
};

/** [low, high] of the specification's ranges. */
export const RANGES = {
  growthPerDay: [0.002, 0.006],
  restingRatio: [0.4, 0.7],
  fatigueDays: [1.5, 7],
  sensitisationDays: [10, 60],
  painAvoidance: [0.15, 0.5],
  excessLogit: [0.3, 2.5],
} as const satisfies Partial<Record<keyof World, readonly [number, number]>>;

const middle = ([low, high]: readonly [number, number]) => (low + high) / 2;

/** The middle of every range. */
export const BASE_WORLD: World = {
  name: 'base',
  growthPerDay: middle(RANGES.growthPerDay),
  restingRatio: middle(RANGES.restingRatio),
  fatigueDays: middle(RANGES.fatigueDays),
  sensitisationDays: middle(RANGES.sensitisationDays),
  painAvoidance: middle(RANGES.painAvoidance),
  excessLogit: middle(RANGES.excessLogit),
  fatigueLogit: 0.9,
  sensitisationLogit: 1,
  poorSleepLogit: 0.4,
  malaisePerDay: 0,
  observation: OBSERVATION,
};

/** Load does no harm: flares come by chance, sensitisation and sleep alone. */
export const NULL_WORLD: World = { ...BASE_WORLD, name: 'null', excessLogit: 0, fatigueLogit: 0 };

/** Exertion above 0.85 of tolerance costs tolerance. */
export const MALAISE_WORLD: World = { ...BASE_WORLD, name: 'PEM', malaisePerDay: 0.035 };

export function randomWorld(seed: number, index: number): World {
  const random = seeded(seed, 0x77, index);
  const draw = ([low, high]: readonly [number, number]) => random.between(low, high);
  return {
    ...BASE_WORLD,
    name: `random ${index + 1}`,
    growthPerDay: draw(RANGES.growthPerDay),
    restingRatio: draw(RANGES.restingRatio),
    fatigueDays: draw(RANGES.fatigueDays),
    sensitisationDays: draw(RANGES.sensitisationDays),
    painAvoidance: draw(RANGES.painAvoidance),
    excessLogit: draw(RANGES.excessLogit),
    fatigueLogit: random.between(0.2, 1),
    sensitisationLogit: random.between(0.5, 1.5),
    poorSleepLogit: random.between(0.2, 0.6),
  };
}
