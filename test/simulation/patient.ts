import { type Random, seeded } from './random.ts';
import { RANGES, type World } from './world.ts';

/** One person: own parameters around those of the world. */
export interface Patient {
  readonly growthPerDay: number;
  readonly restingRatio: number;
  readonly fatigueDecay: number;
  readonly sensitisationDecay: number;
  readonly painAvoidance: number;
  readonly excessLogit: number;
  /** cat: share of the worst possible catastrophising, 0 to 1. */
  readonly catastrophising: number;
  /** P0, 0-10. */
  readonly usualPain: number;
  /** Probability that a day goes by the plan; on the others activity is free. */
  readonly adherence: number;
  /** Baseline tolerance trials, in units of the true tolerance at the start of the plan (which is 1). */
  readonly trials: readonly number[];
  readonly effortBias: number;
  readonly noise: readonly DayNoise[];
}

/** Every chance of a day, drawn once: all policies meet the same days (common random numbers). */
export interface DayNoise {
  readonly pain: number;
  readonly load: number;
  readonly effort: number;
  readonly background: number;
  readonly poorSleep: boolean;
  readonly followsPlan: boolean;
  readonly answered: boolean;
  readonly worn: boolean;
  /** A flare happens where its probability is above this. */
  readonly flareAt: number;
}

/** Differences between people of one world: log SD of their parameters, kept inside the ranges. */
const PERSON_SD = 0.25;
const TRIALS = 3;
/** Pain cuts trials short as it does free activity: their mean is below the tolerance. */
const TRIAL_MEAN = 0.92;
const TRIAL_SD = 0.15;
const POOR_SLEEP_SHARE = 0.3;

export function drawPatient(world: World, seed: number, index: number, days: number): Patient {
  const random = seeded(seed, 0x70, index);
  const own = (name: keyof typeof RANGES) => {
    const [low, high] = RANGES[name];
    const value = world[name] * Math.exp(PERSON_SD * random.normal());
    return world[name] === 0 ? 0 : Math.min(high, Math.max(low, value));
  };
  const adherence = random.beta(5, 3);
  return {
    growthPerDay: own('growthPerDay'),
    restingRatio: own('restingRatio'),
    fatigueDecay: Math.exp(-1 / own('fatigueDays')),
    sensitisationDecay: Math.exp(-1 / own('sensitisationDays')),
    painAvoidance: own('painAvoidance'),
    excessLogit: own('excessLogit'),
    catastrophising: random.uniform(),
    usualPain: random.between(3, 6),
    adherence,
    trials: Array.from({ length: TRIALS }, () => TRIAL_MEAN * Math.exp(TRIAL_SD * random.normal())),
    effortBias: random.normal(),
    noise: drawDays(random, world, adherence, days),
  };
}

function drawDays(random: Random, world: World, adherence: number, days: number): DayNoise[] {
  return Array.from({ length: days }, () => ({
    pain: random.normal(),
    load: random.normal(),
    effort: random.normal(),
    background: random.normal(),
    poorSleep: random.uniform() < POOR_SLEEP_SHARE,
    followsPlan: random.uniform() < adherence,
    answered: random.uniform() >= world.observation.missingShare,
    worn: random.uniform() >= world.observation.missingShare,
    flareAt: random.uniform(),
  }));
}
