import { DBusError, Variant } from '@particle/dbus-next';
import { type Corruption, corrupted } from '#devices/simulation/corruption.ts';
import type { DuePacket, Peripheral } from '#devices/simulation/peripheral.ts';
import { ADAPTER_PATH, notReady } from './adapter.ts';
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
  /** What happens to notifications on their way from now on. */
  corrupt(how: Partial<Corruption>): void;
  /** While true a new link stands, but its services are never found. */
  neverResolve(on: boolean): void;
  /** While true a write gets no answer and is not done; switched off, those that wait are done. A drop fails them. */
  holdWrites(on: boolean): void;
  /** Writes that have no answer yet. */
  waitingWriteCount(): number;
  /**
   * While true a connect gets no answer at all; a disconnect cancels it, as in BlueZ (device_request_disconnect). Switched off, those that
   * wait are connected.
   */
  neverAnswerConnect(on: boolean): void;
  /** Connects that have no answer yet and were not given up by the browser. */
  waitingConnectCount(): number;
  /** While true every connect fails at once, as out of range. */
  refuseConnect(on: boolean): void;
  /** The device vanishes from the bus. */
  remove(): void;
}
export interface LabDevice extends LabHandle {
  /** Discovery has started: appear, or be seen again. */
  advertise(): void;
  setSpeed(speed: number, atMs: number): void;
  /** Gone from the bus until it is looked for again. */
  vanish(): void;
}
export interface Timing {
  readonly speed: number;
  readonly originMs: number | null;
}
export interface Surroundings {
  readonly isPowered: () => boolean;
  /** Told of every notification handed to the bus. */
  readonly onSent?: (packet: DuePacket) => void;
}

export function devicePath(address: string): string {
  return `${ADAPTER_PATH}/dev_${address.replaceAll(':', '_')}`;
}

/** One peripheral as BlueZ shows it (doc/org.bluez.Device.rst): seen, connected, resolved. */
export function createDevice(
  objects: ObjectManager,
  peripheral: Peripheral,
  timing: Timing,
  { isPowered, onSent = () => {} }: Surroundings,
): LabDevice {
  const path = devicePath(peripheral.address);
  const waitingConnects: { readonly answer: () => void; readonly cancel: () => void }[] = [];
  let gatt: GattTable | null = null;
  let connected = false;
  let stalled = false;
  let answersConnect = true;
  let resolves = true;
  let refuses = false;
  let holding = false;
  let corruption: Corruption = { garbage: false, halfPackets: false };
  let rssiDbm = -60;
  let sent = 0;

  const playback = createPlayback(peripheral, timing, (packet) => {
    if (!connected || stalled || !gatt?.notify(packet.service, packet.characteristic, corrupted(packet, corruption))) return;
    sent++;
    onSent(packet);
  });
  const change = (changed: Readonly<Record<string, Variant>>): void => objects.change(path, DEVICE, changed);

  const connect = (): void => {
    if (connected || !objects.has(path)) return;
    connected = true;
    change({ Connected: new Variant('b', true) });
    if (!resolves) return;
    gatt ??= exportGatt(objects, path, peripheral);
    gatt.holdWrites(holding);
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
    gatt?.failWrites();
  };
  const vanish = (): void => {
    drop();
    gatt = null;
    objects.remove(path);
  };
  const answerConnect = (): undefined | Promise<Reply | undefined> => {
    if (!isPowered()) throw notReady();
    if (refuses) throw new DBusError('org.bluez.Error.Failed', 'le-connection-abort-by-local');
    if (answersConnect) {
      connect();
      return undefined;
    }
    return new Promise((resolve, reject) => {
      waitingConnects.push({
        answer: () => {
          connect();
          resolve(undefined);
        },
        cancel: () => reject(new DBusError('org.bluez.Error.Failed', 'Operation canceled')),
      });
    });
  };
  const answerDisconnect = (): undefined => {
    for (const { cancel } of waitingConnects.splice(0)) cancel();
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
    vanish,
    stall(on) {
      stalled = on;
    },
    corrupt({ garbage = false, halfPackets = false }) {
      corruption = { garbage, halfPackets };
    },
    refuseConnect(on) {
      refuses = on;
    },
    neverResolve(on) {
      resolves = !on;
    },
    holdWrites(on) {
      holding = on;
      gatt?.holdWrites(on);
    },
    waitingWriteCount: () => gatt?.waitingWriteCount() ?? 0,
    neverAnswerConnect(on) {
      answersConnect = !on;
      if (answersConnect) for (const { answer } of waitingConnects.splice(0)) answer();
    },
    waitingConnectCount: () => waitingConnects.length,
    remove() {
      vanish();
      playback.stop();
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
