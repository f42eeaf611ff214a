import { describe, expect, it } from 'vitest';
import { inPieces } from '#shared/signal/inPieces.ts';

function rowsOf(count: number, backward: boolean): number[][] {
  const pieces: number[][] = [];
  inPieces(count, (from, to) => pieces.push(Array.from({ length: to - from }, (_, i) => from + i)), backward);
  return pieces;
}

describe('inPieces', () => {
  it.each([0, 1, 511, 512, 513, 5000])('hands over each of %i rows once, in order, in pieces of bounded size', (count) => {
    const pieces = rowsOf(count, false);
    expect(pieces.flat()).toEqual(Array.from({ length: count }, (_, i) => i));
    expect(Math.max(0, ...pieces.map(({ length }) => length))).toBeLessThanOrEqual(512);
    expect(rowsOf(count, true)).toEqual(pieces.reverse());
  });
});
