import { phone, wearable } from '#shared/motion/orientationParams.ts';
import { inclinationErrorDeg } from '#test/helpers/scoring.ts';
import { type Result, run, runBestPeer } from './compare.ts';
import type { DataFolder } from './dataFolder.ts';
import { dotPlot } from './dotPlot.ts';
import { imuTrials } from './imuTrial.ts';
import { live, smooth } from './ours.ts';
import { MADGWICK_GRID, MAHONY_GRID, peer } from './peers.ts';
import { perTrialTable, resultTable } from './resultTables.ts';
import { deg, mean, median } from './statistics.ts';
import type { Section } from './types.ts';

/** s; the time offset of the optical reference of BROAD (Laidig & Seel 2023). */
export const BROAD_LEAD_S = 0.0024;
const INCLINATION = { errorDeg: inclinationErrorDeg, fromS: 0 };
const AFTER_10_S = { errorDeg: inclinationErrorDeg, fromS: 10 };

/** Inclination against optical truth on the BROAD trials. */
export function broadInclination(folder: DataFolder): Section | null {
  const trials = imuTrials(folder, 'broad');
  if (trials.length === 0) return null;
  const methods = (leadS: number): Result[] => [
    run('Evenpace live', trials, live(wearable, leadS), INCLINATION),
    run('Evenpace smoothed', trials, smooth(wearable, leadS), INCLINATION),
    run('npm ahrs Madgwick, beta 0.4 (default)', trials, peer({ algorithm: 'Madgwick' }, leadS), INCLINATION),
    runBestPeer(trials, MADGWICK_GRID, { leadS, withMagnetometer: false }, INCLINATION),
    runBestPeer(trials, MAHONY_GRID, { leadS, withMagnetometer: false }, INCLINATION),
  ];
  const plain = methods(0);
  const ahead = methods(BROAD_LEAD_S);
  const summarise = (what: string, results: readonly Result[], ours: number, published: string) => ({
    what,
    trials: trials.length,
    ours: deg(mean(results[ours].errors)),
    peer: deg(Math.min(mean(results[3].errors), mean(results[4].errors))),
    published,
  });
  const shown = [ahead[0], ahead[1], ahead[3], ahead[4]];
  const labels = trials.map(({ label }) => label);
  return {
    title: 'Inclination without magnetometer (BROAD)',
    summary: [
      summarise('inclination, live, deg', plain, 0, 'VQF C++ 0.723 (30 trials); its equations as written 0.792 (8)'),
      summarise('inclination, live, 2.4 ms ahead, deg', ahead, 0, 'VQF C++ 0.552 (30 trials); its equations as written 0.552 (8)'),
      summarise('inclination, smoothed, deg', plain, 1, 'VQF C++ offline 0.533 (30 trials); 0.59 (8)'),
      summarise('inclination, smoothed, 2.4 ms ahead, deg', ahead, 1, 'VQF C++ offline 0.320 (30 trials)'),
    ],
    about:
      'Optical truth at 286 Hz (Laidig, Caruso, Cereatti, Seel: BROAD, Data 6(7):72, 2021, CC-BY-4.0). RMSE of the inclination per trial over the ' +
      'rows marked as moving, then the mean over trials. The reference of this data set is 2.4 ms late; every method is shown as it is and ' +
      'predicted 2.4 ms ahead. The peers start aligned with gravity like ours, use the time stamps, and their gains are the best of a small ' +
      'grid on these very trials; ours has one preset for all data.',
    tables: [
      resultTable([...plain, ...ahead.map(({ name, errors }) => ({ name: `${name}, 2.4 ms ahead`, errors }))]),
      perTrialTable(labels, shown),
    ],
    plots: [
      {
        file: 'inclination.svg',
        alt: 'Inclination error of each BROAD trial, ours beside tuned peers',
        svg: dotPlot('Inclination error per trial, 2.4 ms ahead: RMSE in degrees, logarithmic', labels, shown),
      },
    ],
  };
}

/** Inclination of phones, whose raw gyroscopes have a bias of several degrees per second, once they had 10 s to learn it. */
export function phoneInclination(folder: DataFolder): Section | null {
  const trials = imuTrials(folder, 'phone');
  if (trials.length === 0) return null;
  const results = [
    run('Evenpace live', trials, live(phone, 0), AFTER_10_S),
    run('Evenpace smoothed', trials, smooth(phone, 0), AFTER_10_S),
    run('npm ahrs Madgwick, beta 0.4 (default)', trials, peer({ algorithm: 'Madgwick' }, 0), AFTER_10_S),
    runBestPeer(trials, MADGWICK_GRID, { leadS: 0, withMagnetometer: false }, AFTER_10_S),
    runBestPeer(trials, MAHONY_GRID, { leadS: 0, withMagnetometer: false }, AFTER_10_S),
  ];
  const both = (errors: readonly number[]): string => `${deg(mean(errors))} / ${deg(median(errors))}`;
  const bestPeer = mean(results[3].errors) < mean(results[4].errors) ? results[3] : results[4];
  const published = (numbers: string): string => `${numbers} (104 recordings)`;
  return {
    title: 'Phones, after 10 s',
    summary: [
      {
        what: 'phone inclination, live, mean / median deg',
        trials: trials.length,
        ours: both(results[0].errors),
        peer: both(bestPeer.errors),
        published: published('VQF C++ 4.22 / 3.80 default, 2.46 / 2.29 tuned'),
      },
      {
        what: 'phone inclination, smoothed, mean / median deg',
        trials: trials.length,
        ours: both(results[1].errors),
        peer: '',
        published: published('VQF C++ offline 2.03 / 1.85'),
      },
    ],
    about:
      'Phones with raw gyroscopes in the hand and in pockets, 100 Hz, against Qualisys (tyrex-team/benchmarks-attitude-smartphones, CeCILL 2.1, ' +
      'test input only). The first 10 s are left out, the rest is scored like BROAD.',
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
