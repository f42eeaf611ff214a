import { signal } from '@preact/signals';
import { hostNowUs } from '#devices/transports/hostClock.ts';
import { createLiveAnalysis } from '#shared/analysis/live.ts';
import type { ExerciseDefinition } from '#shared/exercises/define.ts';
import { exerciseById } from '#shared/exercises/index.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import { localDayOf } from '#shared/schema/time.ts';
import { appDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { holdLock } from '#web/store/leader.ts';
import { now } from '#web/store/now.ts';
import { spaceLeft } from '#web/store/room.ts';
import { sessionRunning } from '#web/ui/appUpdate.tsx';
import { type LiveSession, startLive } from './liveSession.ts';
import { type EventDraft, startMachine } from './machine.ts';
import { homeOf } from './picking.ts';
import { reopen } from './resume.ts';
import type { SensorSlot } from './slots.ts';
import { answerTabs, askHandOver, askRecordingTab, type RecordingTab } from './tabs.ts';
import { browserTeller } from './voice.ts';
import { keepAwake } from './wakeLock.ts';

/** The session this tab is recording or finishing; null when there is none. */
export const currentLive = signal<LiveSession | null>(null);

/** Whether the session that this tab recorded goes on in another one. */
export const handedOver = signal(false);

let channel: BroadcastChannel | null = null;
const tabs = (): BroadcastChannel => {
  channel ??= new BroadcastChannel('evenpace-recording');
  return channel;
};

/** The tab that let go has released its lock by the time it answers; the browser may take a moment to see it. */
const LOCK_WAIT_MS = 3000;
const RECORDING_LOCK = 'evenpace-recording';
const TICK_MS = 1000;

const deps = () => ({
  db: appDb(),
  now,
  newId,
  sensorNowUs: hostNowUs,
  teller: browserTeller,
  spaceLeft: () => spaceLeft(navigator.storage),
});

let letGo: (() => void) | null = null;

export interface Beginning {
  readonly patientId: string;
  readonly setup: SessionSetup;
  readonly exercise: ExerciseDefinition;
  readonly slots: readonly SensorSlot[];
  /** Measured this morning. */
  readonly readings: readonly EventDraft[];
}

/** Begins a recording at the gate. False when another tab of this browser is recording. */
export async function beginLive({ patientId, setup, exercise, slots, readings }: Beginning): Promise<boolean> {
  const release = await holdLock(navigator.locks, RECORDING_LOCK);
  if (release === null) return false;
  const startedAt = now.moment();
  const id = newId();
  const session = {
    id,
    patientId,
    startedAt,
    localDay: localDayOf(startedAt),
    endedAt: null,
    setup,
    streams: [],
    simulated: slots.some((slot) => slot.status.value.source === 'simulated'),
  };
  const analysis = createLiveAnalysis({ sessionId: id, startedUs: startedAt.utcUs, setup });
  const live = startLive(deps(), { session, exercise, analysis, machine: startMachine(setup.plannedSets), slots });
  const usesAngle = slots.some((slot) => slot.need === 'motion' && slot.status.value.state !== 'empty');
  live.dispatch({ type: 'sensorsReady', usesAngle, readings });
  hold(live, release);
  return true;
}

/** `silent`: the recording tab does not answer; `refused`: it could not store everything. */
export type Reopened = 'open' | 'otherTab' | 'gone' | 'silent' | 'refused';

/** Opens an interrupted session again. */
export async function reopenLive(sessionId: string, wish: 'resume' | 'finish'): Promise<Reopened> {
  if (currentLive.value?.id === sessionId) return 'open';
  const release = await holdLock(navigator.locks, RECORDING_LOCK);
  return release === null ? 'otherTab' : reopenHeld(sessionId, wish, release);
}

/** Which session another tab of this browser records; null when none answers. */
export const recordingTab = (): Promise<RecordingTab | null> => askRecordingTab(tabs());

/** Goes on here with the session of another tab, after that one has stored everything and let go. */
export async function takeOverLive(): Promise<Reopened> {
  const tab = await recordingTab();
  const handOver = tab === null ? null : await askHandOver(tabs());
  if (tab === null || handOver === null) return 'silent';
  if (handOver === 'refused') return 'refused';
  const release = await holdLock(navigator.locks, RECORDING_LOCK, LOCK_WAIT_MS);
  return release === null ? 'otherTab' : reopenHeld(tab.sessionId, 'resume', release);
}

async function reopenHeld(sessionId: string, wish: 'resume' | 'finish', release: () => void): Promise<Reopened> {
  const live = await reopen(
    { ...deps(), createAnalysis: createLiveAnalysis, exerciseById: (id) => exerciseById(id) ?? null, homeOf },
    sessionId,
    wish,
  );
  if (live === null) {
    release();
    return 'gone';
  }
  hold(live, release);
  return 'open';
}

function hold(live: LiveSession, release: () => void): void {
  const timer = setInterval(live.tick, TICK_MS);
  const letSleep = keepAwake();
  const onVisibility = () => {
    if (document.visibilityState === 'hidden') void live.flush();
    else live.tick();
  };
  const onLeave = () => void live.flush();
  const stopAnswering = answerTabs(
    tabs(),
    () => ({ sessionId: live.id, exerciseName: live.exercise.name, startedAt: live.session().startedAt }),
    () => handOver(live),
  );
  handedOver.value = false;
  document.addEventListener('visibilitychange', onVisibility);
  // A call or another app may freeze the page with no more than this notice, and thaw it minutes later.
  document.addEventListener('freeze', onLeave);
  document.addEventListener('resume', live.tick);
  addEventListener('pagehide', onLeave);
  addEventListener('pageshow', live.tick);
  sessionRunning.value = true;
  currentLive.value = live;
  letGo = () => {
    clearInterval(timer);
    letSleep();
    stopAnswering();
    document.removeEventListener('visibilitychange', onVisibility);
    document.removeEventListener('freeze', onLeave);
    document.removeEventListener('resume', live.tick);
    removeEventListener('pagehide', onLeave);
    removeEventListener('pageshow', live.tick);
    sessionRunning.value = false;
    currentLive.value = null;
    release();
  };
}

/** Another tab goes on: this one lets go as soon as nothing of the session is left in its memory. */
async function handOver(live: LiveSession): Promise<boolean> {
  if (!(await live.handOver())) return false;
  letGo?.();
  letGo = null;
  handedOver.value = true;
  return true;
}

/** Waits until the session is kept whole, then lets go of it. */
export async function leaveLive(): Promise<void> {
  await currentLive.value?.complete();
  letGo?.();
  letGo = null;
}
