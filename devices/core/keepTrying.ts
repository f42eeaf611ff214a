import { DeviceError, toDeviceError } from './errors.ts';
import type { Pause } from './pause.ts';
import type { Scheduler } from './scheduler.ts';
import { SENSOR_TIMES } from './sensorTimes.ts';

export interface Trying {
  /** One try; `leftMs` of the whole time are left, at least 1. */
  readonly once: (leftMs: number) => Promise<void>;
  /** Whether anybody still waits for it. */
  readonly wanted: () => boolean;
  /** Whether after this fault another try may work. */
  readonly worthIt: (error: DeviceError) => boolean;
}

/** Tries until it works, within `reconnectMs`. Rejects with DeviceError: that of the last try, or `cancelled` when no longer wanted. */
export async function keepTrying({ once, wanted, worthIt }: Trying, scheduler: Scheduler, pause: Pause): Promise<void> {
  const deadlineUs = scheduler.nowUs() + SENSOR_TIMES.reconnectMs * 1000;
  for (;;) {
    try {
      await once(Math.max(1, Math.round((deadlineUs - scheduler.nowUs()) / 1000)));
      return;
    } catch (error) {
      const mapped = toDeviceError(error, 'connect');
      if (!wanted() || !worthIt(mapped) || scheduler.nowUs() + SENSOR_TIMES.retryMs * 1000 >= deadlineUs) throw mapped;
    }
    await pause.wait(SENSOR_TIMES.retryMs);
    if (!wanted()) throw new DeviceError('cancelled', 'stopped while connecting');
  }
}
