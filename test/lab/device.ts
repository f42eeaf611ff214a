import { DBusError, Variant } from '@particle/dbus-next';
import type { DuePacket, Peripheral } from '#devices/simulation/peripheral.ts';
import { ADAPTER_PATH } from './adapter.ts';
import { exportGatt, type GattTable } from './gatt.ts';
import type { ObjectManager, Reply } from './objectManager.ts';
import { createPlayback } from './playback.ts';

const DEVICE = 'org.bluez.Device1';

/** Faults a test can switch while the browser looks on. */
export interface LabHandle {
  readonly address: string;
  isConnected(): boolean;
  /** Notifications handed to the bus so far. */
  sentCount(): number;
  /** The link breaks now; the peripheral plays on and can be connected again. */
  drop(): void;
  /** While true the link stands, but nothing is notified; what falls due meanwhile is lost. Reads and writes are still answered. */
  stall(on: boolean): void;
  /**
   * While true a connect gets no answer at all. Switched off, those that wait are answered: connected, or cancelled where the browser
   * has disconnected meanwhile.
   */
  neverAnswerConnect(on: boolean): void;
  /** Connects that have no answer yet and were not given up by the browser. */
  waitingConnectCount(): number;
  /** The device vanishes from the bus. */
  remove(): void;
}
export interface LabDevice extends LabHandle {
  /** Discovery has started: appear, or be seen again. */
  advertise(): void;
  setSpeed(speed: number, atMs: number): void;
}
export interface Timing {
  readonly speed: number;
  readonly originMs: number | null;
}

export function devicePath(address: string): string {
  return `${ADAPTER_PATH}/dev_${address.replaceAll(':', '_')}`;
}

/** One peripheral as BlueZ shows it (doc/org.bluez.Device.rst): seen, connected, resolved. */
export function createDevice(
  objects: ObjectManager,
  peripheral: Peripheral,
  timing: Timing,
  onSent: (packet: DuePacket) => void = () => {},
): LabDevice {
  const path = devicePath(peripheral.address);
  const waitingConnects: { cancelled: boolean; readonly settle: (cancelled: boolean) => void }[] = [];
  let gatt: GattTable | null = null;
  let connected = false;
  let stalled = false;
  let answersConnect = true;
  let rssiDbm = -60;
  let sent = 0;

  const playback = createPlayback(peripheral, timing, (packet) => {
    if (!connected || stalled || !gatt?.notify(packet.service, packet.characteristic, packet.bytes)) return;
    sent++;
    onSent(packet);
  });
  const change = (changed: Readonly<Record<string, Variant>>): void => objects.change(path, DEVICE, changed);

  const connect = (): void => {
    if (connected || !objects.has(path)) return;
    connected = true;
    change({ Connected: new Variant('b', true) });
    gatt ??= exportGatt(objects, path, peripheral);
    const uuids = new Set([...peripheral.advertisedServices, ...peripheral.services.map((service) => service.uuid)]);
    change({ UUIDs: new Variant('as', [...uuids]), ServicesResolved: new Variant('b', true) });
    playback.start();
  };
  const drop = (): void => {
    if (!connected) return;
    gatt?.endSubscriptions();
    connected = false;
    change({ Connected: new Variant('b', false) });
    change({ ServicesResolved: new Variant('b', false) });
  };
  const answerConnect = (): undefined | Promise<Reply | undefined> => {
    if (answersConnect) {
      connect();
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const settle = (cancelled: boolean): void => {
        if (cancelled) {
          reject(new DBusError('org.bluez.Error.Failed', 'Operation canceled'));
          return;
        }
        connect();
        resolve(undefined);
      };
      waitingConnects.push({ cancelled: false, settle });
    });
  };
  const answerDisconnect = (): undefined => {
    for (const waiting of waitingConnects) waiting.cancelled = true;
    drop();
    return undefined;
  };

  const appear = (): void =>
    objects.add(path, {
      [DEVICE]: {
        properties: {
          Address: new Variant('s', peripheral.address),
          AddressType: new Variant('s', 'random'),
          Name: new Variant('s', peripheral.name),
          Alias: new Variant('s', peripheral.name),
          Adapter: new Variant('o', ADAPTER_PATH),
          Paired: new Variant('b', false),
          Bonded: new Variant('b', false),
          Trusted: new Variant('b', false),
          Blocked: new Variant('b', false),
          LegacyPairing: new Variant('b', false),
          Connected: new Variant('b', false),
          ServicesResolved: new Variant('b', false),
          UUIDs: new Variant('as', [...peripheral.advertisedServices]),
          RSSI: new Variant('n', rssiDbm),
        },
        methods: { Connect: answerConnect, Disconnect: answerDisconnect },
      },
    });

  return {
    address: peripheral.address,
    isConnected: () => connected,
    sentCount: () => sent,
    drop,
    setSpeed: playback.setSpeed,
    stall(on) {
      stalled = on;
    },
    neverAnswerConnect(on) {
      answersConnect = !on;
      if (answersConnect) for (const waiting of waitingConnects.splice(0)) waiting.settle(waiting.cancelled);
    },
    waitingConnectCount: () => waitingConnects.filter((waiting) => !waiting.cancelled).length,
    remove() {
      drop();
      playback.stop();
      objects.remove(path);
    },
    advertise() {
      if (!objects.has(path)) {
        appear();
      } else if (!connected) {
        rssiDbm = rssiDbm === -60 ? -61 : -60;
        change({ RSSI: new Variant('n', rssiDbm) });
      }
    },
  };
}
