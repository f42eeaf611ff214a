import { exp } from '#shared/signal/portableMath.ts';

export interface BanisterResponseParams {
  /** Days in which fitness and fatigue fall to 1/e. Default 42 and 7. */
  readonly fitnessDays: number;
  readonly fatigueDays: number;
  /** Weights of the two. Default 1 and 2. */
  readonly fitnessWeight: number;
  readonly fatigueWeight: number;
}

export const BANISTER_RESPONSE_DEFAULTS: BanisterResponseParams = { fitnessDays: 42, fatigueDays: 7, fitnessWeight: 1, fatigueWeight: 2 };

/**
 * Impulse response of Banister et al. 1975 (Aust J Sports Med 7:57-61): every day's load leaves a fitness and a fatigue that
 * fade; the value of a day counts the loads of the days before it. Arbitrary units. A chart for the PT, never input of a rule.
 */
export function banisterResponse(dailyLoad: readonly number[], params: BanisterResponseParams = BANISTER_RESPONSE_DEFAULTS): number[] {
  const fitnessDecay = exp(-1 / params.fitnessDays);
  const fatigueDecay = exp(-1 / params.fatigueDays);
  let fitness = 0;
  let fatigue = 0;
  return dailyLoad.map((load) => {
    const value = params.fitnessWeight * fitness - params.fatigueWeight * fatigue;
    fitness = (fitness + load) * fitnessDecay;
    fatigue = (fatigue + load) * fatigueDecay;
    return value;
  });
}
