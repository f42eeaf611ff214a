import { POSE_WIDTH } from './sensorTrack.ts';

/** Pairs per piece. */
const PIECE = 512;

/** Pairs of poses of a whole recording, in flat arrays. */
export class PairRows {
  count = 0;
  /** Both rows of each pair, one behind the other. */
  readonly #pieces: Float64Array[] = [];
  readonly #first = new Float64Array(POSE_WIDTH);
  readonly #second = new Float64Array(POSE_WIDTH);

  add(first: Float64Array, second: Float64Array): void {
    const row = this.count % PIECE;
    if (row === 0) this.#pieces.push(new Float64Array(2 * POSE_WIDTH * PIECE));
    const piece = this.#pieces[this.#pieces.length - 1];
    const at = 2 * POSE_WIDTH * row;
    for (let k = 0; k < POSE_WIDTH; k++) {
      piece[at + k] = first[k];
      piece[at + POSE_WIDTH + k] = second[k];
    }
    this.count++;
  }

  /** Visits every pair. The rows handed over are valid inside the visit. */
  each(visit: (first: Float64Array, second: Float64Array, index: number) => void): void {
    this.#pieces.forEach((piece, p) => {
      this.#visitPiece(piece, PIECE * p, visit);
    });
  }

  #visitPiece(piece: Float64Array, from: number, visit: (first: Float64Array, second: Float64Array, index: number) => void): void {
    const a = this.#first;
    const b = this.#second;
    const to = Math.min(this.count, from + PIECE);
    for (let i = from, at = 0; i < to; i++, at += 2 * POSE_WIDTH) {
      for (let k = 0; k < POSE_WIDTH; k++) {
        a[k] = piece[at + k];
        b[k] = piece[at + POSE_WIDTH + k];
      }
      visit(a, b, i);
    }
  }
}
