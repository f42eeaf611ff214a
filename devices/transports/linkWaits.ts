import { DeviceError, toDeviceError } from '#devices/core/errors.ts';
import type { Scheduler } from '#devices/core/scheduler.ts';
import type { DeviceErrorCode } from '#devices/core/types.ts';

/** Waits of a link; each is failed when the link goes, because the browser would leave them pending for ever. */
export interface LinkWaits {
  /** Races a wait against its timeout and against the end of the link. Rejects with DeviceError. */
  race<T>(name: string, timeoutMs: number, code: DeviceErrorCode, work: () => Promise<T>): Promise<T>;
  /** The link is gone. */
  fail(error: DeviceError): void;
}

export function createLinkWaits(scheduler: Scheduler): LinkWaits {
  const pending = new Set<(error: DeviceError) => void>();
  return {
    race: (name, timeoutMs, code, work) =>
      new Promise((resolve, reject) => {
        const fail = (error: DeviceError): void => {
          finish();
          reject(error);
        };
        const cancel = scheduler.schedule(timeoutMs, () => fail(new DeviceError(code, `${name}: no answer in ${timeoutMs} ms`)));
        const finish = (): void => {
          pending.delete(fail);
          cancel();
        };
        pending.add(fail);
        work().then(
          (value) => {
            finish();
            resolve(value);
          },
          (error: unknown) => fail(toDeviceError(error, name)),
        );
      }),
    fail(error) {
      for (const fail of [...pending]) fail(error);
    },
  };
}
