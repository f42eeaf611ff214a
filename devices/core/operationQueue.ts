import { DeviceError, toDeviceError } from './errors.ts';
import type { Scheduler } from './scheduler.ts';
import type { DeviceErrorCode } from './types.ts';

export interface Operation<T> {
  /** Said in errors: "write 2001". */
  readonly name: string;
  readonly timeoutMs: number;
  readonly timeoutCode: DeviceErrorCode;
  readonly run: () => Promise<T>;
}
export interface OperationQueue {
  /** Rejects with DeviceError: its own failure, its timeout, or `disconnected`. */
  add<T>(operation: Operation<T>): Promise<T>;
  /** The link is gone: fails the running operation and everything that waits behind it. */
  fail(code: DeviceErrorCode): void;
}

interface Entry {
  readonly start: () => void;
  readonly fail: (error: DeviceError) => void;
}

/** One GATT operation at a time per device: a second one would fail with "GATT operation already in progress". */
export function createOperationQueue(scheduler: Scheduler): OperationQueue {
  const waiting: Entry[] = [];
  let running: Entry | null = null;

  const next = (): void => {
    running = waiting.shift() ?? null;
    running?.start();
  };

  return {
    add<T>(operation: Operation<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        let settled = false;
        let cancelTimer = (): void => {};
        const settle = (finish: () => void): void => {
          if (settled) return;
          settled = true;
          cancelTimer();
          finish();
          if (running === entry) next();
        };
        const entry: Entry = {
          fail: (error) => settle(() => reject(error)),
          start: () => {
            const { name, timeoutMs, timeoutCode } = operation;
            cancelTimer = scheduler.schedule(timeoutMs, () =>
              entry.fail(new DeviceError(timeoutCode, `${name}: no answer in ${timeoutMs} ms`)),
            );
            Promise.resolve()
              .then(() => operation.run())
              .then(
                (value) => settle(() => resolve(value)),
                (error: unknown) => entry.fail(toDeviceError(error, name)),
              );
          },
        };
        waiting.push(entry);
        if (running === null) next();
      });
    },
    fail(code) {
      const all = running ? [running, ...waiting] : [...waiting];
      waiting.length = 0;
      running = null;
      for (const entry of all) entry.fail(new DeviceError(code, 'the link is gone'));
    },
  };
}
