import { liveQuery } from 'dexie';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { EvenpaceDb } from '#web/store/db.ts';
import type { EventDraft } from './machine.ts';

/** A use of TENS that runs at this moment: not ended, and its planned time not over. */
export function isRunning(stimulation: Stimulation, nowUs: number): boolean {
  const endUs = stimulation.startedAt.utcUs + stimulation.plannedMinutes * 60_000_000;
  return stimulation.endedAt === null && stimulation.startedAt.utcUs <= nowUs && nowUs < endUs;
}

/** What a session must be told about TENS, from one look to the next: on, off, a painful sensation or a skin problem. */
export function tensEvents(before: Stimulation | null, current: Stimulation | null): EventDraft[] {
  const events: EventDraft[] = [];
  if (before !== null && before.id !== current?.id) events.push({ type: 'tensOff', stimulationId: before.id });
  if (current === null) return events;
  if (before?.id !== current.id) {
    const { id, screenAnswered, contraindicationCount } = current;
    events.push({ type: 'tensOn', stimulationId: id, screenAnswered, contraindicationCount });
  }
  const painful = current.sensation === 'painful';
  const skinProblem = current.skinCheckOk === false;
  const changed = before?.id !== current.id || before.sensation !== current.sensation || before.skinCheckOk !== current.skinCheckOk;
  if (changed && (painful || skinProblem)) events.push({ type: 'tensSensation', stimulationId: current.id, painful, skinProblem });
  return events;
}

/** Follows the patient's stimulations as they are kept on this device, whichever screen writes them. */
export function watchTens(db: EvenpaceDb, patientId: string, changed: (all: readonly Stimulation[]) => void): () => void {
  const subscription = liveQuery(() => db.stimulations.all()).subscribe({
    next: (all) => changed(all.filter((each) => each.patientId === patientId && each.endedAt === null)),
    error: () => undefined,
  });
  return () => subscription.unsubscribe();
}
