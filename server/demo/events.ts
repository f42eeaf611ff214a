import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { Id } from '#shared/schema/id.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import type { LifeDay } from './life.ts';
import type { SetTime } from './session.ts';
import type { Timeline } from './timeline.ts';

interface LivedSession {
  readonly startedUs: number;
  readonly endedUs: number;
  readonly day: LifeDay;
  readonly setup: SessionSetup;
  readonly sets: readonly SetTime[];
  /** No motion sensor: the person says how many repetitions there were. */
  readonly countedByHand: boolean;
  readonly stimulationId: Id | null;
  readonly strap: RecordedStream;
}

const SECOND_US = 1_000_000;
/** A strap that has been silent this long counts as lost (shared/schema/quality.ts). */
const LOST_AFTER_US = 4 * SECOND_US;

type EventBody = SessionEvent extends infer E ? (E extends SessionEvent ? Omit<E, 'id' | 'atUs'> : never) : never;

/** What the phone noted while the session ran, in the order of time. */
export function eventsOf(timeline: Timeline, lived: LivedSession): SessionEvent[] {
  const { startedUs, endedUs, day, sets, setup } = lived;
  const noted: { readonly atUs: number; readonly body: EventBody }[] = [];
  const at = (atUs: number, body: EventBody) => void noted.push({ atUs, body });
  const before = (seconds: number) => endedUs - seconds * SECOND_US;
  const after = (seconds: number) => startedUs + seconds * SECOND_US;

  at(after(0), { type: 'phase', phase: 'gate' });
  at(after(4), { type: 'gatePassed' });
  at(after(12), { type: 'pain', painNrs: day.painStart });
  at(after(60), { type: 'phase', phase: 'work' });
  at(Math.round((startedUs + endedUs) / 2), { type: 'pain', painNrs: Math.round((day.painStart + day.painEnd) / 2) });
  sets.forEach(({ fromUs, toUs }, setIndex) => {
    const manualRepetitions = lived.countedByHand ? setup.plannedRepetitionsPerSet : null;
    at(fromUs + SECOND_US, { type: 'setStarted', setIndex });
    at(toUs - SECOND_US, { type: 'setEnded', setIndex, manualRepetitions });
  });
  if (lived.stimulationId !== null) {
    const { stimulationId } = lived;
    at(after(6), { type: 'tensOn', stimulationId, screenAnswered: true, contraindicationCount: 0 });
    at(before(3), { type: 'tensOff', stimulationId });
  }
  for (const { fromUs, toUs } of silences(lived.strap)) {
    const streamId = lived.strap.stream.id;
    at(fromUs + LOST_AFTER_US, { type: 'sensor', streamId, state: 'lost', reason: 'disconnected' });
    at(toUs, { type: 'sensor', streamId, state: 'live', reason: null });
  }
  if (day.redFlag) {
    at(before(20), { type: 'redFlag', symptoms: ['chestPain', 'severeBreathlessness'] });
    at(before(20), { type: 'phase', phase: 'emergency' });
  } else {
    at(before(2), { type: 'pain', painNrs: day.painEnd });
    at(before(1), { type: 'rpe', rpeCr10: day.rpeCr10 });
    at(endedUs, { type: 'phase', phase: 'done' });
  }
  noted.sort((a, b) => a.atUs - b.atUs);
  return noted.map(({ atUs, body }) => ({ ...body, id: timeline.newId(), atUs }) as SessionEvent);
}

/** Stretches in which the strap said nothing. */
function* silences({ samples: { hostUs } }: RecordedStream): Generator<SetTime> {
  for (let i = 1; i < hostUs.length; i++) {
    if (hostUs[i] - hostUs[i - 1] > 2 * LOST_AFTER_US) yield { fromUs: hostUs[i - 1], toUs: hostUs[i] };
  }
}
