/**
 * Share of artefacts among the RR intervals of the last minute, live. Criterion (ours): an interval outside 300-2000 ms, or more
 * than 30 % away from the median of the 11 intervals before it. The median, and not the last interval, so that one bad beat does
 * not mark its neighbours; 30 % and not the 20 % common in clinical filters, because breathing at rest alone moves intervals
 * that far. A missed beat is about 100 % off, an extra one 50 %. Coarser than rrLipponen.ts, which needs beats of the future
 * and is used on whole recordings.
 */
export const RR_MIN_MS = 300;
export const RR_MAX_MS = 2000;
const MAX_DEVIATION = 0.3;
const MEDIAN_LENGTH = 11;
/** Below this many intervals the median says nothing and no interval is judged by it. */
const MEDIAN_MIN = 5;
const WINDOW_US = 60_000_000;
/** 60 s at 300 beats/min. */
const CAPACITY = 300;
/** A share of fewer intervals than this is not given. */
const SHARE_MIN_COUNT = 20;

export interface RrArtefactState {
  readonly recentMs: Float64Array;
  recentCount: number;
  readonly sorted: Float64Array;
  readonly atUs: Float64Array;
  readonly artefact: Uint8Array;
  start: number;
  length: number;
  artefactCount: number;
}

export function initRrArtefacts(): RrArtefactState {
  return {
    recentMs: new Float64Array(MEDIAN_LENGTH),
    recentCount: 0,
    sorted: new Float64Array(MEDIAN_LENGTH),
    atUs: new Float64Array(CAPACITY),
    artefact: new Uint8Array(CAPACITY),
    start: 0,
    length: 0,
    artefactCount: 0,
  };
}

/** Adds one interval that ended at `atUs`; says whether it is an artefact. */
export function stepRrArtefacts(state: RrArtefactState, atUs: number, rrMs: number): boolean {
  const median = recentMedianMs(state);
  const artefact = !(rrMs >= RR_MIN_MS && rrMs <= RR_MAX_MS) || (median !== null && Math.abs(rrMs - median) > MAX_DEVIATION * median);
  if (Number.isFinite(rrMs)) state.recentMs[state.recentCount++ % MEDIAN_LENGTH] = rrMs;
  dropBefore(state, atUs - WINDOW_US);
  if (state.length === CAPACITY) dropOldest(state);
  const end = (state.start + state.length++) % CAPACITY;
  state.atUs[end] = atUs;
  state.artefact[end] = artefact ? 1 : 0;
  if (artefact) state.artefactCount++;
  return artefact;
}

/** Percent of artefacts in (nowUs - 60 s, nowUs]; null with fewer than 20 intervals. */
export function rrArtefactPct(state: RrArtefactState, nowUs: number): number | null {
  dropBefore(state, nowUs - WINDOW_US);
  return state.length < SHARE_MIN_COUNT ? null : (100 * state.artefactCount) / state.length;
}

function recentMedianMs(state: RrArtefactState): number | null {
  const count = Math.min(state.recentCount, MEDIAN_LENGTH);
  if (count < MEDIAN_MIN) return null;
  const { sorted, recentMs } = state;
  for (let i = 0; i < count; i++) {
    let slot = i;
    for (; slot > 0 && sorted[slot - 1] > recentMs[i]; slot--) sorted[slot] = sorted[slot - 1];
    sorted[slot] = recentMs[i];
  }
  const middle = count >> 1;
  return count % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function dropBefore(state: RrArtefactState, beforeUs: number): void {
  while (state.length > 0 && state.atUs[state.start] <= beforeUs) dropOldest(state);
}

function dropOldest(state: RrArtefactState): void {
  state.artefactCount -= state.artefact[state.start];
  state.start = (state.start + 1) % CAPACITY;
  state.length--;
}
