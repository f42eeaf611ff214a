import { wearable } from '#shared/motion/orientationParams.ts';
import { totalErrorDeg } from '#test/helpers/scoring.ts';
import { run, runBestPeer } from './compare.ts';
import type { DataFolder } from './dataFolder.ts';
import { imuTrials } from './imuTrial.ts';
import { BROAD_LEAD_S } from './orientation.ts';
import { smooth9 } from './ours.ts';
import { MADGWICK_GRID, peer } from './peers.ts';
import { perTrialTable, resultTable } from './resultTables.ts';
import { deg, mean } from './statistics.ts';
import type { Section } from './types.ts';

const TOTAL = { errorDeg: totalErrorDeg, fromS: 0 };

/** Whole orientation with the magnetometer on the BROAD trials, disturbed ones too. */
export function broadHeading(folder: DataFolder): Section | null {
  const trials = imuTrials(folder, 'broad');
  if (trials.length === 0) return null;
  const smoothed = run('Evenpace smoothed', trials, smooth9(wearable, 0), TOTAL);
  const peers = [
    run('npm ahrs Madgwick, beta 0.4 (default)', trials, peer({ algorithm: 'Madgwick' }, 0, true), TOTAL),
    runBestPeer(trials, MADGWICK_GRID, { leadS: 0, withMagnetometer: true }, TOTAL),
  ];
  const ahead = run('Evenpace smoothed, 2.4 ms ahead', trials, smooth9(wearable, BROAD_LEAD_S), TOTAL);
  const results = [smoothed, ahead, ...peers];
  return {
    title: 'Whole orientation with magnetometer (BROAD)',
    summary: [
      {
        what: 'orientation with magnetometer, smoothed, deg',
        trials: trials.length,
        ours: deg(mean(smoothed.errors)),
        peer: deg(mean(peers[1].errors)),
        published: 'VQF C++ offline 2.15 (30 trials); 1.90 (8)',
      },
    ],
    about:
      'The same trials and scoring, but the whole error, heading included. Three kinds of trial were recorded in disturbed magnetic fields.',
    tables: [
      resultTable(results),
      perTrialTable(
        trials.map(({ label }) => label),
        results,
      ),
    ],
    plots: [],
  };
}
