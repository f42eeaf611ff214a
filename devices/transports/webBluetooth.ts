import { DeviceError, toDeviceError } from '#devices/core/errors.ts';
import { sameBytes } from '#devices/core/safety.ts';
import type { Scheduler } from '#devices/core/scheduler.ts';
import type { DeviceDefinition, DeviceErrorCode, GattPort } from '#devices/core/types.ts';
import { allServices } from '#devices/drivers/index.ts';
import { hostScheduler } from './hostClock.ts';

/** The only file that touches navigator.bluetooth. */

const DISCOVERY_MS = 10_000;
const OPERATION_MS = 5_000;
/** A sensor that is switched on is heard within this. */
const SEEN_MS = 2_000;
/**
 * A link that we end is gone for the page at once, for the radio only later: connecting meanwhile gives a link that breaks, or stands and is
 * deaf. So long is waited after a disconnect of our own.
 */
const SETTLE_MS = 500;

/** What this browser can do: `adapterOff` also means "no Bluetooth hardware", which the browser does not tell apart. */
export async function bluetoothSupport(): Promise<'available' | 'unsupported' | 'adapterOff'> {
  if (typeof navigator === 'undefined' || !('bluetooth' in navigator)) return 'unsupported';
  const available = await navigator.bluetooth.getAvailability().catch(() => false);
  return available ? 'available' : 'adapterOff';
}

function filtersOf(definitions: readonly DeviceDefinition[]): BluetoothLEScanFilter[] {
  return definitions.flatMap(({ match }) => [
    ...match.services.map((service) => ({ services: [service] })),
    ...match.namePrefixes.map((namePrefix) => ({ namePrefix })),
  ]);
}

/**
 * Opens the browser's chooser; must be called from a tap. Rejects with DeviceError: `cancelled` when the chooser is closed without a
 * choice. Every service of the catalogue is asked for, since one not named here can never be reached later.
 */
export async function requestPort(definitions: readonly DeviceDefinition[], scheduler: Scheduler = hostScheduler): Promise<GattPort> {
  const support = await bluetoothSupport();
  if (support !== 'available') throw new DeviceError(support, 'Bluetooth is not available');
  const own = definitions.flatMap(({ services }) => services);
  const options = { filters: filtersOf(definitions), optionalServices: [...new Set([...allServices(), ...own])] };
  try {
    return createWebPort(await navigator.bluetooth.requestDevice(options), scheduler);
  } catch (error) {
    throw toDeviceError(error, 'choosing a device', 'cancelled');
  }
}

/** Where the browser remembers devices: those this site may use without asking again. Empty where it does not. Needs no tap. */
export async function rememberedPorts(): Promise<readonly GattPort[]> {
  if ((await bluetoothSupport()) !== 'available' || typeof navigator.bluetooth.getDevices !== 'function') return [];
  const devices = await navigator.bluetooth.getDevices().catch(() => []);
  return devices.map((device) => portOf(device, false));
}

/** Takes back the permission for a device; false where the browser offers no way to. */
export async function forgetDevice(id: string): Promise<boolean> {
  if (typeof navigator === 'undefined' || typeof navigator.bluetooth?.getDevices !== 'function') return false;
  const device = (await navigator.bluetooth.getDevices().catch(() => [])).find((each) => each.id === id);
  if (typeof device?.forget !== 'function') return false;
  return device.forget().then(
    () => true,
    () => false,
  );
}

const ports = new WeakMap<BluetoothDevice, GattPort>();

/** The one port of a device. `near`: the chooser has just seen it. */
function portOf(device: BluetoothDevice, near: boolean): GattPort {
  const port = ports.get(device) ?? createWebPort(device, hostScheduler, near);
  ports.set(device, port);
  return port;
}

/** Waits until a device that was not in a chooser is seen: a connect to one never seen since the browser's start stays pending. */
async function seen(device: BluetoothDevice, scheduler: Scheduler, timeoutMs: number): Promise<void> {
  if (typeof device.watchAdvertisements !== 'function') return;
  const stop = new AbortController();
  const heard = new Promise<void>((resolve) => {
    device.addEventListener('advertisementreceived', () => resolve(), { once: true, signal: stop.signal });
    scheduler.schedule(timeoutMs, resolve);
  });
  await device.watchAdvertisements({ signal: stop.signal }).then(
    () => heard,
    () => undefined,
  );
  stop.abort();
}

/** Copy of a notification's bytes: the browser may reuse the buffer, and the view may start inside it. */
function copyOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
}

/** What all ports of one device share: choosing a device again gives the same object. */
interface DeviceLink {
  /** The latest try to connect it, of whatever port: an older port must not take away the link of a newer one. */
  latestTry: object | null;
  /** The radio has settled after our last disconnect. */
  settled: Promise<void>;
}
const links = new WeakMap<BluetoothDevice, DeviceLink>();

function linkOf(device: BluetoothDevice): DeviceLink {
  const link = links.get(device) ?? { latestTry: null, settled: Promise.resolve() };
  links.set(device, link);
  return link;
}

/** A port on a chosen device. While two ports of one device live, the link belongs to the one that connected last. */
export function createWebPort(device: BluetoothDevice, scheduler: Scheduler = hostScheduler, near = true): GattPort {
  /** Waits of this link; each is failed when the link goes, because the browser would leave them pending for ever. */
  const pending = new Set<(error: DeviceError) => void>();
  const disconnectListeners: (() => void)[] = [];
  /** Handlers per characteristic object: getCharacteristic gives the same object again, so adding twice would double packets. */
  const handlers = new WeakMap<BluetoothRemoteGATTCharacteristic, EventListener>();
  /** What was heard of a characteristic while it is being read: the browser tells listeners the read value, too. */
  const heardWhileReading = new Map<BluetoothRemoteGATTCharacteristic, { readonly bytes: Uint8Array; readonly tell: () => void }[]>();
  /** Valid for one link only: after a reconnect old objects throw InvalidStateError. */
  let characteristics = new Map<string, BluetoothRemoteGATTCharacteristic>();
  let connected = false;
  let nearby = near;
  const link = linkOf(device);
  let myTry: object | null = null;
  let connecting = false;

  const gatt = (): BluetoothRemoteGATTServer => {
    if (!device.gatt) throw new DeviceError('unsupported', 'the device has no GATT server');
    return device.gatt;
  };

  /** Races a wait against its timeout and against the end of the link. */
  const race = <T>(name: string, timeoutMs: number, code: DeviceErrorCode, work: () => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
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
    });

  const letGo = (): void => {
    link.settled = new Promise((resolve) => scheduler.schedule(SETTLE_MS, resolve));
    device.gatt?.disconnect();
  };

  const linkGone = (): void => {
    const was = connected;
    connected = false;
    for (const fail of [...pending]) fail(new DeviceError('disconnected', 'the link is gone'));
    if (was) for (const listener of disconnectListeners) listener();
  };
  device.addEventListener('gattserverdisconnected', () => {
    // The event of an old link may come after a new one is up.
    if (!device.gatt?.connected) linkGone();
  });

  const find = async (service: string, characteristic: string): Promise<BluetoothRemoteGATTCharacteristic> => {
    if (!connected) throw new DeviceError('disconnected', `${device.name ?? 'device'} is not connected`);
    const key = `${service}/${characteristic}`;
    const known = characteristics.get(key);
    if (known) return known;
    const mine = characteristics;
    const found = await race(`discover ${characteristic}`, DISCOVERY_MS, 'discoveryTimeout', async () => {
      const owner = await gatt().getPrimaryService(service);
      return owner.getCharacteristic(characteristic);
    });
    mine.set(key, found);
    return found;
  };

  return {
    id: device.id,
    name: device.name ?? '',
    async connect(timeoutMs) {
      if (connected && gatt().connected) return;
      if (!nearby) await race('see', timeoutMs, 'connectTimeout', () => seen(device, scheduler, Math.min(SEEN_MS, timeoutMs / 2)));
      nearby = true;
      const thisTry = {};
      myTry = thisTry;
      link.latestTry = thisTry;
      let answer: Promise<unknown> = Promise.resolve();
      connecting = true;
      try {
        await race('connect', timeoutMs, 'connectTimeout', async () => {
          await link.settled;
          if (link.latestTry !== thisTry || !connecting) throw new DeviceError('disconnected', 'ended before it began');
          answer = gatt().connect();
          await answer;
        });
      } catch (error) {
        // A connect cannot be withdrawn: an answer that comes later would be a link nobody owns, unless a newer try waits for it.
        const release = (): void => {
          if (link.latestTry === thisTry && !connected) letGo();
        };
        answer.then(release, () => undefined);
        throw toDeviceError(error, 'connect');
      } finally {
        connecting = false;
      }
      characteristics = new Map();
      connected = true;
    },
    async services() {
      if (!connected) throw new DeviceError('disconnected', `${device.name ?? 'device'} is not connected`);
      const found = await race('discover services', DISCOVERY_MS, 'discoveryTimeout', () => gatt().getPrimaryServices());
      return found.map(({ uuid }) => uuid);
    },
    async read(service, characteristic) {
      const target = await find(service, characteristic);
      const heard: { readonly bytes: Uint8Array; readonly tell: () => void }[] = [];
      heardWhileReading.set(target, heard);
      try {
        const bytes = copyOf(await race(`read ${characteristic}`, OPERATION_MS, 'operationTimeout', () => target.readValue()));
        const own = heard.findIndex((one) => sameBytes(one.bytes, bytes));
        if (own >= 0) heard.splice(own, 1);
        return bytes;
      } finally {
        heardWhileReading.delete(target);
        for (const { tell } of heard) tell();
      }
    },
    async write(service, characteristic, bytes, response) {
      const target = await find(service, characteristic);
      const value = new Uint8Array(bytes);
      await race(`write ${characteristic}`, OPERATION_MS, 'operationTimeout', () =>
        response ? target.writeValueWithResponse(value) : target.writeValueWithoutResponse(value),
      );
    },
    async subscribe(service, characteristic, onBytes) {
      const target = await find(service, characteristic);
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
      await race(`subscribe ${characteristic}`, OPERATION_MS, 'operationTimeout', () => target.startNotifications());
    },
    onDisconnect(listener) {
      disconnectListeners.push(listener);
    },
    disconnect() {
      if (link.latestTry === myTry) {
        if (connected || connecting) letGo();
        else device.gatt?.disconnect();
      }
      // The browser stays silent when a connect is still pending or the link was never up.
      linkGone();
    },
  };
}
