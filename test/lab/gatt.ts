import { DBusError, Variant } from '@particle/dbus-next';
import { DeviceError } from '#devices/core/errors.ts';
import type { Peripheral, PeripheralCharacteristic } from '#devices/simulation/peripheral.ts';
import type { ObjectManager, Reply } from './objectManager.ts';

const SERVICE = 'org.bluez.GattService1';
const CHARACTERISTIC = 'org.bluez.GattCharacteristic1';
const DESCRIPTOR = 'org.bluez.GattDescriptor1';
/** Client Characteristic Configuration: without it Chromium refuses startNotifications with NotSupportedError. */
const CCCD = '00002902-0000-1000-8000-00805f9b34fb';

const FLAGS: Readonly<Record<PeripheralCharacteristic['properties'][number], string>> = {
  read: 'read',
  write: 'write',
  writeWithoutResponse: 'write-without-response',
  notify: 'notify',
  indicate: 'indicate',
};

/** The attribute table of one connected peripheral on the bus. */
export interface GattTable {
  /** Sends a notification if someone has subscribed; says whether it did. */
  notify(service: string, characteristic: string, bytes: Uint8Array): boolean;
  /** A link that ends takes its subscriptions with it; unsaid, notifications stay dead after the reconnect. */
  endSubscriptions(): void;
  /** While true a write gets no answer and does not reach the peripheral. */
  holdWrites(on: boolean): void;
  waitingWriteCount(): number;
  /** The link is gone: writes that wait for their answer fail. */
  failWrites(): void;
}

function hex4(index: number): string {
  return index.toString(16).padStart(4, '0');
}

/** What BlueZ would answer to a peripheral that refuses. */
function refusal(error: unknown): DBusError {
  const name = error instanceof DeviceError && error.code === 'unsupported' ? 'NotSupported' : 'Failed';
  return new DBusError(`org.bluez.Error.${name}`, error instanceof Error ? error.message : String(error));
}

/** BlueZ hands out an `ay` as a Buffer and marshals only a Buffer fast. */
function bytesVariant(bytes: Uint8Array): Variant {
  return new Variant('ay', Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** Exports the services of a peripheral below its device path (BlueZ doc/org.bluez.GattCharacteristic.rst). */
export function exportGatt(objects: ObjectManager, devicePath: string, peripheral: Peripheral): GattTable {
  const pathByUuids = new Map<string, string>();
  const notifying = new Set<string>();
  let heldWrites: { readonly go: () => void; readonly fail: (error: DBusError) => void }[] = [];
  let holding = false;
  const setNotifying = (path: string, on: boolean): void => {
    if (on) notifying.add(path);
    else notifying.delete(path);
    objects.change(path, CHARACTERISTIC, { Notifying: new Variant('b', on) });
  };

  const exportCharacteristic = (servicePath: string, serviceUuid: string, path: string, use: PeripheralCharacteristic): void => {
    pathByUuids.set(`${serviceUuid} ${use.uuid}`, path);
    objects.add(path, {
      [CHARACTERISTIC]: {
        properties: {
          UUID: new Variant('s', use.uuid),
          Service: new Variant('o', servicePath),
          Value: new Variant('ay', Buffer.alloc(0)),
          Notifying: new Variant('b', false),
          Flags: new Variant(
            'as',
            use.properties.map((property) => FLAGS[property]),
          ),
          MTU: new Variant('q', 247),
        },
        methods: {
          ReadValue: () => {
            try {
              const value = bytesVariant(peripheral.read(serviceUuid, use.uuid));
              // BlueZ tells a value that was read to everybody, before its answer; Chromium counts on it (src/gatt-client.c).
              objects.announce(path, CHARACTERISTIC, { Value: value });
              return { signature: 'ay', body: [value.value] };
            } catch (error) {
              throw refusal(error);
            }
          },
          WriteValue: async (value: Buffer): Promise<Reply | undefined> => {
            if (holding) await new Promise<void>((go, fail) => heldWrites.push({ go, fail }));
            try {
              peripheral.write(serviceUuid, use.uuid, Uint8Array.from(value));
              return undefined;
            } catch (error) {
              throw refusal(error);
            }
          },
          StartNotify: () => {
            setNotifying(path, true);
            return undefined;
          },
          StopNotify: () => {
            setNotifying(path, false);
            return undefined;
          },
        },
      },
    });
    if (!use.properties.includes('notify') && !use.properties.includes('indicate')) return;
    objects.add(`${path}/desc0001`, {
      [DESCRIPTOR]: {
        properties: {
          UUID: new Variant('s', CCCD),
          Characteristic: new Variant('o', path),
          Value: new Variant('ay', Buffer.alloc(2)),
          Flags: new Variant('as', ['read', 'write']),
        },
        methods: { ReadValue: () => ({ signature: 'ay', body: [Buffer.alloc(2)] }) },
      },
    });
  };

  for (const [serviceIndex, service] of peripheral.services.entries()) {
    const servicePath = `${devicePath}/service${hex4(serviceIndex + 1)}`;
    objects.add(servicePath, {
      [SERVICE]: {
        properties: {
          UUID: new Variant('s', service.uuid),
          Device: new Variant('o', devicePath),
          Primary: new Variant('b', true),
          Includes: new Variant('ao', []),
        },
        methods: {},
      },
    });
    for (const [index, use] of service.characteristics.entries()) {
      exportCharacteristic(servicePath, service.uuid, `${servicePath}/char${hex4(index + 1)}`, use);
    }
  }

  return {
    notify(service, characteristic, bytes) {
      const path = pathByUuids.get(`${service} ${characteristic}`);
      if (path === undefined || !notifying.has(path)) return false;
      objects.announce(path, CHARACTERISTIC, { Value: bytesVariant(bytes) });
      return true;
    },
    endSubscriptions() {
      for (const path of [...notifying]) setNotifying(path, false);
    },
    holdWrites(on) {
      holding = on;
      if (on) return;
      for (const { go } of heldWrites) go();
      heldWrites = [];
    },
    waitingWriteCount: () => heldWrites.length,
    failWrites() {
      for (const { fail } of heldWrites) fail(new DBusError('org.bluez.Error.Failed', 'Not connected'));
      heldWrites = [];
    },
  };
}
