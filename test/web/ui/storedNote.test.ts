import { describe, expect, it } from 'vitest';
import type { Keeping, SessionEvent } from '#shared/schema/event.ts';
import type { StreamKind } from '#shared/schema/stream.ts';
import { storedNote } from '#web/ui/timeline/storedNote.ts';

const START_US = 1_790_000_000_000_000;
const storage = (keeping: Keeping, minute: number): SessionEvent & { type: 'storage' } => {
  const fromUs = START_US + minute * 60e6;
  return { id: `${minute}`, atUs: fromUs + 9e6, type: 'storage', keeping, reason: 'low', fromUs };
};
const note = (...events: SessionEvent[]) => storedNote(events, START_US);

describe('why the phone’s own numbers are shown', () => {
  it('is said with the minute from which curves are not stored', () => {
    expect(note(storage('needed', 3), storage('noCurves', 11.2), storage('all', 15))).toBe(
      'Curves not stored from minute 12: the phone’s own count is shown.',
    );
    expect(note(storage('thinned', 4.5))).toBe('Curves stored with less detail from minute 5: the phone’s own count is shown.');
    expect(note(storage('thinned', 4.5), storage('noCurves', 9.5))).toMatch(/^Curves not stored from minute 10:/);
    expect(note(storage('noSamples', 0))).toMatch(/Pulse not stored from minute 1/);
  });

  it('names what a session without a place for more streams does not store, and nothing else', () => {
    const full = (streamKind: StreamKind, minute: number): SessionEvent => ({ ...storage('all', minute), reason: 'streams', streamKind });
    expect(note(full('imu', 30))).toBe('Curves not stored from minute 30: the phone’s own count is shown.');
    expect(note(full('rrInterval', 41))).toBe('Pulse not stored from minute 41: the phone’s own numbers are shown.');
  });

  it('is not said where nothing that is measured is missing', () => {
    expect(note()).toBeNull();
    expect(note(storage('needed', 3), storage('all', 4))).toBeNull();
  });
});
