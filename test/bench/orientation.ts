import AHRS from 'ahrs';
import { OrientationFilter } from '#shared/motion/orientation.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import type { SyntheticSensor } from '#test/helpers/synthetic/recordSensor.ts';
import { syntheticSession } from '#test/helpers/syntheticMotion.ts';
import { bestMs } from './best.ts';
import type { BenchRow } from './types.ts';

const ROUNDS = 25;
const RATE_HZ = 200;

/** ns per sample of the live filter beside Madgwick of npm `ahrs`, on the same samples (400 s at 200 Hz in all), round by round in turn. */
export function benchOrientation(): BenchRow[] {
  const { proximal, distal } = syntheticSession({ seconds: 200, rateHz: RATE_HZ });
  const sensors = [proximal, distal];
  return [compare('orientation filter, 6D', sensors, ours6, peer6), compare('orientation filter, 9D', sensors, ours9, peer9)];
}

type Pass = (sensor: SyntheticSensor) => number;

function compare(what: string, sensors: readonly SyntheticSensor[], ours: Pass, theirs: Pass): BenchRow {
  const samples = sensors.reduce((sum, { timeUs }) => sum + timeUs.length, 0);
  let checksum = 0;
  const nsPerSample = (pass: Pass): number => {
    const ms = bestMs(1, () => {
      for (const sensor of sensors) checksum += pass(sensor);
    });
    return (ms * 1e6) / samples;
  };
  let [best, peer] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    best = Math.min(best, nsPerSample(ours));
    peer = Math.min(peer, nsPerSample(theirs));
  }
  const note = `with bias; peer: npm ahrs Madgwick; best of ${ROUNDS}, ${samples} samples${Number.isFinite(checksum) ? '' : ', NaN'}`;
  return { what, ours: best, peer, unit: 'ns/sample', ratio: best / peer, note };
}

function ours6({ timeUs, axes: [gx, gy, gz, ax, ay, az] }: SyntheticSensor): number {
  const filter = new OrientationFilter({ ...wearable, nominalRateHz: RATE_HZ });
  for (let i = 0; i < timeUs.length; i++) filter.step(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
  return filter.w;
}

function ours9({ timeUs, axes: [gx, gy, gz, ax, ay, az], magUt: [mx, my, mz] }: SyntheticSensor): number {
  const filter = new OrientationFilter({ ...wearable, nominalRateHz: RATE_HZ });
  for (let i = 0; i < timeUs.length; i++) {
    filter.step(timeUs[i], gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
    filter.magnetometer(mx[i], my[i], mz[i]);
  }
  return filter.w + filter.heading.deltaRad;
}

function peer6({ timeUs, axes: [gx, gy, gz, ax, ay, az] }: SyntheticSensor): number {
  const filter = new AHRS({ sampleInterval: 1000 / RATE_HZ, algorithm: 'Madgwick' });
  for (let i = 0; i < timeUs.length; i++) filter.update(gx[i], gy[i], gz[i], ax[i], ay[i], az[i]);
  return filter.getQuaternion().w;
}

function peer9({ timeUs, axes: [gx, gy, gz, ax, ay, az], magUt: [mx, my, mz] }: SyntheticSensor): number {
  const filter = new AHRS({ sampleInterval: 1000 / RATE_HZ, algorithm: 'Madgwick' });
  for (let i = 0; i < timeUs.length; i++) filter.update(gx[i], gy[i], gz[i], ax[i], ay[i], az[i], mx[i], my[i], mz[i]);
  return filter.getQuaternion().w;
}
