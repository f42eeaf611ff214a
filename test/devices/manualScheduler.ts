import { setImmediate } from 'node:timers/promises';
import type { Scheduler } from '#devices/core/scheduler.ts';

export interface ManualScheduler extends Scheduler {
  /** Moves time on; due tasks run in order, and promises settle between them. */
  advance(ms: number): Promise<void>;
  /** Lets promises settle without moving time. */
  settle(): Promise<void>;
}

/** A clock and timers that stand still until told. */
export function createManualScheduler(startUs = 1_790_000_000_000_000): ManualScheduler {
  let nowUs = startUs;
  let tasks: { readonly dueUs: number; readonly task: () => void }[] = [];
  const settle = async (): Promise<void> => {
    await setImmediate();
  };
  return {
    nowUs: () => nowUs,
    schedule(delayMs, task) {
      const entry = { dueUs: nowUs + Math.round(delayMs * 1000), task };
      tasks.push(entry);
      return () => {
        tasks = tasks.filter((other) => other !== entry);
      };
    },
    settle,
    async advance(ms) {
      const untilUs = nowUs + ms * 1000;
      await settle();
      for (;;) {
        const due = tasks.filter((entry) => entry.dueUs <= untilUs).sort((a, b) => a.dueUs - b.dueUs)[0];
        if (due === undefined) break;
        nowUs = Math.max(nowUs, due.dueUs);
        tasks = tasks.filter((other) => other !== due);
        due.task();
        await settle();
      }
      nowUs = untilUs;
    },
  };
}
