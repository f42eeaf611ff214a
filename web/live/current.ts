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
import { startMachine } from './machine.ts';
import { reopen } from './resume.ts';
import type { SensorSlot } from './slots.ts';
import { browserTeller } from './voice.ts';
import { keepAwake } from './wakeLock.ts';

/** The session this tab is recording or finishing; null when there is none. */
export const currentLive = signal<LiveSession | null>(null);

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
}

/** Begins a recording at the gate. False when another tab of this browser is recording. */
export async function beginLive({ patientId, setup, exercise, slots }: Beginning): Promise<boolean> {
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
  live.dispatch({ type: 'sensorsReady', usesAngle });
  hold(live, release);
  return true;
}

export type Reopened = 'open' | 'otherTab' | 'gone';

/** Opens an interrupted session again. */
export async function reopenLive(sessionId: string, wish: 'resume' | 'finish'): Promise<Reopened> {
  if (currentLive.value?.id === sessionId) return 'open';
  const release = await holdLock(navigator.locks, RECORDING_LOCK);
  if (release === null) return 'otherTab';
  const live = await reopen(
    { ...deps(), createAnalysis: createLiveAnalysis, exerciseById: (id) => exerciseById(id) ?? null },
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
  const onPageHide = () => void live.flush();
  document.addEventListener('visibilitychange', onVisibility);
  addEventListener('pagehide', onPageHide);
  sessionRunning.value = true;
  currentLive.value = live;
  letGo = () => {
    clearInterval(timer);
    letSleep();
    document.removeEventListener('visibilitychange', onVisibility);
    removeEventListener('pagehide', onPageHide);
    sessionRunning.value = false;
    currentLive.value = null;
    release();
  };
}

/** Waits until the session is kept whole, then lets go of it. */
export async function leaveLive(): Promise<void> {
  await currentLive.value?.complete();
  letGo?.();
  letGo = null;
}
