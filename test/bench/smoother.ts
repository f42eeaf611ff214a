import { OrientationFilter } from '#shared/motion/orientation.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { smoothOrientation } from '#shared/motion/smoothOrientation.ts';
import { smoothOrientation9 } from '#shared/motion/smoothOrientation9.ts';
import { syntheticSession } from '#test/helpers/syntheticMotion.ts';
import { bestMs } from './best.ts';
import type { BenchRow } from './types.ts';

const ROUNDS = 3;
const SECONDS = 1800;

/** ms to smooth one sensor of a 30-minute session, beside the live filter over the same samples. */
export function benchSmoother(): BenchRow[] {
  const { distal } = syntheticSession({ seconds: SECONDS, rateHz: 100 });
  const { timeUs, axes, magUt } = distal;
  const [gx, gy, gz, ax, ay, az] = axes;
  const live = bestMs(ROUNDS, () => {
    const filter = new OrientationFilter(wearable);
    for (let i = 0; i < timeUs.length; i++) filter.step(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
  });
  const row = (what: string, ours: number): BenchRow => {
    const note = `one sensor, ${SECONDS / 60} min at 100 Hz; peer: our live filter over the same samples; best of ${ROUNDS}`;
    return { what, ours, peer: live, unit: 'ms', ratio: ours / live, note };
  };
  return [
    row(
      'smoother, 6D',
      bestMs(ROUNDS, () => smoothOrientation(timeUs, axes, wearable)),
    ),
    row(
      'smoother, 9D',
      bestMs(ROUNDS, () => smoothOrientation9(timeUs, axes, magUt, wearable)),
    ),
  ];
}
