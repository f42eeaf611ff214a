import type { Scheduler } from '#devices/core/scheduler.ts';
import { hostNowUs } from '#devices/transports/hostClock.ts';

/** The host's clock and timers, at a speed that may change. */
export interface Pace extends Scheduler {
  /** From now on time runs so many times faster than life, for what is scheduled already, too. */
  run(speed: number): void;
}

interface Scheduled {
  readonly dueUs: number;
  readonly task: () => void;
  timer: ReturnType<typeof setTimeout>;
}

export function createPace(): Pace {
  const waiting = new Set<Scheduled>();
  let speed = 1;
  let fromUs = hostNowUs();
  let atUs = fromUs;
  const nowUs = (): number => Math.round(atUs + (hostNowUs() - fromUs) * speed);
  const arm = (dueUs: number, run: () => void): ReturnType<typeof setTimeout> => setTimeout(run, (dueUs - nowUs()) / 1000 / speed);
  const runOf = (entry: Scheduled) => (): void => {
    waiting.delete(entry);
    entry.task();
  };
  return {
    nowUs,
    schedule(delayMs, task) {
      const dueUs = nowUs() + delayMs * 1000;
      const entry: Scheduled = { dueUs, task, timer: arm(dueUs, () => runOf(entry)()) };
      waiting.add(entry);
      return () => {
        waiting.delete(entry);
        clearTimeout(entry.timer);
      };
    },
    run(wanted) {
      atUs = nowUs();
      fromUs = hostNowUs();
      speed = wanted;
      for (const entry of waiting) {
        clearTimeout(entry.timer);
        entry.timer = arm(entry.dueUs, runOf(entry));
      }
    },
  };
}
