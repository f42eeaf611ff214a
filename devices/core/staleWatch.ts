import type { Scheduler } from './scheduler.ts';
import type { DeviceDefinition, SensorEvent } from './types.ts';

/** Streams of which any sample is a sign of life for all. */
export type LifeSigns = readonly string[];

export interface StaleWatch {
  start(): void;
  /** Called for every batch of samples: no timer is touched, only the time kept. */
  sample(stream: string): void;
  stop(): void;
}

/**
 * The streams whose silence means that something is wrong, apart by what they are worn for: the beats of a heart-rate sensor are no sign that
 * its motion comes, nor the other way round. Streams that come only when something changes, as a stimulator's do, are never silent for too long.
 */
export function lifeSignsOf({ kind, streams }: DeviceDefinition): readonly LifeSigns[] {
  const regular = streams.filter((stream) => stream.nominalRateHz > 0 || stream.kind === 'rrInterval');
  const beats = kind === 'heartRate' ? regular.filter((stream) => stream.kind === 'heartRate' || stream.kind === 'rrInterval') : [];
  const others = regular.filter((stream) => !beats.includes(stream) && (kind !== 'heartRate' || stream.kind !== 'ecg'));
  return [beats, others].filter((group) => group.length > 0).map((group) => group.map(({ key }) => key));
}

/** Says `stale` once when nothing has come for `staleMs`, and `live` again with the next sample; each with the streams that it is about. */
export function createStaleWatch(
  deps: Scheduler,
  staleMs: number,
  groups: readonly LifeSigns[],
  listener: (event: SensorEvent) => void,
): StaleWatch {
  const watches = groups.map((streams) => watchGroup(deps, staleMs, streams, listener));
  return {
    start() {
      for (const watch of watches) watch.start();
    },
    sample(stream) {
      for (const watch of watches) watch.sample(stream);
    },
    stop() {
      for (const watch of watches) watch.stop();
    },
  };
}

function watchGroup(deps: Scheduler, staleMs: number, streams: LifeSigns, listener: (event: SensorEvent) => void): StaleWatch {
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
    listener({ type: 'stale', sinceUs: lastUs, streams });
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
    sample(stream) {
      if (!streams.includes(stream)) return;
      lastUs = deps.nowUs();
      if (!watching || !stale) return;
      listener({ type: 'live', streams });
      arm();
    },
    stop() {
      watching = false;
      cancel();
    },
  };
}
