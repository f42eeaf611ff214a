import { RequestNameReply, sessionBus, Variant } from '@particle/dbus-next';
import type { DuePacket, Peripheral } from '#devices/simulation/peripheral.ts';
import { ADAPTER_PATH, adapterObject, BLUEZ_PATH, managersObject } from './adapter.ts';
import { startBus } from './bus.ts';
import { createDevice, devicePath, type LabDevice, type LabHandle } from './device.ts';
import { createObjectManager } from './objectManager.ts';

export type { LabHandle } from './device.ts';

export interface AddOptions {
  /** How many times faster than life the peripheral plays; default 1. */
  readonly speed?: number;
  /** Time zero of the peripheral (performance.now); default: its first connect. Give both sensors of one recording the same. */
  readonly originMs?: number;
  /** Told of every notification that was handed to the bus, in order: what must be found again at the other end. */
  readonly onSent?: (packet: DuePacket) => void;
}
export interface Lab {
  /** For launchBrowser({ busAddress }). */
  readonly busAddress: string;
  /** Puts a peripheral in range. Its time starts at the first connect. */
  add(peripheral: Peripheral, options?: AddOptions): LabHandle;
  /** From now on all peripherals play this many times as fast as life, in step. */
  setSpeed(speed: number): void;
  /** Switches the adapter off or on; off, every link breaks and nothing is found. */
  power(on: boolean): void;
  /** Takes the adapter away, with all its devices, or puts it back. Not while a link stands: see the pitfalls in README.md. */
  plug(inserted: boolean): void;
  stop(): Promise<void>;
}

/** A Bluetooth radio room of one's own: a private bus on which this process plays BlueZ. */
export async function startLab(): Promise<Lab> {
  const privateBus = await startBus();
  const bus = sessionBus({ busAddress: privateBus.address });
  // After `stop` the socket may report its end as an error; before it, the browser would show that nothing answers.
  bus.on('error', () => {});
  const objects = createObjectManager(bus);
  const devices = new Map<string, LabDevice>();
  let discovering = false;
  let powered = true;
  const setDiscovering = (on: boolean): void => {
    discovering = on;
    objects.change(ADAPTER_PATH, 'org.bluez.Adapter1', { Discovering: new Variant('b', on) });
  };

  objects.add(BLUEZ_PATH, managersObject());
  const plugIn = (): void =>
    objects.add(
      ADAPTER_PATH,
      adapterObject({
        isPowered: () => powered,
        discoveryStarted: () => {
          setDiscovering(true);
          for (const device of devices.values()) device.advertise();
        },
        discoveryStopped: () => setDiscovering(false),
        removeDevice: (path) => {
          for (const device of devices.values()) if (devicePath(device.address) === path) device.remove();
        },
      }),
    );
  plugIn();
  const reply = await bus.requestName('org.bluez', 0);
  if (reply !== RequestNameReply.PRIMARY_OWNER) {
    await privateBus.stop();
    throw new Error(`org.bluez is taken (${reply})`);
  }

  return {
    busAddress: privateBus.address,
    add(peripheral, options = {}) {
      if (devices.has(peripheral.address)) throw new Error(`${peripheral.address} is in the lab already`);
      const timing = { speed: options.speed ?? 1, originMs: options.originMs ?? null };
      const device = createDevice(objects, peripheral, timing, { isPowered: () => powered, onSent: options.onSent });
      devices.set(peripheral.address, device);
      if (discovering) device.advertise();
      return {
        ...device,
        remove: () => {
          device.remove();
          devices.delete(peripheral.address);
        },
      };
    },
    setSpeed(speed) {
      const atMs = performance.now();
      for (const device of devices.values()) device.setSpeed(speed, atMs);
    },
    power(on) {
      powered = on;
      if (!on) for (const device of devices.values()) device.drop();
      objects.change(ADAPTER_PATH, 'org.bluez.Adapter1', {
        Powered: new Variant('b', on),
        ...(!on && { Discovering: new Variant('b', false) }),
      });
    },
    plug(inserted) {
      if (inserted) {
        plugIn();
        return;
      }
      for (const device of devices.values()) device.vanish();
      objects.remove(ADAPTER_PATH);
    },
    async stop() {
      for (const device of devices.values()) device.remove();
      devices.clear();
      objects.close();
      bus.disconnect();
      await privateBus.stop();
    },
  };
}
