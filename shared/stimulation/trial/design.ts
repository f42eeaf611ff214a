/** What a trial day is meant to be: TENS on while moving, or left off. */
export type TrialCondition = 'on' | 'off';

/** Fewest pairs of days: with fewer, no result of the randomisation test could fall below one in twenty (2 / 2^6 = 0.031). */
export const LEAST_PAIRS = 6;
/** Most pairs: all 2^14 orders are still looked at one by one. */
export const MOST_PAIRS = 14;

export interface TrialDay {
  /** Pairs count from 0; each has one day with and one day without. */
  readonly pair: number;
  readonly condition: TrialCondition;
}

/**
 * Order of a single-case trial in randomised blocks of two days (Edgington & Onghena, Randomization Tests, 4th ed. 2007, ch. 11; alternation
 * designs: Kratochwill & Levin 2010, doi:10.1037/a0017736). `random`: at least one byte per pair from a random source of the caller; its
 * lowest bit says whether the pair begins with TENS. Throws RangeError for a number of pairs outside 6 to 14 or too few bytes.
 */
export function trialOrder(pairs: number, random: Uint8Array): TrialDay[] {
  if (!Number.isInteger(pairs) || pairs < LEAST_PAIRS || pairs > MOST_PAIRS) {
    throw new RangeError(`pairs: ${pairs} is not a whole number from ${LEAST_PAIRS} to ${MOST_PAIRS}`);
  }
  if (random.length < pairs) throw new RangeError(`random: ${random.length} bytes for ${pairs} pairs`);
  return Array.from({ length: pairs }, (_, pair): TrialDay[] => {
    const first: TrialCondition = (random[pair] & 1) === 1 ? 'on' : 'off';
    return [
      { pair, condition: first },
      { pair, condition: first === 'on' ? 'off' : 'on' },
    ];
  }).flat();
}
