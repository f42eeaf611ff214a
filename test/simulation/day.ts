import type { DayNoise, Patient } from './patient.ts';
import type { World } from './world.ts';

/** Share of a free day's load that is background: work, household, ways. No plan controls it. */
export const BACKGROUND_SHARE = 0.35;
/** S at the start; the hazard is centred on it. */
const USUAL_SENSITISATION = 0.33;
const USUAL_FATIGUE = 0.7;
/** dS: with 9 % flare days and 35 days of decay S stays at its usual value. */
const SENSITISATION_STEP = 0.15;
const FREE_LOAD_SD = 0.2;
const FLARE_KICK = 2.4;
const FLARE_KICK_DECAY = 2 ** -0.5;
const PAIN_CORRELATION = 0.55;
const PAIN_SD = 0.75;
/** The usual pain that holds activity back is the median morning: flares and poor sleep lift it above P0. */
const MEDIAN_ABOVE_P0 = 0.25;
/** Nobody does more than this multiple of the tolerance. */
const MOST_RATIO = 1.5;
/** Load / tolerance above which malaise costs tolerance. */
const MALAISE_RATIO = 0.85;
/** Pain above the usual that makes a day a bad one. */
const BAD_DAY = 1;

/** Where a person stands on a morning. */
export interface State {
  tolerance: number;
  fatigue: number;
  sensitisation: number;
  fear: number;
  /** What is left of earlier flares, points of pain. */
  flareKick: number;
  painNoise: number;
  /** Yesterday was a flare day. */
  flare: boolean;
  /** Yesterday's load was above where malaise begins. */
  overexerted: boolean;
}

export function startState(): State {
  return {
    tolerance: 1,
    fatigue: USUAL_FATIGUE,
    sensitisation: USUAL_SENSITISATION,
    fear: 0.3,
    flareKick: 0,
    painNoise: 0,
    flare: false,
    overexerted: false,
  };
}

/** Pain of this morning, unrounded. */
export function morningPain(state: State, patient: Patient, noise: DayNoise): number {
  state.painNoise = PAIN_CORRELATION * state.painNoise + PAIN_SD * Math.sqrt(1 - PAIN_CORRELATION ** 2) * noise.pain;
  const pain =
    patient.usualPain +
    2 * (state.sensitisation - USUAL_SENSITISATION) +
    0.9 * patient.catastrophising * (state.fatigue - USUAL_FATIGUE) +
    (noise.poorSleep ? 0.4 : 0) +
    state.flareKick +
    state.painNoise;
  return Math.min(10, Math.max(0, pain));
}

/** The most load a person gets done today, whatever the plan says. */
export function mostLoad(state: State): number {
  return MOST_RATIO * state.tolerance;
}

/** Load of this day if nobody planned it, in units of the tolerance at the start. */
export function freeLoad(state: State, patient: Patient, noise: DayNoise, pain: number): number {
  const fear = pain - (patient.usualPain + MEDIAN_ABOVE_P0) > BAD_DAY ? 0.25 * state.fear : 0;
  return (
    state.tolerance * Math.exp(patient.painAvoidance * (patient.usualPain + MEDIAN_ABOVE_P0 - pain) - fear + FREE_LOAD_SD * noise.load)
  );
}

/** Lives the day with this total load; `completed`: the planned session was done. */
export function stepDay(
  state: State,
  world: World,
  baseLogit: number,
  patient: Patient,
  noise: DayNoise,
  load: number,
  completed: boolean,
) {
  const ratio = load / state.tolerance;
  state.fatigue = state.fatigue * patient.fatigueDecay + ratio * (1 - patient.fatigueDecay);
  const logit =
    baseLogit +
    patient.excessLogit * Math.max(0, ratio - 1) * (1 + 0.5 * patient.catastrophising) +
    world.fatigueLogit * (state.fatigue - USUAL_FATIGUE) +
    world.sensitisationLogit * (state.sensitisation - USUAL_SENSITISATION) +
    (noise.poorSleep ? world.poorSleepLogit : 0);
  state.overexerted = ratio > MALAISE_RATIO;
  state.flare = noise.flareAt < 1 / (1 + Math.exp(-logit));
  state.tolerance *=
    1 +
    patient.growthPerDay * (Math.min(ratio, 1.2) - patient.restingRatio) -
    (state.flare ? 0.002 : 0) -
    world.malaisePerDay * Math.max(0, ratio - MALAISE_RATIO);
  state.sensitisation *= patient.sensitisationDecay;
  if (state.flare) state.sensitisation += SENSITISATION_STEP * (1 - state.sensitisation);
  state.flareKick = state.flare ? FLARE_KICK : state.flareKick * FLARE_KICK_DECAY;
  if (state.flare) state.fear += 0.06 * patient.catastrophising * (1 - state.fear);
  if (completed) state.fear -= 0.035 * state.fear;
}
