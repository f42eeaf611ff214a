import type { BitReader, BitWriter } from './bits.ts';
import { CHUNK_LIMITS } from './chunkData.ts';
import { divisorFor, readGolomb, writeGolomb } from './golomb.ts';

/** Times as changes of the step between stamps; a block in which no step changes costs one bit. */
const BLOCK = 64;
const MEAN_GAIN = 0.1;
/** Beyond this (70 years) a folded change is not written, and its running mean does not follow beyond a second. */
const MOST_US = 4_503_599_627_370_496;
const MOST_MEAN_US = 1_000_000;

/** Integer us after the first, which the header holds. `stepUs`: the step expected before the first. False: too far apart for this code. */
export function writeTimeSteps(out: BitWriter, timesUs: Float64Array, stepUs: number): boolean {
  const run = { stepUs, mean: 1 };
  for (let from = 1; from < timesUs.length; from += BLOCK) {
    const to = Math.min(timesUs.length, from + BLOCK);
    const changed = blockChanges(timesUs, from, to, run.stepUs);
    out.put(changed ? 1 : 0, 1);
    for (let i = from; changed && i < to; i++) {
      const step = timesUs[i] - timesUs[i - 1];
      const change = step - run.stepUs;
      const folded = change < 0 ? -2 * change - 1 : 2 * change;
      if (folded >= MOST_US) return false;
      writeGolomb(out, folded, divisorFor(run.mean));
      run.mean += MEAN_GAIN * (Math.min(folded, MOST_MEAN_US) - run.mean);
      run.stepUs = step;
    }
  }
  return true;
}

function blockChanges(timesUs: Float64Array, from: number, to: number, stepUs: number): boolean {
  for (let i = from; i < to; i++) if (timesUs[i] - timesUs[i - 1] !== stepUs) return true;
  return false;
}

/** Reads into `timesUs`, its first entry set by the caller; false for times that no chunk may hold. */
export function readTimeSteps(bits: BitReader, timesUs: Float64Array, stepUs: number): boolean {
  const run = { stepUs, mean: 1 };
  for (let from = 1; from < timesUs.length; from += BLOCK) {
    const to = Math.min(timesUs.length, from + BLOCK);
    const changed = bits.take(1) === 1;
    for (let i = from; i < to; i++) {
      if (changed) {
        const folded = readGolomb(bits, divisorFor(run.mean));
        run.mean += MEAN_GAIN * (Math.min(folded, MOST_MEAN_US) - run.mean);
        run.stepUs += folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2;
      }
      const timeUs = timesUs[i - 1] + run.stepUs;
      if (!(Math.abs(timeUs) < CHUNK_LIMITS.timeUs) || bits.overrun) return false;
      timesUs[i] = timeUs;
    }
  }
  return true;
}
