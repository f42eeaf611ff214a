import { DeviceError, toDeviceError } from '#devices/core/errors.ts';
import type { Scheduler } from '#devices/core/scheduler.ts';
import type { LinkWaits } from './linkWaits.ts';

/** A sensor that is switched on is heard within this. */
const SEEN_MS = 2_000;
/**
 * A link that we end is gone for the page at once, for the radio only later: connecting meanwhile gives a link that breaks, or stands and is
 * deaf. So long is waited after a disconnect of our own.
 */
const SETTLE_MS = 500;

/** The link of one port to its device. While two ports of one device live, the link belongs to the one that connected last. */
export interface WebConnection {
  /** Characteristics found on this link: after a reconnect old objects throw InvalidStateError. */
  characteristics(): Map<string, BluetoothRemoteGATTCharacteristic>;
  /** The device's server while there is a link; else throws DeviceError `disconnected`. */
  server(): BluetoothRemoteGATTServer;
  /** Rejects with DeviceError. */
  connect(timeoutMs: number): Promise<void>;
  onDisconnect(listener: () => void): void;
  disconnect(): void;
}

/** What all ports of one device share: choosing a device again gives the same object. */
interface SharedLink {
  /** The latest try to connect it, of whatever port: an older port must not take away the link of a newer one. */
  latestTry: object | null;
  /** The radio has settled after our last disconnect. */
  settled: Promise<void>;
}
const links = new WeakMap<BluetoothDevice, SharedLink>();

function linkOf(device: BluetoothDevice): SharedLink {
  const link = links.get(device) ?? { latestTry: null, settled: Promise.resolve() };
  links.set(device, link);
  return link;
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

/** `near`: the chooser has just seen the device. `waits` are failed when the link goes. */
export function createWebConnection(device: BluetoothDevice, scheduler: Scheduler, waits: LinkWaits, near: boolean): WebConnection {
  const disconnectListeners: (() => void)[] = [];
  const link = linkOf(device);
  let characteristics = new Map<string, BluetoothRemoteGATTCharacteristic>();
  let nearby = near;
  let connected = false;
  let connecting = false;
  let myTry: object | null = null;

  const gatt = (): BluetoothRemoteGATTServer => {
    if (!device.gatt) throw new DeviceError('unsupported', 'the device has no GATT server');
    return device.gatt;
  };

  const letGo = (): void => {
    link.settled = new Promise((resolve) => scheduler.schedule(SETTLE_MS, resolve));
    device.gatt?.disconnect();
  };

  const linkGone = (): void => {
    const was = connected;
    connected = false;
    waits.fail(new DeviceError('disconnected', 'the link is gone'));
    if (was) for (const listener of disconnectListeners) listener();
  };
  device.addEventListener('gattserverdisconnected', () => {
    // The event of an old link may come after a new one is up.
    if (!device.gatt?.connected) linkGone();
  });

  return {
    characteristics: () => characteristics,
    server() {
      if (!connected) throw new DeviceError('disconnected', `${device.name ?? 'device'} is not connected`);
      return gatt();
    },
    async connect(timeoutMs) {
      if (connected && gatt().connected) return;
      if (!nearby) await waits.race('see', timeoutMs, 'connectTimeout', () => seen(device, scheduler, Math.min(SEEN_MS, timeoutMs / 2)));
      nearby = true;
      const thisTry = {};
      myTry = thisTry;
      link.latestTry = thisTry;
      let answer: Promise<unknown> = Promise.resolve();
      connecting = true;
      try {
        await waits.race('connect', timeoutMs, 'connectTimeout', async () => {
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
