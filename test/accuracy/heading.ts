import { wearable } from '#shared/motion/orientationParams.ts';
import { totalErrorDeg } from '#test/helpers/scoring.ts';
import { type Result, run, runBestPeer } from './compare.ts';
import type { DataFolder } from './dataFolder.ts';
import { dotPlot } from './dotPlot.ts';
import { imuTrials } from './imuTrial.ts';
import { BROAD_LEAD_S } from './orientation.ts';
import { live9, smooth9 } from './ours.ts';
import { MADGWICK_GRID, MAHONY_GRID, peer } from './peers.ts';
import { perTrialTable, resultTable } from './resultTables.ts';
import { deg, mean } from './statistics.ts';
import type { Section } from './types.ts';

const TOTAL = { errorDeg: totalErrorDeg, fromS: 0 };

/** Whole orientation with the magnetometer on the BROAD trials, disturbed ones too. */
export function broadHeading(folder: DataFolder): Section | null {
  const trials = imuTrials(folder, 'broad');
  if (trials.length === 0) return null;
  const ours = [0, BROAD_LEAD_S].flatMap((leadS) => {
    const ahead = leadS === 0 ? '' : ', 2.4 ms ahead';
    return [
      run(`Evenpace live${ahead}`, trials, live9(wearable, leadS), TOTAL),
      run(`Evenpace smoothed${ahead}`, trials, smooth9(wearable, leadS), TOTAL),
    ];
  });
  const peers = [
    run('npm ahrs Madgwick, beta 0.4 (default)', trials, peer({ algorithm: 'Madgwick' }, 0, true), TOTAL),
    runBestPeer(trials, MADGWICK_GRID, { leadS: 0, withMagnetometer: true }, TOTAL),
    runBestPeer(trials, MAHONY_GRID, { leadS: 0, withMagnetometer: true }, TOTAL),
  ];
  const bestPeer = deg(Math.min(...peers.map(({ errors }) => mean(errors))));
  const row = (way: string, { errors }: Result, published: string) => ({
    what: `orientation with magnetometer, ${way}, deg`,
    trials: trials.length,
    ours: deg(mean(errors)),
    peer: bestPeer,
    published,
  });
  const labels = trials.map(({ label }) => label);
  return {
    title: 'Whole orientation with magnetometer (BROAD)',
    summary: [
      row('live', ours[0], 'VQF C++ 2.43 (30 trials); its equations as written 1.75 (8)'),
      row('smoothed', ours[1], 'VQF C++ offline 2.15 (30 trials); 1.90 (8)'),
    ],
    about:
      'The same trials and scoring, but the whole error, heading included. Three kinds of trial were recorded in disturbed magnetic fields.',
    tables: [resultTable([...ours, ...peers]), perTrialTable(labels, [ours[0], ours[1], peers[1], peers[2]])],
    plots: [
      {
        file: 'orientation9.svg',
        alt: 'Orientation error of each BROAD trial with magnetometer, ours beside tuned peers',
        svg: dotPlot('Whole orientation with magnetometer per trial: RMSE in degrees, logarithmic', labels, [
          ours[0],
          ours[1],
          peers[1],
          peers[2],
        ]),
      },
    ],
  };
}
