import { DeviceError, toDeviceError } from '#devices/core/errors.ts';
import type { Scheduler } from '#devices/core/scheduler.ts';
import type { DeviceDefinition, GattPort } from '#devices/core/types.ts';
import { allServices } from '#devices/drivers/index.ts';
import { hostScheduler } from './hostClock.ts';
import { createWebPort } from './webPort.ts';

/** The only file that touches navigator.bluetooth. */

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

/** The browser opens its chooser for a few seconds after a tap only (Chromium: 5 s). */
const tapIsOver = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'SecurityError' && navigator.userActivation?.isActive === false;

/**
 * Opens the browser's chooser; must be called from a tap. Rejects with DeviceError: `cancelled` when the chooser is closed without a
 * choice, or the tap was too long ago to open it. Every service of the catalogue is asked for, since one not named here can never be reached later.
 */
export async function requestPort(definitions: readonly DeviceDefinition[], scheduler: Scheduler = hostScheduler): Promise<GattPort> {
  const support = await bluetoothSupport();
  if (support !== 'available') throw new DeviceError(support, 'Bluetooth is not available');
  const own = definitions.flatMap(({ services }) => services);
  const options = { filters: filtersOf(definitions), optionalServices: [...new Set([...allServices(), ...own])] };
  try {
    return createWebPort(await navigator.bluetooth.requestDevice(options), scheduler);
  } catch (error) {
    if (tapIsOver(error)) throw new DeviceError('cancelled', 'the tap is too long ago', error);
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
