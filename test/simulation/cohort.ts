import { BACKGROUND_SHARE, freeLoad, morningPain, mostLoad, type State, startState, stepDay } from './day.ts';
import { type DayNoise, drawPatient, type Patient } from './patient.ts';
import type { MorningView, Policy } from './policy.ts';
import type { World } from './world.ts';

export const PLAN_DAYS = 84;
/** Free days before the plan, observed. Tolerance is 1 at their end by definition. */
export const BASELINE_DAYS = 7;
/** Log SD of background readings that say nothing: that of true ones. */
const BACKGROUND_SD = 0.45;

export interface Outcome {
  readonly policy: string;
  /** Per patient: flare days of the plan, and tolerance at its end against its start, %. */
  readonly flareDays: Float64Array;
  readonly toleranceChangePct: Float64Array;
}

export interface Cohort {
  readonly world: World;
  /** b0 of the flare hazard. */
  readonly baseLogit: number;
  readonly patients: readonly Patient[];
}

export function drawPatients(world: World, seed: number, count: number): Patient[] {
  return Array.from({ length: count }, (_, index) => drawPatient(world, seed, index, BASELINE_DAYS + PLAN_DAYS));
}

/** All patients of a cohort under one policy. */
export function runPolicy(cohort: Cohort, policy: Policy): Outcome {
  const count = cohort.patients.length;
  const outcome: Outcome = { policy: policy.id, flareDays: new Float64Array(count), toleranceChangePct: new Float64Array(count) };
  for (let index = 0; index < count; index++) {
    const { flareDays, tolerance } = live(cohort, cohort.patients[index], policy);
    outcome.flareDays[index] = flareDays;
    outcome.toleranceChangePct[index] = 100 * (tolerance - 1);
  }
  return outcome;
}

function live({ world, baseLogit }: Cohort, patient: Patient, policy: Policy): { flareDays: number; tolerance: number } {
  const state = startState();
  const baselineMornings: MorningView[] = [];
  for (let i = 0; i < BASELINE_DAYS; i++) {
    const { view, free } = morning(world, state, patient, patient.noise[i], i - BASELINE_DAYS);
    baselineMornings.push(view);
    stepDay(state, world, baseLogit, patient, patient.noise[i], free, false);
    state.tolerance = 1;
  }
  const run = policy.start({ trials: patient.trials.map((trial) => (1 - BACKGROUND_SHARE) * trial), baselineMornings });
  let flareDays = 0;
  for (let day = 0; day < PLAN_DAYS; day++) {
    const noise = patient.noise[BASELINE_DAYS + day];
    const { view, free } = morning(world, state, patient, noise, day);
    const planned = run.plan(view);
    const byPlan = planned !== null && noise.followsPlan;
    const { background } = view.truth;
    const done = byPlan ? Math.min(planned, Math.max(0, mostLoad(state) - background)) : free - background;
    const logEffort =
      byPlan && done > 0 && noise.answered && world.observation.present
        ? rateEffort(world, patient, noise.effort, done, state.tolerance)
        : null;
    const completed = byPlan && done > 0.99 * planned;
    stepDay(state, world, baseLogit, patient, noise, background + done, completed);
    if (state.flare) flareDays++;
    run.learn?.({ day, done, byPlan, completed, logEffort });
  }
  return { flareDays, tolerance: state.tolerance };
}

function morning(
  { observation, malaisePerDay }: World,
  state: State,
  patient: Patient,
  noise: DayNoise,
  day: number,
): { readonly view: MorningView; readonly free: number } {
  const pain = morningPain(state, patient, noise);
  const free = freeLoad(state, patient, noise, pain);
  const background = BACKGROUND_SHARE * free;
  const reading = observation.informative
    ? background * Math.exp(observation.backgroundErrorSd * noise.background)
    : BACKGROUND_SHARE * Math.exp(BACKGROUND_SD * noise.background);
  const view = {
    day,
    painNrs: noise.answered ? Math.round(pain) : null,
    flare: noise.answered ? state.flare : null,
    worseAfterActivity: noise.answered ? malaisePerDay > 0 && state.overexerted : null,
    background: observation.present && noise.worn ? reading : null,
    truth: { tolerance: state.tolerance, background },
  };
  return { view, free };
}

function rateEffort({ observation }: World, patient: Patient, noise: number, done: number, tolerance: number): number {
  const error = observation.effortBiasSd * patient.effortBias + observation.effortNoiseSd * noise;
  return observation.informative ? Math.log(done / ((1 - BACKGROUND_SHARE) * tolerance)) + error : error;
}
