import { MAX_SESSION_US } from '#shared/analysis/limits.ts';
import { type FoundSession, SHORTEST_SESSION_US } from '#shared/import/found.ts';
import { gridOfSamples, gridOfSeries } from '#shared/import/heartGrid.ts';
import { type Likeness, likenessOf, type Stretch } from '#shared/import/likeness.ts';
import { type ContentIdentity, momentOf } from '#shared/import/session.ts';
import type { SessionListItem } from '#shared/schema/api.ts';
import type { Session } from '#shared/schema/session.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import { type LocalDay, localDayOf, type Moment } from '#shared/schema/time.ts';
import type { CountsAs } from './setup.ts';

/** Why a found session cannot be added. */
export type Refusal = 'future' | 'beforeFirstDay' | 'tooShort' | 'tooLong' | 'oneSensor' | 'alreadyHere';

export interface FoundIn {
  readonly file: string;
  readonly found: FoundSession;
  readonly identity: ContentIdentity;
}

/** One found session as it is shown before anything is stored. */
export interface ReviewItem extends FoundIn {
  readonly startedAt: Moment;
  readonly localDay: LocalDay;
  readonly refusal: Refusal | null;
  readonly likeness: Likeness | null;
  /** It is like another one found now, and not like one that is here. */
  readonly likeFound: boolean;
  readonly chosen: boolean;
  readonly countsAs: CountsAs;
  readonly painNrs: number | null;
  readonly rpeCr10: number | null;
}

export interface ReviewFacts {
  readonly nowUs: number;
  readonly firstDay: LocalDay | null;
  readonly momentAt: (utcUs: number) => Moment;
  /** Sessions of this person on this phone and at the clinic. */
  readonly known: readonly Stretch[];
}

/** A clock a little ahead is not the future. */
const AHEAD_US = 10 * 60e6;

/** In order of time. Chosen beforehand is what is sound, new and like nothing else; of two alike the one with more in it. */
export function reviewOf(all: readonly FoundIn[], facts: ReviewFacts): ReviewItem[] {
  const inOrder = [...all].sort((a, b) => a.found.startedUs - b.found.startedUs || richness(b.found) - richness(a.found));
  const stretches = inOrder.map(stretchOf);
  return inOrder.map((each, i) => {
    const startedAt = momentOf(each.found, each.found.startedUs, facts.momentAt);
    const localDay = localDayOf(startedAt);
    const known = likenessOf(stretches[i], facts.known);
    const earlier = stretches.filter((_, j) => j !== i && preferred(inOrder[j].found, each.found, j < i));
    const likeness = known ?? likenessOf(stretches[i], earlier);
    const refusal =
      refusalOf(each.found, localDay, facts) ??
      (known?.kind === 'same' || (likeness?.kind === 'same' && known === null) ? 'alreadyHere' : null);
    const { activity, streams } = each.found;
    return {
      ...each,
      ...{ startedAt, localDay, refusal, likeness, likeFound: known === null && likeness !== null },
      chosen: refusal === null && likeness === null && !each.found.damaged,
      countsAs: { type: 'beside', exerciseId: activity, side: streams.find(({ side }) => side !== 'none')?.side ?? 'none' },
      painNrs: null,
      rpeCr10: null,
    };
  });
}

function refusalOf({ startedUs, endedUs, streams }: FoundSession, localDay: LocalDay, { nowUs, firstDay }: ReviewFacts): Refusal | null {
  if (endedUs > nowUs + AHEAD_US) return 'future';
  if (firstDay !== null && localDay < firstDay) return 'beforeFirstDay';
  if (endedUs - startedUs < SHORTEST_SESSION_US) return 'tooShort';
  if (endedUs - startedUs > MAX_SESSION_US) return 'tooLong';
  const alone = streams.length === 1 && (streams[0].kind === 'acceleration' || streams[0].kind === 'angularRate');
  return alone ? 'oneSensor' : null;
}

const richness = ({ streams }: FoundSession) => streams.reduce((sum, { samples }) => sum + samples.sampleCount, 0);

/** Whether `other` is the one to take of two alike. */
function preferred(other: FoundSession, own: FoundSession, first: boolean): boolean {
  const [a, b] = [richness(other), richness(own)];
  return a === b ? first : a > b;
}

function stretchOf({ found, identity }: FoundIn): Stretch {
  const heart = found.streams.find(({ kind }) => kind === 'heartRate');
  return { id: identity.sessionId, ...found, heart: heart === undefined ? null : gridOfSamples(heart.samples) };
}

/** A session of this phone, with its curve; one of the clinic's list has only its times. */
export function knownStretch(
  session: Pick<Session, 'id' | 'startedAt' | 'endedAt'> | SessionListItem,
  summary: SessionSummary | null,
): Stretch[] {
  if (session.endedAt === null) return [];
  const series = summary?.heartRateSeries ?? null;
  return [
    {
      id: session.id,
      startedUs: session.startedAt.utcUs,
      endedUs: session.endedAt.utcUs,
      heart: series === null ? null : gridOfSeries(series),
    },
  ];
}
