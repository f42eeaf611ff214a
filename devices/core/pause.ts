import type { Scheduler } from './scheduler.ts';

export interface Pause {
  /** Resolves after the delay, or at once when it is cut short. */
  wait(delayMs: number): Promise<void>;
  /** Ends the latest wait. */
  cutShort(): void;
}

export function createPause(scheduler: Scheduler): Pause {
  let end = (): void => {};
  return {
    wait: (delayMs) =>
      new Promise((resolve) => {
        const cancel = scheduler.schedule(delayMs, resolve);
        end = () => {
          cancel();
          resolve();
        };
      }),
    cutShort: () => end(),
  };
}
