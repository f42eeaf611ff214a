import { readCsv } from '#test/helpers/csv.ts';
import { causalRmse, kneeSensors, runKnee, smoothKnee, type TwoSensors } from '#test/helpers/kneeRun.ts';
import { correlation, rmseWithoutOffset } from '#test/helpers/scoring.ts';
import { type DataFolder, trialLabel } from './dataFolder.ts';
import { deg, mean } from './statistics.ts';
import type { Section } from './types.ts';

/** Knee flexion from two sensors without magnetometer, against Vicon. */
export function kneeAngle(folder: DataFolder): Section | null {
  const trials = folder.find(/^knee_.*\.csv(\.gz)?$/).map((path) => {
    const sensors = kneeSensors(readCsv(path));
    const result = runKnee(sensors);
    const right = correlation(result.angleDeg, sensors.referenceDeg) > 0;
    return { label: trialLabel(path, 'knee'), live: causalRmse(sensors, result), smoothed: smoothRmse(sensors), right };
  });
  if (trials.length === 0) return null;
  const over = (errors: readonly number[]): string => deg(mean(errors));
  return {
    title: 'Knee angle from two sensors (Vicon)',
    summary: [
      {
        what: 'knee flexion, live, deg',
        trials: trials.length,
        ours: over(trials.map(({ live }) => live)),
        peer: '',
        published: 'the equations of VQF, Seel and Olsson 1.35 and 0.9 (two trials); npm ahrs default 3.0',
      },
      {
        what: 'knee flexion, whole recording, deg',
        trials: trials.length,
        ours: over(trials.map(({ smoothed }) => smoothed)),
        peer: '',
        published: '',
      },
      {
        what: 'knee flexion, direction right, live',
        trials: trials.length,
        ours: `${trials.filter(({ right }) => right).length} of ${trials.length}`,
        peer: '',
        published: '',
      },
    ],
    about:
      'Sensors on thigh and shank, 100 Hz, unknown mounting, no magnetometer, no calibration movement (Fan et al., J Biomech 2021; no licence ' +
      'stated, test input only). The reference has an unknown constant offset, so the mean difference is removed. Live counts only angles that ' +
      'were known when their sample arrived.',
    tables: [
      {
        header: ['trial', 'live RMSE, deg', 'whole recording RMSE, deg', 'direction, live'],
        rows: trials.map(({ label, live, smoothed, right }) => [label, deg(live), deg(smoothed), right ? 'right' : 'wrong']),
      },
    ],
    plots: [],
  };
}

/** RMSE of the angle from the whole recording; NaN where it found no axes. */
function smoothRmse(sensors: TwoSensors): number {
  const smooth = smoothKnee(sensors);
  if (smooth === null) return Number.NaN;
  const angleAt = new Map(Array.from(smooth.timeUs, (timeUs, i) => [timeUs, smooth.angleDeg[i]]));
  const angleDeg = Array.from(sensors.timeUs, (timeUs) => angleAt.get(timeUs) ?? Number.NaN);
  return rmseWithoutOffset(angleDeg, sensors.referenceDeg).rmse;
}
