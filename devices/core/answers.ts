import { DeviceError } from './errors.ts';
import type { Scheduler } from './scheduler.ts';
import { type Answer, matches } from './step.ts';

/** Waits for answers that come as notifications. */
export interface Answers {
  /** Resolves with the first packet that matches; rejects with DeviceError after the answer's timeout. Ask before writing. */
  expect(answer: Answer): Promise<Uint8Array>;
  /** Every packet that arrives passes here, too; whole frames where a characteristic is a byte stream. */
  offer(characteristic: string, bytes: Uint8Array): void;
  /** The link is gone, or a write was never made: nothing is waited for any more. */
  fail(error: DeviceError): void;
}

interface Waiting {
  readonly answer: Answer;
  readonly take: (bytes: Uint8Array) => void;
  readonly fail: (error: DeviceError) => void;
}

export function createAnswers(scheduler: Scheduler): Answers {
  const waiting = new Set<Waiting>();
  return {
    expect(answer) {
      return new Promise((resolve, reject) => {
        const end = (finish: () => void): void => {
          cancel();
          waiting.delete(entry);
          finish();
        };
        const entry: Waiting = {
          answer,
          take: (bytes) => end(() => resolve(bytes)),
          fail: (error) => end(() => reject(error)),
        };
        const cancel = scheduler.schedule(answer.timeoutMs, () =>
          entry.fail(new DeviceError('operationTimeout', `no answer in ${answer.timeoutMs} ms`)),
        );
        waiting.add(entry);
      });
    },
    offer(characteristic, bytes) {
      for (const entry of waiting) {
        if (entry.answer.characteristic !== characteristic || !matches(entry.answer.match, bytes)) continue;
        entry.take(bytes);
        return;
      }
    },
    fail(error) {
      for (const entry of [...waiting]) entry.fail(error);
    },
  };
}
