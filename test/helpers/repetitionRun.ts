import { RepetitionCounter, repetitionDefaults } from '#shared/motion/repetitions.ts';
import { WristCounter } from '#shared/motion/wristCounter.ts';
import type { WristRepetition } from '#shared/motion/wristRepetitions.ts';

/** Repetitions that the live counter finds on an angle. */
export function countAngle(timeUs: ArrayLike<number>, angleDeg: ArrayLike<number>): number {
  const counter = new RepetitionCounter(repetitionDefaults, () => undefined);
  for (let i = 0; i < timeUs.length; i++) counter.push(timeUs[i], angleDeg[i], 1, timeUs[i]);
  counter.finish();
  return counter.count;
}

/** What the live counter of a wrist finds, and when it was known. */
export interface FoundAtWrist extends WristRepetition {
  readonly availableUs: number;
}

/** Repetitions that the live counter finds with one wrist sensor (us; gyr rad/s, acc m/s2). */
export function followWrist(timeUs: ArrayLike<number>, [gx, gy, gz, ax, ay, az]: readonly ArrayLike<number>[]): FoundAtWrist[] {
  const found: FoundAtWrist[] = [];
  const counter = new WristCounter((repetition, availableUs) => found.push({ ...repetition, availableUs }));
  for (let i = 0; i < timeUs.length; i++) counter.push(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
  counter.finish();
  return found;
}
