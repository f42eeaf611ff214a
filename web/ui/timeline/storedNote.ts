import { storedSamples } from '#shared/analysis/storedSamples.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { timeline } from '#web/copy/timeline.ts';

/** Why numbers of a session are the phone's own and not counted from its record; null when every sample is in it. */
export function storedNote(events: readonly SessionEvent[], startedUs: number): string | null {
  const { motion, heart } = storedSamples(events);
  const minuteOf = (fromUs: number) => Math.max(1, Math.ceil((fromUs - startedUs) / 60e6));
  const notes: string[] = [];
  if (motion !== null) notes.push(timeline.stored[motion.how](minuteOf(motion.fromUs)));
  if (heart !== null) notes.push(timeline.stored.noPulse(minuteOf(heart.fromUs)));
  return notes.length === 0 ? null : notes.join(' ');
}
