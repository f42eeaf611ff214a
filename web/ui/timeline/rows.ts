import type { SessionEvent } from '#shared/schema/event.ts';
import type { Session } from '#shared/schema/session.ts';
import { common } from '#web/copy/common.ts';
import { durationText } from '#web/copy/time.ts';
import { timeline } from '#web/copy/timeline.ts';
import { ENDED_BY_SENSOR, SWAPPED } from '#web/store/sensorReason.ts';
import { gapsOf } from './intervals.ts';
import type { TimelineData } from './layout.ts';

export interface TimelineRow {
  readonly atUs: number;
  readonly text: string;
}

/** The drawing in words, in order of time: for screen readers and for anyone who prefers to read. */
export function timelineRows(data: TimelineData): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  for (const event of data.events) {
    const text = eventText(event, data.session);
    if (text !== null) rows.push({ atUs: event.atUs, text });
  }
  for (const decision of data.decisions) {
    if (decision.kind === 'go') continue;
    rows.push({ atUs: decision.validFromUs, text: `${timeline.kind[decision.kind]} (${decision.ruleIds.join(', ')}): ${decision.ptText}` });
  }
  for (const repetition of data.summary?.repetitions ?? []) {
    rows.push({ atUs: repetition.startUs, text: timeline.repetition(repetition.index + 1, Math.round(repetition.romDeg)) });
  }
  if (data.summary !== null) {
    const gaps = gapsOf(data.session, data.summary);
    const add = (what: string, list: typeof gaps.heart) => {
      for (const gap of list) rows.push({ atUs: gap.fromUs, text: timeline.gap(what, durationText((gap.toUs - gap.fromUs) / 1e6)) });
    };
    add(timeline.heart, gaps.heart);
    add(timeline.rom, gaps.motion);
  }
  return rows.toSorted((a, b) => a.atUs - b.atUs);
}

function eventText(event: SessionEvent, session: Session): string | null {
  const words = timeline.event;
  switch (event.type) {
    case 'phase':
      // What a file holds beside the plan was neither planned nor stopped: it ends.
      return event.phase === 'stopped' && session.imported !== undefined && session.setup.planExerciseId === null
        ? words.fileEnds
        : words.phase[event.phase];
    case 'setStarted':
      return words.setStarted(event.setIndex + 1);
    case 'setEnded':
      return words.setEnded(event.setIndex + 1, event.manualRepetitions);
    case 'pain':
      return words.pain(event.painNrs);
    case 'rpe':
      return words.rpe(event.rpeCr10);
    case 'heartRateManual':
      return words.heartRateManual(event.heartRateBpm);
    case 'temperature':
      return words.temperature(event.temperatureC);
    case 'bloodPressure':
      return words.bloodPressure(event.systolicMmHg, event.diastolicMmHg);
    case 'restingReading':
      return words.restingReading(event.heartRateBpm, event.lying);
    case 'tensSensation':
      return event.painful || event.skinProblem ? words.tensSensation : words.tensFine;
    case 'sensor': {
      const stream = session.streams.find((each) => each.id === event.streamId);
      const label = stream?.sensorLabel ?? '';
      if (event.reason === SWAPPED) return event.state === 'live' && stream ? words.sensorSwapped(label, stream.bodySite) : null;
      return event.reason === ENDED_BY_SENSOR ? words.sensorEnded(label) : words.sensor(label, common.sensorState[event.state]);
    }
    case 'storage':
      if (event.reason === 'streams') return words.streamsFull;
      return event.reason === 'cleared' ? words.cleared : words.storage[event.keeping];
    case 'note':
      return event.text;
    case 'decisionShown':
      return null;
    default:
      return words[event.type];
  }
}

/** "12:35" since the session's start. */
export function sessionClock(atUs: number, startUs: number): string {
  const seconds = Math.max(0, Math.round((atUs - startUs) / 1e6));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
