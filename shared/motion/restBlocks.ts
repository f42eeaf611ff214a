import { BLOCK, BLOCK_WIDTH, type Blocks } from './preintegration.ts';
import type { ImuAxes, UsableRows } from './usableRows.ts';

const RAD = Math.PI / 180;
/** Largest distance from the middle of the range, in each axis, at rest: rad/s and m/s2 (Laidig & Seel 2023, section 3.4). */
const RATE_SPREAD = 2 * RAD;
const FORCE_SPREAD = 0.5;
/** s; quiet for less is chance. */
const LEAST_S = 1.5;

/** 1 per block at rest: at least 1.5 s of quiet, about a rate that can be a bias (`biasClipDegPerS`). */
export function restBlocks(axes: ImuAxes, use: UsableRows, blocks: Blocks, biasClipDegPerS: number): Uint8Array {
  const { count, data, begins } = blocks;
  const rest = new Uint8Array(count);
  for (let b = 0; b < count; b++) rest[b] = isQuiet(axes, use, blocks, b, biasClipDegPerS * RAD) ? 1 : 0;
  for (let from = 0, to = 0; from < count; from = to) {
    let seconds = 0;
    for (to = from; to < count && rest[to] === 1 && (to === from || begins[to] === 0); to++)
      seconds += data[BLOCK_WIDTH * to + BLOCK.seconds];
    if (seconds < LEAST_S) rest.fill(0, from, to);
    if (to === from) to++;
  }
  return rest;
}

function isQuiet(axes: ImuAxes, { rows }: UsableRows, { firstRow, data }: Blocks, block: number, clip: number): boolean {
  for (let c = 0; c < 6; c++) {
    if (c < 3 && Math.abs(data[BLOCK_WIDTH * block + BLOCK.rate + c]) > clip) return false;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    const spread = 2 * (c < 3 ? RATE_SPREAD : FORCE_SPREAD);
    for (let k = firstRow[block]; k < firstRow[block + 1]; k++) {
      const value = axes[c][rows[k]];
      least = Math.min(least, value);
      most = Math.max(most, value);
      if (most - least >= spread) return false;
    }
  }
  return true;
}
