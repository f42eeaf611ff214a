import { type ReadonlySignal, signal } from '@preact/signals';

/**
 * Local writes one after the other. A write that fails (storage full) stays at the head and is tried again on `retry`, so nothing is
 * lost and nothing overtakes; meanwhile `failing` tells the screen.
 */
export interface WriteQueue {
  readonly failing: ReadonlySignal<boolean>;
  push(write: () => Promise<void>): void;
  /** Tries again and resolves when all is written (true) or the head fails (false). */
  retry(): Promise<boolean>;
}

export function createWriteQueue(): WriteQueue {
  const waiting: (() => Promise<void>)[] = [];
  const failing = signal(false);
  let running: Promise<boolean> | null = null;

  async function work(): Promise<boolean> {
    for (let head = waiting[0]; head !== undefined; head = waiting[0]) {
      try {
        await head();
      } catch {
        failing.value = true;
        return false;
      }
      waiting.shift();
      failing.value = false;
    }
    return true;
  }
  function run(): Promise<boolean> {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  }
  return {
    failing,
    push: (write) => {
      waiting.push(write);
      if (!failing.value) void run();
    },
    retry: async () => {
      while (waiting.length > 0) if (!(await run())) return false;
      return true;
    },
  };
}
