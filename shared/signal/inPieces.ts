/** Rows per piece: some 100 kB of what a pass over motion data reads and writes, which stays in a processor's own memory. */
const PIECE = 512;

/**
 * Calls `run` with the bounds of one piece of `count` rows after the other, the last piece first when `backward`. For passes over whole
 * recordings: an engine puts its best code in place of a function that is called often, while one long loop stays in what it began with.
 */
export function inPieces(count: number, run: (from: number, to: number) => void, backward = false): void {
  const pieces = Math.ceil(count / PIECE);
  for (let p = 0; p < pieces; p++) {
    const from = PIECE * (backward ? pieces - 1 - p : p);
    run(from, Math.min(count, from + PIECE));
  }
}
