import { type HeartAgreement, type HeartGrid, heartAgreement } from './heartGrid.ts';

/** A stretch of one person's time: a session that is there, or one found in a file. */
export interface Stretch {
  readonly id: string;
  readonly startedUs: number;
  readonly endedUs: number;
  /** Null without heart rate, or where it is not at hand. */
  readonly heart: HeartGrid | null;
}

/**
 * `same`: the very same content. `probablySame`: the same time, and the heart rates agree where both have one. `overlaps`: they share time
 * but not much of it, or the heart rates say that it is something else.
 */
export interface Likeness {
  readonly kind: 'same' | 'probablySame' | 'overlaps';
  readonly otherId: string;
  readonly startDifferenceS: number;
  readonly durationDifferenceS: number;
  readonly sharedMinutes: number;
  readonly heart: HeartAgreement | null;
}

export const likenessDefaults = {
  /** Common time over the time of both together from which two are taken for one; 1 = exactly the same time. A watch starts some minutes late and stops some late. */
  leastCommonShare: 0.75,
  /** Below this correlation, and beyond this difference, two heart rates are not one person's at one time. */
  leastCorrelation: 0.5,
  mostDifferenceBpm: 8,
  /** Less common time than this is two sessions one after the other, us. */
  leastCommonUs: 60e6,
};

/** What `found` is most like among `others`; null when it stands alone. */
export function likenessOf(found: Stretch, others: Iterable<Stretch>, params = likenessDefaults): Likeness | null {
  let best: Likeness | null = null;
  for (const other of others) {
    const likeness = compare(found, other, params);
    if (likeness !== null && (best === null || rank(likeness) > rank(best))) best = likeness;
  }
  return best;
}

function compare(a: Stretch, b: Stretch, params: typeof likenessDefaults): Likeness | null {
  const commonUs = Math.min(a.endedUs, b.endedUs) - Math.max(a.startedUs, b.startedUs);
  const same = a.id === b.id;
  if (!same && commonUs < params.leastCommonUs) return null;
  const togetherUs = Math.max(a.endedUs, b.endedUs) - Math.min(a.startedUs, b.startedUs);
  const heart = a.heart === null || b.heart === null ? null : heartAgreement(a.heart, b.heart);
  const differs =
    heart !== null &&
    heart.differenceBpm > params.mostDifferenceBpm &&
    (heart.correlation === null || heart.correlation < params.leastCorrelation);
  const alike = commonUs >= params.leastCommonShare * togetherUs && !differs;
  return {
    kind: same ? 'same' : alike ? 'probablySame' : 'overlaps',
    otherId: b.id,
    startDifferenceS: Math.abs(a.startedUs - b.startedUs) / 1e6,
    durationDifferenceS: Math.abs(a.endedUs - a.startedUs - (b.endedUs - b.startedUs)) / 1e6,
    sharedMinutes: commonUs / 60e6,
    heart,
  };
}

const ORDER = { same: 2, probablySame: 1, overlaps: 0 } as const;
const rank = ({ kind, sharedMinutes }: Likeness) => 1e6 * ORDER[kind] + sharedMinutes;
