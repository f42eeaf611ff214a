import type { Scheduler } from './scheduler.ts';
import type { DeviceDefinition, SensorEvent } from './types.ts';

export interface StaleWatch {
  start(): void;
  /** Called for every batch of samples: no timer is touched, only the time kept. */
  sample(): void;
  stop(): void;
}

/**
 * The streams whose silence means that something is wrong. Of a heart-rate sensor these are its beats, however much motion it sends
 * besides; streams that come only when something changes, as a stimulator's do, are never silent for too long.
 */
export function lifeSignsOf({ kind, streams }: DeviceDefinition): ReadonlySet<string> {
  const regular = streams.filter((stream) => stream.nominalRateHz > 0 || stream.kind === 'rrInterval');
  const heart = regular.filter((stream) => stream.kind === 'heartRate' || stream.kind === 'rrInterval');
  return new Set((kind === 'heartRate' ? heart : regular).map((stream) => stream.key));
}

/** Says `stale` once when nothing has come for `staleMs`, and `live` again with the next sample. */
export function createStaleWatch(deps: Scheduler, staleMs: number, listener: (event: SensorEvent) => void): StaleWatch {
  let lastUs = 0;
  let watching = false;
  let stale = false;
  let cancel = (): void => {};

  const check = (): void => {
    const quietMs = (deps.nowUs() - lastUs) / 1000;
    if (quietMs < staleMs) {
      cancel = deps.schedule(staleMs - quietMs, check);
      return;
    }
    stale = true;
    listener({ type: 'stale', sinceUs: lastUs });
  };
  const arm = (): void => {
    stale = false;
    cancel = deps.schedule(staleMs, check);
  };

  return {
    start() {
      lastUs = deps.nowUs();
      watching = true;
      cancel();
      arm();
    },
    sample() {
      lastUs = deps.nowUs();
      if (!watching || !stale) return;
      listener({ type: 'live' });
      arm();
    },
    stop() {
      watching = false;
      cancel();
    },
  };
}
