import AHRS from 'ahrs';
import { multiply } from '#shared/motion/quaternion.ts';
import { turnAhead } from '#shared/motion/turnAhead.ts';
import type { Estimator, ImuTrial } from './imuTrial.ts';

/** A filter of npm `ahrs` with its gains. */
export interface PeerSettings {
  readonly algorithm: 'Madgwick' | 'Mahony';
  readonly beta?: number;
  readonly kp?: number;
  readonly ki?: number;
}

/** The package's own first alignment; it is left out of its types. */
type WithInit = AHRS & { init(ax: number, ay: number, az: number, mx: number, my: number, mz: number): void };

/** The filter's earth has x to the north; the reference has x to the east. */
const NORTH_TO_EAST = { w: Math.SQRT1_2, x: 0, y: 0, z: Math.SQRT1_2 };

/**
 * A peer under the conditions of our filter: aligned with gravity (and north) at the first sample, stepped with the time stamps,
 * predicted `leadS` ahead with the last rate.
 */
export function peer(settings: PeerSettings, leadS: number, withMagnetometer = false): Estimator {
  return (trial) => {
    const { timeUs, rateHz, axes, mag } = trial;
    const [gx, gy, gz, ax, ay, az] = axes;
    const [mx, my, mz] = mag;
    const filter = new AHRS({ ...settings, sampleInterval: 1000 / rateHz }) as WithInit;
    align(filter, trial, withMagnetometer);
    const out = new Float64Array(4 * timeUs.length);
    const rates = new Float64Array(3 * timeUs.length);
    for (let i = 0; i < timeUs.length; i++) {
      const stepS = i === 0 ? 1 / rateHz : (timeUs[i] - timeUs[i - 1]) * 1e-6;
      if (withMagnetometer && !Number.isNaN(mx[i])) filter.update(gx[i], gy[i], gz[i], ax[i], ay[i], az[i], mx[i], my[i], mz[i], stepS);
      else filter.update(gx[i], gy[i], gz[i], ax[i], ay[i], az[i], undefined, undefined, undefined, stepS);
      const { w, x, y, z } = multiply({ w: 1, x: 0, y: 0, z: 0 }, NORTH_TO_EAST, filter.getQuaternion());
      out.set([w, x, y, z], 4 * i);
      rates.set([gx[i], gy[i], gz[i]], 3 * i);
    }
    if (leadS !== 0) turnAhead(out, rates, leadS);
    return out;
  };
}

function align(filter: WithInit, { axes: [, , , ax, ay, az], mag: [mx, my, mz] }: ImuTrial, withMagnetometer: boolean): void {
  const first = withMagnetometer ? mx.findIndex((value) => !Number.isNaN(value)) : -1;
  // Without a magnetometer any horizontal direction serves as north.
  if (first < 0) filter.init(ax[0], ay[0], az[0], 1, 0, 0);
  else filter.init(ax[0], ay[0], az[0], mx[first], my[first], mz[first]);
}

const BETAS = [0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5];
const KPS = [0.05, 0.1, 0.2, 0.35, 0.6, 1, 2];
const KIS = [0, 0.003, 0.01, 0.03, 0.1];

/** What the tuning tries; the package takes a gain of zero as "not given" except for `ki`. */
export const MADGWICK_GRID: readonly PeerSettings[] = BETAS.map((beta) => ({ algorithm: 'Madgwick', beta }));
export const MAHONY_GRID: readonly PeerSettings[] = KPS.flatMap((kp) => KIS.map((ki): PeerSettings => ({ algorithm: 'Mahony', kp, ki })));

export const describePeer = ({ algorithm, beta, kp, ki }: PeerSettings): string =>
  algorithm === 'Madgwick' ? `Madgwick, beta ${beta ?? '0.4 (default)'}` : `Mahony, kp ${kp}, ki ${ki}`;
