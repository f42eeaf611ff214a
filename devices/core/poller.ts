import type { Scheduler } from './scheduler.ts';
import { runSteps, type StepDeps } from './stepRunner.ts';
import type { Poll } from './types.ts';

/** Repeats a device's poll steps while the link is up: the next round begins `everyMs` after the last one is done. */
export interface Poller {
  start(): void;
  stop(): void;
}

export function createPoller(scheduler: Scheduler, poll: Poll | null, deps: StepDeps): Poller {
  /** Raised at every start and stop: a round of an older one is not continued. */
  let turn = 0;
  let cancel = (): void => {};

  const round = async (mine: number, { everyMs, steps }: Poll): Promise<void> => {
    // What fails once may work next time; a link that is gone stops the poller anyway.
    await runSteps(steps, deps).catch(() => undefined);
    if (mine === turn) cancel = scheduler.schedule(everyMs, () => void round(mine, { everyMs, steps }));
  };

  return {
    start() {
      turn++;
      cancel();
      if (poll !== null) void round(turn, poll);
    },
    stop() {
      turn++;
      cancel();
    },
  };
}
