import { createOperationQueue } from './operationQueue.ts';
import type { Scheduler } from './scheduler.ts';
import { SENSOR_TIMES } from './sensorTimes.ts';
import type { WriteStep } from './step.ts';
import type { DeviceErrorCode, GattPort } from './types.ts';

/** A characteristic in its service, as UUIDs. */
export interface Place {
  readonly service: string;
  readonly characteristic: string;
}
/** A port's operations one at a time, each with its limit. They reject with DeviceError: the port's, their timeout, or the code of fail(). */
export interface TimedPort {
  readonly name: string;
  /** `discoveryMs`: what the first operation of the link may take, since it waits until the services are found. */
  connect(connectMs: number, discoveryMs: number): Promise<void>;
  read(place: Place): Promise<Uint8Array>;
  write(step: WriteStep, bytes: Uint8Array): Promise<void>;
  subscribe(place: Place, onBytes: (bytes: Uint8Array, arrivalUs: number) => void): Promise<void>;
  /** The link is gone: fails the running operation and everything that waits behind it. */
  fail(code: DeviceErrorCode): void;
  disconnect(): void;
}

export function createTimedPort(port: GattPort, scheduler: Scheduler): TimedPort {
  const queue = createOperationQueue(scheduler);
  /** How long this link may take to find its services; null once an operation on it was answered. */
  let findMs: number | null = null;

  const operate = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const timeoutMs = findMs ?? SENSOR_TIMES.operationMs;
    const timeoutCode = findMs === null ? 'operationTimeout' : 'discoveryTimeout';
    const answer = await queue.add({ name, timeoutMs, timeoutCode, run });
    findMs = null;
    return answer;
  };

  return {
    name: port.name,
    connect(connectMs, discoveryMs) {
      findMs = discoveryMs;
      return queue.add({ name: 'connect', timeoutMs: connectMs, timeoutCode: 'connectTimeout', run: () => port.connect(connectMs) });
    },
    read: ({ service, characteristic }) => operate(`read ${characteristic}`, () => port.read(service, characteristic)),
    write: ({ service, characteristic, response }, bytes) =>
      operate(`write ${characteristic}`, () => port.write(service, characteristic, bytes, response)),
    subscribe: ({ service, characteristic }, onBytes) =>
      operate(`subscribe ${characteristic}`, () => port.subscribe(service, characteristic, onBytes)),
    fail: (code) => queue.fail(code),
    disconnect: () => port.disconnect(),
  };
}
