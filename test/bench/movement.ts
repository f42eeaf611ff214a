import { segmentRepetitions } from '#shared/motion/segmentRepetitions.ts';
import { StepCounter } from '#shared/motion/steps.ts';
import { countWristRepetitions } from '#shared/motion/wristRepetitions.ts';
import { countAngle } from '#test/helpers/repetitionRun.ts';
import { syntheticSession } from '#test/helpers/syntheticMotion.ts';
import { bestMs } from './best.ts';
import type { BenchRow } from './types.ts';

const ROUNDS = 5;
const SECONDS = 1800;
const RATE_HZ = 100;

/** Samples per second of the counters, beside what one sensor sends. */
export function benchMovement(): BenchRow[] {
  const { distal, angleDegAt } = syntheticSession({ seconds: SECONDS, rateHz: RATE_HZ, plan: { spread: 0.2 } });
  const { timeUs, trueTimeS, axes } = distal;
  const angleDeg = trueTimeS.map(angleDegAt);
  const [, , , ax, ay, az] = axes;
  const row = (what: string, run: () => void): BenchRow => {
    const perS = timeUs.length / (bestMs(ROUNDS, run) / 1000);
    return { what, ours: perS, peer: RATE_HZ, unit: 'samples/s', ratio: perS / RATE_HZ, note: `limit: one sensor; best of ${ROUNDS}` };
  };
  return [
    row('repetitions on an angle, live', () => countAngle(timeUs, angleDeg)),
    row('repetitions on an angle, whole recording', () => segmentRepetitions(timeUs, angleDeg)),
    row('repetitions with one wrist sensor, whole recording', () => countWristRepetitions(timeUs, axes)),
    row('steps', () => {
      const counter = new StepCounter(() => undefined);
      for (let i = 0; i < timeUs.length; i++) counter.push(timeUs[i], ax[i], ay[i], az[i]);
      counter.finish();
    }),
  ];
}
