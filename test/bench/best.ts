/** Shortest of several runs, ms: the computer is shared, and only the shortest is the code's own. */
export function bestMs(rounds: number, run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const from = performance.now();
    run();
    best = Math.min(best, performance.now() - from);
  }
  return best;
}
