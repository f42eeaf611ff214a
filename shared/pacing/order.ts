import type { PacingInput } from './types.ts';

/** At equal times what a person did comes first, then finished repetitions, then the tick that looks at it all. */
function rank(input: PacingInput): number {
  if (input.type === 'tick') return 2;
  return input.type === 'repetition' ? 1 : 0;
}

/** Ties between ticks of one time go to the stricter one: usable before doubtful, higher heart rate before lower. */
function tickTie(a: Extract<PacingInput, { type: 'tick' }>, b: Extract<PacingInput, { type: 'tick' }>): number {
  const usable = Number(b.heartRateQuality === 'ok') - Number(a.heartRateQuality === 'ok');
  if (usable !== 0) return usable;
  return (
    (b.heartRateBpm ?? -1) - (a.heartRateBpm ?? -1) ||
    (b.rrArtefactPct ?? -1) - (a.rrArtefactPct ?? -1) ||
    b.workMinutes - a.workMinutes ||
    (b.workPerMinute ?? -1) - (a.workPerMinute ?? -1)
  );
}

/** The one order in which a log is read: (time, kind, id). Whatever order it was stored or sent in, it folds the same (P11). */
export function comparePacingInputs(a: PacingInput, b: PacingInput): number {
  if (a.atUs !== b.atUs) return a.atUs - b.atUs;
  if (a.type === 'tick' && b.type === 'tick') return tickTie(a, b);
  if (a.type === 'repetition' && b.type === 'repetition') return a.repetition.index - b.repetition.index;
  if ('id' in a && 'id' in b) return a.id < b.id ? -1 : Number(a.id > b.id);
  return rank(a) - rank(b);
}
