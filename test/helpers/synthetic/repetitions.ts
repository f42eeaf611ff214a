import type { Random } from '#server/demo/random.ts';
import { constant, type Jet, minimumJerk, scaled } from './jet.ts';

/** One repetition: away from the rest pose, hold, back; times in s. */
export interface TrueRepetition {
  readonly startS: number;
  readonly upS: number;
  readonly holdS: number;
  readonly downS: number;
  readonly romDeg: number;
}

export interface RepetitionPlan {
  readonly count: number;
  readonly romDeg: number;
  /** s from the start of one repetition to that of the next: 35 % up, 10 % hold, 35 % down, 20 % pause. */
  readonly periodS: number;
  /** s at rest before the first. */
  readonly leadS: number;
  /** Share by which range, times and pauses differ from one repetition to the next; 0 for all alike. */
  readonly spread: number;
}

export function planRepetitions({ count, romDeg, periodS, leadS, spread }: RepetitionPlan, random: Random): TrueRepetition[] {
  const vary = (value: number): number => value * (1 + spread * (2 * random.uniform() - 1));
  const planned: TrueRepetition[] = [];
  let startS = leadS;
  for (let i = 0; i < count; i++) {
    const one = { startS, upS: vary(0.35 * periodS), holdS: vary(0.1 * periodS), downS: vary(0.35 * periodS), romDeg: vary(romDeg) };
    planned.push(one);
    startS += one.upS + one.holdS + one.downS + vary(0.2 * periodS);
  }
  return planned;
}

export const endS = ({ startS, upS, holdS, downS }: TrueRepetition): number => startS + upS + holdS + downS;

/** Excursion from the rest pose (rad) as a function of time (s); ask for rising times, as the repetition in progress is remembered. */
export function excursion(repetitions: readonly TrueRepetition[]): (timeS: number) => Jet {
  let at = 0;
  return (timeS) => {
    while (at > 0 && timeS < repetitions[at].startS) at--;
    while (at + 1 < repetitions.length && timeS >= repetitions[at + 1].startS) at++;
    const now = repetitions[at];
    if (now === undefined || timeS < now.startS) return constant(0);
    const sinceS = timeS - now.startS;
    const back = sinceS - now.upS - now.holdS;
    const up = minimumJerk(sinceS, now.upS);
    const down = minimumJerk(back, now.downS);
    const share = back < 0 ? up : { value: 1 - down.value, rate: -down.rate, acceleration: -down.acceleration };
    return scaled((now.romDeg * Math.PI) / 180, share);
  };
}
