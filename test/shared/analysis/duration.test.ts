import { describe, expect, it } from 'vitest';
import { analyseSession } from '#shared/analysis/session.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { testId } from '#test/helpers/recording.ts';
import { makeSession } from '#test/web/store/madeRecords.ts';

const { id, startedAt, setup } = makeSession(testId(1));
const at = (seconds: number) => startedAt.utcUs + seconds * 1e6;
const minutesOf = (events: SessionEvent[], endS: number) =>
  analyseSession({ sessionId: id, startedUs: startedAt.utcUs, setup }, [], events, at(endS)).summary.durationS / 60;

describe('minutes of a session', () => {
  it('begin when the questions before it are behind', () => {
    const passed: SessionEvent = { id: testId(2), atUs: at(60), type: 'gatePassed' };
    const set: SessionEvent = { id: testId(3), atUs: at(90), type: 'setStarted', setIndex: 0 };
    expect(minutesOf([passed, set], 660)).toBe(10);
  });

  it('are none when nobody got past the questions', () => {
    expect(minutesOf([{ id: testId(4), atUs: at(1), type: 'phase', phase: 'gate' }], 300)).toBe(0);
  });

  it('are those of the whole recording where nothing was noted', () => {
    expect(minutesOf([], 300)).toBe(5);
  });
});
