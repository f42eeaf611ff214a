import type { Keeping, SessionEvent } from '#shared/schema/event.ts';
import type { StreamKind } from '#shared/schema/stream.ts';

/** How much is missing of a kind of stream at the worst, and since when. */
export interface NotStored {
  readonly how: 'thinned' | 'missing';
  readonly fromUs: number;
}

export interface StoredSamples {
  /** Streams that an angle or repetitions are taken from; null: every sample of them is in the record. */
  readonly motion: NotStored | null;
  readonly heart: NotStored | null;
}

const MOTION: Readonly<Record<Keeping, NotStored['how'] | null>> = {
  all: null,
  needed: null,
  thinned: 'thinned',
  halved: 'thinned',
  noCurves: 'missing',
  noSamples: 'missing',
};

const BEATS: ReadonlySet<StreamKind> = new Set(['heartRate', 'rrInterval']);

/** What the record of a session lacks because its phone was short of space, or cleared it, or its list of streams was full. The phone itself saw every sample. */
export function storedSamples(events: readonly SessionEvent[]): StoredSamples {
  let motion: NotStored | null = null;
  let heart: NotStored | null = null;
  for (const event of events) {
    if (event.type !== 'storage') continue;
    const { fromUs, keeping, reason, streamKind } = event;
    const isBeats = streamKind !== undefined && BEATS.has(streamKind);
    const noMotion = reason === 'cleared' || (reason === 'streams' && !isBeats);
    const noBeats = reason === 'cleared' || (reason === 'streams' && isBeats) || keeping === 'noSamples';
    motion = worse(motion, noMotion ? 'missing' : MOTION[keeping], fromUs);
    heart = worse(heart, noBeats ? 'missing' : null, fromUs);
  }
  return { motion, heart };
}

function worse(known: NotStored | null, how: NotStored['how'] | null, fromUs: number): NotStored | null {
  if (how === null || known?.how === 'missing' || known?.how === how) return known;
  return { how, fromUs };
}
