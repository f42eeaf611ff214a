import AHRS from 'ahrs';
import { OrientationFilter } from '#shared/motion/orientation.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';
import type { BenchRow } from './types.ts';

const ROUNDS = 25;

/** ns per sample of the 6D filter beside Madgwick of npm `ahrs`, on the same samples (400 s at 200 Hz in all). */
export async function benchOrientation(): Promise<BenchRow[]> {
  const { timeUs, proximal, distal } = syntheticHinge({ seconds: 200, rateHz: 200 });
  const sensors = [proximal, distal];
  const samples = sensors.length * timeUs.length;
  const ours: number[] = [];
  const peers: number[] = [];
  let checksum = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let from = performance.now();
    for (const [gx, gy, gz, ax, ay, az] of sensors) {
      const filter = new OrientationFilter({ ...wearable, nominalRateHz: 200 });
      for (let i = 0; i < timeUs.length; i++) filter.step(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
      checksum += filter.w;
    }
    ours.push(((performance.now() - from) * 1e6) / samples);
    from = performance.now();
    for (const [gx, gy, gz, ax, ay, az] of sensors) {
      const filter = new AHRS({ sampleInterval: 5, algorithm: 'Madgwick' });
      for (let i = 0; i < timeUs.length; i++) filter.update(gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
      checksum += filter.getQuaternion().w;
    }
    peers.push(((performance.now() - from) * 1e6) / samples);
  }
  const best = Math.min(...ours);
  const peer = Math.min(...peers);
  const note = `6D with bias; peer: npm ahrs Madgwick; best of ${ROUNDS}, ${samples} samples${Number.isFinite(checksum) ? '' : ', NaN'}`;
  return [{ what: 'orientation filter', ours: best, peer, unit: 'ns/sample', ratio: best / peer, note }];
}
