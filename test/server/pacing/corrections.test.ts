import { describe, expect, it } from 'vitest';
import { correctionEvents } from '#server/services/pacing/corrections.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { SessionSummary } from '#shared/schema/summary.ts';
import { aCorrection, anId, momentAt } from '#test/server/clinical/records.ts';

const patientId = anId();
const sessionId = anId();
const event = (minute: number, body: { type: 'pain'; painNrs: number } | { type: 'rpe'; rpeCr10: number }): SessionEvent => ({
  id: anId(),
  atUs: momentAt(minute).utcUs,
  ...body,
});
const events = [
  event(1, { type: 'pain', painNrs: 3 }),
  event(5, { type: 'pain', painNrs: 6 }),
  event(9, { type: 'pain', painNrs: 4 }),
  event(10, { type: 'rpe', rpeCr10: 3 }),
];
const summary = SessionSummary.parse({
  sessionId,
  algorithmVersion: '1',
  durationS: 600,
  heartRate: null,
  repetitions: [],
  manualRepetitions: null,
  romMedianDeg: null,
  peakMaxDeg: null,
  sessionRpeLoad: 30,
  rpeCr10: 3,
  pain: { first: 3, max: 6, last: 4 },
  tensS: 0,
  gaps: [],
  heartRateSeries: null,
  angleSeries: null,
});
const sessions = [{ summary, events }];
const changes = (correction: ReturnType<typeof aCorrection>, earlier: ReturnType<typeof aCorrection>[] = []) =>
  correctionEvents(correction, earlier, sessions, '2026-03-02').map(({ targetId, field, value }) => [targetId, field, value]);
const ofEvent = (i: number, field: string, value: number) =>
  aCorrection(patientId, { type: 'sessionEvent', id: events[i].id }, field, value);

describe('a correction of a session, as the pacing reads it', () => {
  it('changes what the answer stood for: the highest pain, the last, or nothing', () => {
    expect(changes(ofEvent(1, 'painNrs', 5))).toEqual([[sessionId, 'painDuringNrs', 5]]);
    expect(changes(ofEvent(2, 'painNrs', 8))).toEqual([
      [sessionId, 'painDuringNrs', 8],
      [sessionId, 'painAfterNrs', 8],
    ]);
    expect(changes(ofEvent(1, 'painNrs', 6))).toEqual([]);
  });

  it('changes the effort, given in the session or after it, and stands on the corrections before it', () => {
    const after = aCorrection(patientId, { type: 'session', id: sessionId }, 'rpeCr10', 7);
    expect(changes(after)).toEqual([[sessionId, 'rpeCr10', 7]]);
    expect(changes(ofEvent(3, 'rpeCr10', 7), [after])).toEqual([]);
    expect(changes(ofEvent(3, 'rpeCr10', 2), [after])).toEqual([[sessionId, 'rpeCr10', 2]]);
  });

  it('gives the same ids for the same correction, and none for a TENS use', () => {
    const correction = ofEvent(2, 'painNrs', 8);
    const ids = () => correctionEvents(correction, [], sessions, '2026-03-02').map(({ id }) => id);
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(2);
    expect(changes(aCorrection(patientId, { type: 'stimulation', id: anId() }, 'painAfterNrs', 2))).toEqual([]);
  });
});
