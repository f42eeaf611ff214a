import { signal } from '@preact/signals';
import type { GattPort } from '#devices/core/types.ts';
import { forgetDevice, rememberedPorts } from '#devices/transports/webBluetooth.ts';
import { now } from '#web/store/now.ts';
import { deviceByIdOrOwn, serves } from './drivers.ts';
import { changeSensorMemory, type KnownDevice, sensorMemory, withoutDevice } from './sensorMemory.ts';
import type { SensorSlot } from './slots.ts';

/** Devices this site may use without the chooser; empty where the browser does not remember any. */
const granted = signal<readonly GattPort[]>([]);

export async function askRemembered(): Promise<void> {
  granted.value = await rememberedPorts();
}

export interface Remembered {
  readonly device: KnownDevice;
  readonly port: GattPort;
}

/** The sensor that was worn at a place the last time, if one tap can bring it back; null where it is in use already, too. */
export function rememberedFor(slots: readonly SensorSlot[], slot: SensorSlot): Remembered | null {
  if (slot.connection.value !== null) return null;
  for (const device of sensorMemory.value.devices) {
    if (device.bodySite !== slot.bodySite || device.side !== slot.side) continue;
    const definition = deviceByIdOrOwn(device.definitionId);
    const port = granted.value.find(({ id }) => id === device.deviceId);
    if (port === undefined || definition === undefined || !serves(definition, slot.need)) continue;
    if (slots.some((other) => other.connection.value?.deviceId === device.deviceId)) continue;
    return { device, port };
  }
  return null;
}

/** Forgets a sensor here, and where the browser can, its permission, too. */
export async function forget(deviceId: string): Promise<void> {
  await changeSensorMemory((memory) => withoutDevice(memory, deviceId), now.nowUs());
  await forgetDevice(deviceId);
  await askRemembered();
}
