import type { Scheduler } from '#devices/core/scheduler.ts';

/** Time that moves only when told to. Between two timers everything pending (promises, IndexedDB) gets its turn. */
export interface VirtualTime extends Scheduler {
  run(seconds: number): Promise<void>;
  /** Time goes on while nothing runs, as in a frozen page: what was due comes late. */
  freeze(seconds: number): void;
}

/** Encrypting and hashing run beside the event loop: without counting them, how much is stored after a second would depend on the machine. */
let inTheBackground = 0;
for (const name of ['encrypt', 'decrypt', 'digest'] as const) {
  const real = crypto.subtle[name].bind(crypto.subtle) as (...given: unknown[]) => Promise<unknown>;
  const counted = async (...given: unknown[]) => {
    inTheBackground++;
    try {
      return await real(...given);
    } finally {
      inTheBackground--;
    }
  };
  Object.defineProperty(crypto.subtle, name, { value: counted, configurable: true });
}

const immediate = () => new Promise<void>((resolve) => setImmediate(resolve));
async function turn(): Promise<void> {
  do await immediate();
  while (inTheBackground > 0);
}

export function createVirtualTime(startUs: number): VirtualTime {
  let nowUs = startUs;
  let serial = 0;
  const timers = new Map<number, { atUs: number; task: () => void }>();
  return {
    nowUs: () => nowUs,
    schedule(delayMs, task) {
      const key = serial++;
      timers.set(key, { atUs: nowUs + delayMs * 1000, task });
      return () => timers.delete(key);
    },
    freeze(seconds) {
      nowUs += Math.round(seconds * 1_000_000);
    },
    async run(seconds) {
      const untilUs = nowUs + Math.round(seconds * 1_000_000);
      for (;;) {
        await turn();
        let due: [number, { atUs: number; task: () => void }] | null = null;
        for (const entry of timers) if (entry[1].atUs <= untilUs && (due === null || entry[1].atUs < due[1].atUs)) due = entry;
        if (due === null) break;
        timers.delete(due[0]);
        nowUs = Math.max(nowUs, due[1].atUs);
        due[1].task();
      }
      nowUs = untilUs;
      await turn();
    },
  };
}
