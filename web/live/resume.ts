import { atStoredRate } from '#shared/analysis/storedRate.ts';
import type { AnalysisInput, LiveAnalysis } from '#shared/analysis/types.ts';
import type { ExerciseDefinition } from '#shared/exercises/define.ts';
import { decodeChunk, readChunkHeader } from '#shared/recording/chunk.ts';
import type { Session } from '#shared/schema/session.ts';
import type { EvenpaceDb } from '#web/store/db.ts';
import { goingOnAfter } from '#web/store/now.ts';
import { loadRecorded, type RecordedSession } from '#web/store/recorded.ts';
import { type LiveDeps, type LiveSession, type LiveStart, machineKey, startLive } from './liveSession.ts';
import { type MachineState, reduce, startMachine } from './machine.ts';
import { type Rig, slotsFor } from './slots.ts';

/** A session as far as it was recorded, in an analysis that has seen exactly that. */
export interface Rebuilt {
  readonly recorded: RecordedSession;
  readonly analysis: LiveAnalysis;
  readonly machine: MachineState;
  /** Time of the last thing recorded. */
  readonly lastUs: number;
  /** Chunks whose bytes could not be read: their time shows as a gap. */
  readonly unreadable: number;
}

/** Replays events and stored chunks through the same analysis object that ran live; events first, as analysis/session.ts does. */
export async function rebuild(
  db: EvenpaceDb,
  sessionId: string,
  createAnalysis: (input: AnalysisInput) => LiveAnalysis,
): Promise<Rebuilt | null> {
  const recorded = await loadRecorded(db, sessionId);
  if (recorded === null) return null;
  const { session } = recorded.row;
  const analysis = createAnalysis({ sessionId, startedUs: session.startedAt.utcUs, setup: session.setup });
  let lastUs = session.startedAt.utcUs;
  let unreadable = 0;
  for (const event of recorded.events) {
    analysis.pushEvent(event);
    lastUs = Math.max(lastUs, event.atUs);
  }
  const ratesHz = new Map<string, number[]>(session.streams.map(({ id }) => [id, []]));
  for (const { streamId, bytes } of recorded.chunks) {
    const header = readChunkHeader(bytes);
    if (header.ok) ratesHz.get(streamId)?.push(header.value.nominalRateHz);
  }
  for (const stream of session.streams) analysis.addStream(atStoredRate(stream, ratesHz.get(stream.id) ?? []));
  for (const chunk of recorded.chunks) {
    const decoded = await decodeChunk(chunk.bytes);
    if (!decoded.ok) {
      unreadable++;
      continue;
    }
    analysis.pushSamples(chunk.streamId, decoded.value);
    lastUs = Math.max(lastUs, chunk.toUs);
  }
  analysis.advance(session.endedAt?.utcUs ?? lastUs);
  const kept = (await db.cache.get(machineKey(sessionId)).catch(() => undefined))?.value as MachineState | undefined;
  return { recorded, analysis, machine: kept ?? machineFrom(recorded), lastUs, unreadable };
}

/** Where the record alone leaves the session, when the step itself was not kept. */
function machineFrom({ row, events }: RecordedSession): MachineState {
  const started = events.filter((event) => event.type === 'setStarted');
  const passed = events.some((event) => event.type === 'gatePassed');
  const fresh = startMachine(row.session.setup.plannedSets);
  return { ...fresh, step: passed ? 'rest' : 'gate', setIndex: Math.max(0, started.length - 1) };
}

export interface ReopenDeps extends LiveDeps {
  readonly createAnalysis: (input: AnalysisInput) => LiveAnalysis;
  readonly exerciseById: (id: string) => ExerciseDefinition | null;
  readonly homeOf?: Rig['homeOf'];
}

/**
 * Opens a session that a crash or a reload interrupted. A running set is closed at the last thing recorded, so the time away counts as
 * rest and not as work. `finish` ends the recording there; `resume` goes on from the rest. Null when it is not here or cannot go on.
 */
export async function reopen(known: ReopenDeps, sessionId: string, wish: 'resume' | 'finish'): Promise<LiveSession | null> {
  const rebuilt = await rebuild(known.db, sessionId, known.createAnalysis);
  if (rebuilt === null) return null;
  const deps = { ...known, now: goingOnAfter(known.now, rebuilt.lastUs) };
  const { row } = rebuilt.recorded;
  const exercise = deps.exerciseById(row.session.setup.exerciseId);
  if (exercise === null || row.state === 'complete' || row.state === 'acknowledged') return null;
  const start: Pick<LiveStart, 'exercise' | 'analysis' | 'recordedBefore'> = {
    exercise,
    analysis: rebuilt.analysis,
    recordedBefore: rebuilt.recorded.events,
  };
  const { machine, lastUs } = rebuilt;
  if (row.state === 'ended') return startLive(deps, { ...start, session: row.session, machine: asQuestions(machine), slots: [] });
  if (wish === 'finish' || machine.outcome !== null) {
    const stopped = reduce(machine, { type: 'stop' });
    const session: Session = { ...row.session, endedAt: deps.now.momentAt(lastUs + 2) };
    const catchUp = { events: stopped.events, atUs: lastUs + 1 };
    return startLive(deps, { ...start, session, machine: asQuestions(stopped.state), slots: [], catchUp });
  }
  const rested = reduce(machine, { type: 'rest' });
  const live = startLive(deps, {
    ...start,
    session: row.session,
    machine: rested.state,
    slots: slotsFor(exercise, row.session.setup.side, deps.homeOf),
    catchUp: { events: rested.events, atUs: lastUs + 1 },
    keptBefore: rebuilt.recorded.events.findLast((event) => event.type === 'storage')?.keeping,
  });
  // The replay stands at the last thing recorded: nothing of then may be shown as now.
  live.tick();
  return live;
}

function asQuestions(machine: MachineState): MachineState {
  return { ...machine, step: 'questions', outcome: machine.outcome ?? 'stopped' };
}
