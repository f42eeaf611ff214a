import { DeviceError, toDeviceError } from './errors.ts';
import type { Step } from './step.ts';
import type { TimedPort } from './timedPort.ts';
import type { CharacteristicUse, DeviceDefinition, SensorEvent } from './types.ts';

/** What a link is made of for those who listen on it. */
export interface Hearing {
  /** False once a newer link or an end came: packets and faults of this one no longer count. */
  readonly current: () => boolean;
  readonly receive: (use: CharacteristicUse, bytes: Uint8Array, arrivalUs: number) => void;
}
/** What of a device is listened to; an optional characteristic may be absent. */
export interface Subscriptions {
  /** Everything whose samples count from the start. Rejects with DeviceError: `serviceMissing` when there is nothing to hear. */
  begin(hearing: Hearing): Promise<void>;
  /** What is listened to once the sensor is live, so that nothing waits for it; never rejects. */
  late(hearing: Hearing): Promise<void>;
  /** The steps without those on a characteristic whose absence has been told: they are left out without another word. */
  present(steps: readonly Step[]): readonly Step[];
}

export function createSubscriptions(device: DeviceDefinition, port: TimedPort, listener: (event: SensorEvent) => void): Subscriptions {
  const absent = new Set<string>();

  /** Whether it is listened to now. An optional characteristic may be absent without a word; what else keeps samples away is told. */
  const subscribe = async (use: CharacteristicUse, { current, receive }: Hearing): Promise<boolean> => {
    try {
      await port.subscribe(use, (bytes, arrivalUs) => {
        if (current()) receive(use, bytes, arrivalUs);
      });
      return true;
    } catch (error) {
      const { code, message } = toDeviceError(error, 'subscribe');
      if (!use.optional || !current() || code === 'disconnected' || code === 'discoveryTimeout') throw error;
      if (code !== 'serviceMissing') {
        if (!use.late) listener({ type: 'notice', code, message });
      } else if (use.absent) {
        absent.add(use.characteristic);
        listener({ type: 'notice', ...use.absent });
      }
      return false;
    }
  };

  return {
    async begin(hearing) {
      absent.clear();
      const heard = device.characteristics.filter((use) => use.mode !== 'read' && !use.late);
      let listening = 0;
      for (const use of heard) if (await subscribe(use, hearing)) listening++;
      if (heard.length > 0 && listening === 0 && !device.poll) {
        throw new DeviceError('serviceMissing', `${port.name} has nothing that ${device.id} listens to`);
      }
    },
    async late(hearing) {
      for (const use of device.characteristics) if (use.late && hearing.current()) await subscribe(use, hearing).catch(() => undefined);
    },
    present: (steps) => steps.filter((step) => step.type === 'wait' || !absent.has(step.characteristic)),
  };
}
