import type { QuatWxyz } from '#shared/motion/quaternion.ts';
import { type Estimator, type ImuTrial, trialRmse } from './imuTrial.ts';
import { describePeer, type PeerSettings, peer } from './peers.ts';
import { mean } from './statistics.ts';

/** One method over all trials. */
export interface Result {
  readonly name: string;
  /** RMSE per trial, deg. */
  readonly errors: readonly number[];
}

export interface Scoring {
  readonly errorDeg: (estimate: QuatWxyz, reference: QuatWxyz) => number;
  /** s left out at the start. */
  readonly fromS: number;
}

export function run(name: string, trials: readonly ImuTrial[], estimator: Estimator, { errorDeg, fromS }: Scoring): Result {
  return { name, errors: trials.map((trial) => trialRmse(trial, estimator(trial), errorDeg, fromS)) };
}

export interface PeerRun {
  readonly leadS: number;
  readonly withMagnetometer: boolean;
}

/** The peer whose gains have the smallest mean error over these very trials: an advantage that ours does not get. */
export function runBestPeer(
  trials: readonly ImuTrial[],
  grid: readonly PeerSettings[],
  { leadS, withMagnetometer }: PeerRun,
  scoring: Scoring,
): Result {
  const results = grid.map((settings) =>
    run(`npm ahrs ${describePeer(settings)}`, trials, peer(settings, leadS, withMagnetometer), scoring),
  );
  return results.reduce((best, result) => (mean(result.errors) < mean(best.errors) ? result : best));
}
