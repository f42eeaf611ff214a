import type { Scheduler } from '#devices/core/scheduler.ts';

/** UTC us from the monotonic clock: does not jump when the wall clock is set. */
export function hostNowUs(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}

/** Clock and timers of the page (or of Node). */
export const hostScheduler: Scheduler = {
  nowUs: hostNowUs,
  schedule(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
