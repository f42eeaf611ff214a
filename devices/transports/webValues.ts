import { sameBytes } from '#devices/core/safety.ts';
import type { Scheduler } from '#devices/core/scheduler.ts';

/** Values of characteristics, read and notified, kept apart: the browser tells listeners the value that was read, too. */
export interface WebValues {
  /** The bytes that `reading` gives. What else is heard of the characteristic meanwhile is told when it has ended. */
  read(target: BluetoothRemoteGATTCharacteristic, reading: () => Promise<DataView>): Promise<Uint8Array>;
  /** Tells what is notified, in place of an earlier listener of the same characteristic. */
  listen(target: BluetoothRemoteGATTCharacteristic, onBytes: (bytes: Uint8Array, arrivalUs: number) => void): void;
}

interface Heard {
  readonly bytes: Uint8Array;
  readonly tell: () => void;
}

/** Copy of a notification's bytes: the browser may reuse the buffer, and the view may start inside it. */
function copyOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
}

export function createWebValues(scheduler: Scheduler): WebValues {
  /** Handlers per characteristic object: getCharacteristic gives the same object again, so adding twice would double packets. */
  const handlers = new WeakMap<BluetoothRemoteGATTCharacteristic, EventListener>();
  const heardWhileReading = new Map<BluetoothRemoteGATTCharacteristic, Heard[]>();

  return {
    async read(target, reading) {
      const heard: Heard[] = [];
      heardWhileReading.set(target, heard);
      try {
        const bytes = copyOf(await reading());
        const own = heard.findIndex((one) => sameBytes(one.bytes, bytes));
        if (own >= 0) heard.splice(own, 1);
        return bytes;
      } finally {
        heardWhileReading.delete(target);
        for (const { tell } of heard) tell();
      }
    },
    listen(target, onBytes) {
      const old = handlers.get(target);
      if (old) target.removeEventListener('characteristicvaluechanged', old);
      const handler = (): void => {
        const arrivalUs = scheduler.nowUs();
        if (!target.value) return;
        const bytes = copyOf(target.value);
        const tell = (): void => onBytes(bytes, arrivalUs);
        const heard = heardWhileReading.get(target);
        if (heard) heard.push({ bytes, tell });
        else tell();
      };
      handlers.set(target, handler);
      target.addEventListener('characteristicvaluechanged', handler);
    },
  };
}
