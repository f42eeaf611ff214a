import type { Scheduler } from '#devices/core/scheduler.ts';
import { hostNowUs } from '#devices/transports/hostClock.ts';

/** The host's clock and timers, at a speed that may change. */
export interface Pace extends Scheduler {
  /** From now on time runs so many times faster than life; what is scheduled already keeps the moment it had. */
  run(speed: number): void;
}

export function createPace(): Pace {
  let speed = 1;
  let fromUs = hostNowUs();
  let atUs = fromUs;
  const nowUs = (): number => Math.round(atUs + (hostNowUs() - fromUs) * speed);
  return {
    nowUs,
    schedule(delayMs, task) {
      const timer = setTimeout(task, delayMs / speed);
      return () => clearTimeout(timer);
    },
    run(wanted) {
      atUs = nowUs();
      fromUs = hostNowUs();
      speed = wanted;
    },
  };
}
