import { seededRandom } from '#server/demo/random.ts';

/** A table as a file, deterministic in what it is made of. */
export const csvFile = (name: string, lines: readonly string[], end = '\n'): File => new File([lines.join(end)], name);

/** One knee's worth of motion: gravity turning about x, the rate that goes with it, and the noise of a small sensor. SI. */
export function swing(seed: number, rows: number, rateHz: number) {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, (_, i) => {
    const t = i / rateHz;
    const angle = 0.6 * Math.sin(1.5 * t);
    const noise = () => 0.02 * random.normal();
    return {
      t,
      acc: [noise(), 9.81 * Math.sin(angle) + noise(), 9.81 * Math.cos(angle) + noise()],
      gyr: [0.9 * Math.cos(1.5 * t) + noise(), noise(), noise()],
    };
  });
}
