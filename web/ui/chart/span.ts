import type { Span } from './spec.ts';

/** Deepest zoom, s: a repetition fills the width. */
const SHORTEST = 3;

export const lengthOf = (span: Span): number => span.to - span.from;

export const sameSpan = (a: Span, b: Span): boolean => a.from === b.from && a.to === b.to;

/** The span moved, and widened to the deepest zoom where needed, so that it lies inside `whole`. */
export function inside(span: Span, whole: Span): Span {
  const length = Math.min(lengthOf(whole), Math.max(SHORTEST, lengthOf(span)));
  const centre = (span.from + span.to) / 2;
  const from = Math.min(Math.max(centre - length / 2, whole.from), whole.to - length);
  return { from, to: from + length };
}

/** Zoom by `factor` (below 1: closer) with `at` staying where it is. */
export function zoomed(span: Span, at: number, factor: number, whole: Span): Span {
  return inside({ from: at - (at - span.from) * factor, to: at + (span.to - at) * factor }, whole);
}

/** The span moved just far enough to show `at`. */
export function showing(span: Span, at: number, whole: Span): Span {
  if (at >= span.from && at <= span.to) return span;
  const shift = at < span.from ? at - span.from : at - span.to;
  return inside({ from: span.from + shift, to: span.to + shift }, whole);
}
