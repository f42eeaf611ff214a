/**
 * Trailing median of heart rate over 5 s by time stamp: robust against one wild beat, 2 s late on a step. An even number of
 * samples gives the mean of the middle two. Nothing is allocated per sample.
 */
export const MEDIAN_WINDOW_US = 5_000_000;

/** Straps send up to 4 packets a second; beyond this many samples in 5 s the oldest are dropped. */
const CAPACITY = 32;

export interface Median5sState {
  /** Ring of the newest samples, oldest at `start`. */
  readonly atUs: Float64Array;
  readonly bpm: Float64Array;
  readonly sorted: Float64Array;
  start: number;
  length: number;
}

export function initMedian5s(): Median5sState {
  return {
    atUs: new Float64Array(CAPACITY),
    bpm: new Float64Array(CAPACITY),
    sorted: new Float64Array(CAPACITY),
    start: 0,
    length: 0,
  };
}

/**
 * Adds a sample. What is no number, or does not move on in time, is left out; a time that goes back by more than the window (a clock that
 * was set, a wild stamp) begins anew.
 */
export function pushMedian5s(state: Median5sState, atUs: number, heartRateBpm: number): void {
  if (!Number.isFinite(atUs) || !Number.isFinite(heartRateBpm)) return;
  const newest = state.length > 0 ? state.atUs[(state.start + state.length - 1) % CAPACITY] : Number.NEGATIVE_INFINITY;
  if (atUs < newest - MEDIAN_WINDOW_US) state.length = 0;
  else if (atUs <= newest) return;
  if (state.length === CAPACITY) {
    state.start = (state.start + 1) % CAPACITY;
    state.length--;
  }
  const end = (state.start + state.length) % CAPACITY;
  state.atUs[end] = atUs;
  state.bpm[end] = heartRateBpm;
  state.length++;
}

/** Median of the samples in (nowUs - 5 s, nowUs]; null when there are none. */
export function readMedian5s(state: Median5sState, nowUs: number): number | null {
  while (state.length > 0 && state.atUs[state.start] <= nowUs - MEDIAN_WINDOW_US) {
    state.start = (state.start + 1) % CAPACITY;
    state.length--;
  }
  const { sorted } = state;
  let count = 0;
  for (let i = 0; i < state.length; i++) {
    const at = (state.start + i) % CAPACITY;
    if (state.atUs[at] > nowUs) break;
    const value = state.bpm[at];
    let slot = count++;
    while (slot > 0 && sorted[slot - 1] > value) {
      sorted[slot] = sorted[slot - 1];
      slot--;
    }
    sorted[slot] = value;
  }
  if (count === 0) return null;
  const middle = count >> 1;
  return count % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Adds a sample and gives the median at its time. */
export function stepMedian5s(state: Median5sState, atUs: number, heartRateBpm: number): number {
  pushMedian5s(state, atUs, heartRateBpm);
  return readMedian5s(state, atUs) ?? heartRateBpm;
}
