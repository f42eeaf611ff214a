import { getHeapStatistics } from 'node:v8';

/** Bytes put on the heap per call of `run`, in the best of `chunks` measurements: the engine's own work and its tiers come and go. */
export function bytesPerCall(
  run: (call: number) => void,
  calls: number,
  chunks: number,
): { readonly best: number; readonly total: number } {
  let best = Number.POSITIVE_INFINITY;
  let total = 0;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const before = getHeapStatistics().used_heap_size;
    for (let i = 0; i < calls; i++) run(chunk * calls + i);
    // A collection in between makes the difference negative and says nothing; it would take megabytes to set one off.
    const grown = getHeapStatistics().used_heap_size - before;
    if (grown < 0) continue;
    best = Math.min(best, grown / calls);
    total += grown;
  }
  return { best, total: total / (calls * chunks) };
}
