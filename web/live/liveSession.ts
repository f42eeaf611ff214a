import { type ReadonlySignal, signal } from '@preact/signals';
import type { LiveAnalysis, Reading } from '#shared/analysis/types.ts';
import type { ExerciseDefinition } from '#shared/exercises/define.ts';
import type { Decision, PacingLight } from '#shared/schema/decision.ts';
import type { Keeping, SessionEvent } from '#shared/schema/event.ts';
import type { Session } from '#shared/schema/session.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { Moment } from '#shared/schema/time.ts';
import type { EvenpaceDb } from '#web/store/db.ts';
import type { Now } from '#web/store/now.ts';
import { completeSession, endSession } from '#web/store/records.ts';
import { createHub, type PlaceEvent, type SensorPlace, type SessionHub } from './hub.ts';
import { type Action, type EventDraft, isClosed, type MachineState, reduce } from './machine.ts';
import { createPrompts, type Teller } from './prompts.ts';
import type { SensorSlot } from './slots.ts';
import { isRunning, tensEvents, watchTens } from './tensWatch.ts';
import { createTraces, type Traces } from './traces.ts';

export interface LiveDeps {
  readonly db: EvenpaceDb;
  readonly now: Now;
  readonly newId: () => string;
  readonly sensorNowUs: () => number;
  readonly teller: Teller;
  /** Bytes left for this site; null = the browser does not say. */
  readonly spaceLeft: () => Promise<number | null>;
}

/** Where a session starts from: its record, its analysis and its step; fresh, or rebuilt after a crash. */
export interface LiveStart {
  readonly session: Session;
  readonly exercise: ExerciseDefinition;
  readonly analysis: LiveAnalysis;
  readonly machine: MachineState;
  readonly slots: readonly SensorSlot[];
  /** What happened when the page went away, to be recorded at that time. */
  /** How much was stored last; `all` when it is fresh. */
  readonly keptBefore?: Keeping;
  /** Events so far; none when it is fresh. */
  readonly recordedBefore?: readonly SessionEvent[];
  readonly catchUp?: { readonly events: readonly EventDraft[]; readonly atUs: number };
}

export interface Shown {
  readonly light: PacingLight;
  readonly decision: Decision | null;
}

/** A running session, from the gate to the last question. It lives outside the component tree: screens come and go. */
export interface LiveSession {
  readonly id: string;
  readonly session: () => Session;
  readonly exercise: ExerciseDefinition;
  readonly slots: readonly SensorSlot[];
  readonly machine: ReadonlySignal<MachineState>;
  readonly shown: ReadonlySignal<Shown>;
  readonly stimulation: ReadonlySignal<Stimulation | null>;
  /** The device's storage refuses to take more; what is not written yet is held in memory. */
  readonly storageFailing: ReadonlySignal<boolean>;
  /** Less than `all`: this device is short of space. */
  readonly keeping: ReadonlySignal<Keeping>;
  /** The session's list of streams is full: sensors that are picked or moved now are shown, and not stored. */
  readonly streamsFull: ReadonlySignal<boolean>;
  readonly reading: () => Reading;
  readonly traces: Traces;
  dispatch(action: Action): void;
  /** Once a second, and when the page is shown or hidden. */
  tick(): void;
  flush(): Promise<boolean>;
  /** All of it is kept on this device and queued for the clinic. */
  complete(): Promise<void>;
  /** Stores everything and stops recording, so that another tab can go on; false, and it records on here, when not all can be stored. */
  handOver(): Promise<boolean>;
  /** Resolves when the recording's end is kept. */
  ended(): Promise<void>;
}

export const machineKey = (sessionId: string) => `machine:${sessionId}`;

export function startLive(deps: LiveDeps, start: LiveStart): LiveSession {
  const { db, now } = deps;
  const machine = signal<MachineState>(start.machine);
  const shown = signal<Shown>({ light: start.analysis.reading.light, decision: start.analysis.reading.decision });
  const stimulation = signal<Stimulation | null>(null);
  const prompts = createPrompts(deps.teller);
  const traces = createTraces();
  let endedAt = start.session.endedAt;
  let ending: Promise<void> = Promise.resolve();
  let completing: Promise<void> | null = null;
  let gone = false;
  let stimulations: readonly Stimulation[] = [];

  const hub: SessionHub = createHub(
    {
      ...deps,
      nowUs: now.nowUs,
      analysis: start.analysis,
      traces,
      keptBefore: start.keptBefore ?? 'all',
      recordedBefore: start.recordedBefore ?? [],
      onDecisions: (decisions) => prompts.offer(decisions, now.nowUs()),
    },
    start.session,
  );
  const refresh = () => {
    const { light, decision } = hub.analysis.reading;
    if (light !== shown.value.light || decision !== shown.value.decision) shown.value = { light, decision };
    prompts.poll(hub.analysis.reading.peakDeg !== null, now.nowUs());
    if (decision?.kind === 'block' && machine.value.outcome === null) dispatch({ type: 'blocked' });
  };
  const bind = (place: SensorPlace) => {
    const take = hub.bind(place);
    return (event: PlaceEvent) => {
      take(event);
      refresh();
    };
  };
  const noticeTens = () => {
    if (endedAt !== null) return;
    const current = stimulations.find((each) => isRunning(each, now.nowUs())) ?? null;
    hub.record(tensEvents(stimulation.value, current));
    stimulation.value = current;
  };
  const unwatchTens = watchTens(db, start.session.patientId, (all) => {
    stimulations = all;
    noticeTens();
  });
  if (start.catchUp !== undefined) hub.record(start.catchUp.events, start.catchUp.atUs);
  keepMachine(start.machine);
  if (endedAt === null) for (const slot of start.slots) slot.record(bind);
  else close(endedAt);

  function keepMachine(state: MachineState): void {
    hub.writes.push(async () => {
      await db.cache.put({ key: machineKey(start.session.id), savedUs: now.nowUs(), value: state });
    });
  }

  const unwatchEmptied = db.emptied.subscribe(() => {
    if (machine.value !== start.machine) keepMachine(machine.value);
  });
  function leave(): void {
    unwatchEmptied();
    hub.leave();
  }

  function close(moment: Moment): void {
    hub.close();
    unwatchTens();
    hub.writes.push(() => endSession(db, start.session.id, moment));
    ending = hub.flush().then(() => undefined);
  }

  function end(): void {
    endedAt = now.momentAt(Math.max(now.nowUs(), hub.newestUs() + 1));
    for (const slot of start.slots) {
      slot.record(null);
      void slot.release();
    }
    close(endedAt);
  }

  async function handOver(): Promise<boolean> {
    if (completing !== null) return false;
    for (const slot of start.slots) slot.record(null);
    if (!(await hub.flush())) {
      if (endedAt === null) for (const slot of start.slots) slot.record(bind);
      return false;
    }
    gone = true;
    leave();
    hub.close();
    unwatchTens();
    for (const slot of start.slots) void slot.release();
    return true;
  }

  function dispatch(action: Action): void {
    if (gone) return;
    const before = machine.value;
    const { state, events } = reduce(before, action);
    if (state === before) return;
    machine.value = state;
    hub.record(events, endedAt?.utcUs);
    keepMachine(state);
    if (before.outcome === null && state.outcome !== null) end();
    else if (before.step === 'work' && state.step !== 'work') void hub.flush();
    if (isClosed(state)) void complete();
    refresh();
  }

  function complete(): Promise<void> {
    completing ??= finishAndQueue();
    return completing;
  }

  /** Resolves when it is written; while storage is full, `tick` tries again. */
  function finishAndQueue(): Promise<void> {
    const moment = endedAt ?? now.moment();
    const result = hub.analysis.finish(moment.utcUs);
    return new Promise((resolve) => {
      hub.writes.push(async () => {
        await completeSession(db, { ...hub.session(), endedAt: moment }, result);
        await db.cache.raw.delete(machineKey(start.session.id));
        leave();
        resolve();
      });
    });
  }

  return {
    id: start.session.id,
    session: () => ({ ...hub.session(), endedAt }),
    exercise: start.exercise,
    slots: start.slots,
    machine,
    shown,
    stimulation,
    storageFailing: hub.writes.failing,
    keeping: hub.keeping,
    streamsFull: hub.streamsFull,
    reading: () => hub.analysis.reading,
    traces,
    dispatch,
    tick: () => {
      if (endedAt !== null || gone) {
        if (hub.writes.failing.value) void hub.writes.retry();
        return;
      }
      noticeTens();
      hub.tick();
      refresh();
    },
    flush: hub.flush,
    complete,
    handOver,
    ended: () => ending,
  };
}
