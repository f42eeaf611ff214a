import { type ActivityEpoch, ActivityEpochs, activityEpochDefaults } from '#shared/motion/activityEpochs.ts';
import { STANDARD_GRAVITY } from '#shared/signal/gravity.ts';
import { readCsv } from '#test/helpers/csv.ts';
import type { DataFolder } from './dataFolder.ts';
import { type Deviation, deviation } from './deviation.ts';

interface Expected {
  readonly fs: number;
  readonly epochs: readonly { epoch_s: number; enmo_g: number[]; mad_g: number[]; anglez_deg: number[] }[];
}

/** Counts per g of the recording. */
const COUNTS_PER_G = 256;

/** Epochs of activity at the wrist: ENMO, MAD and the angle of the forearm. */
export function activityDeviations(reference: unknown, folder: DataFolder): Deviation[] {
  const path = folder.file('actilife_wrist_100hz_raw_int16.csv');
  if (path === null) return [];
  const { fs: rateHz, epochs: expected } = reference as Expected;
  const csv = readCsv(path);
  const [x, y, z] = csv.names.slice(0, 3).map((name) => csv.column(name).map((counts) => (counts / COUNTS_PER_G) * STANDARD_GRAVITY));
  return expected.map(({ epoch_s: epochS, enmo_g: enmo, mad_g: mad, anglez_deg: angle }) => {
    const found: ActivityEpoch[] = [];
    const counter = new ActivityEpochs({ ...activityEpochDefaults, epochS, rateHz }, (epoch) => found.push(epoch));
    for (let i = 0; i < x.length; i++) counter.push((i * 1e6) / rateHz, x[i], y[i], z[i]);
    counter.finish();
    return deviation(
      `activity (ENMO, MAD, angle), epochs of ${epochS} s`,
      enmo.flatMap((value, i) => [
        [found[i]?.means?.enmoG, value] as const,
        [found[i]?.means?.madG, mad[i]] as const,
        [found[i]?.means?.anglezDeg, angle[i]] as const,
      ]),
    );
  });
}
