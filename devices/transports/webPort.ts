import type { Scheduler } from '#devices/core/scheduler.ts';
import type { GattPort } from '#devices/core/types.ts';
import { hostScheduler } from './hostClock.ts';
import { createLinkWaits } from './linkWaits.ts';
import { createWebConnection } from './webConnection.ts';
import { createWebValues } from './webValues.ts';

const DISCOVERY_MS = 10_000;
const OPERATION_MS = 5_000;

/** A port on a device of the browser. `near`: the chooser has just seen it. */
export function createWebPort(device: BluetoothDevice, scheduler: Scheduler = hostScheduler, near = true): GattPort {
  const waits = createLinkWaits(scheduler);
  const connection = createWebConnection(device, scheduler, waits, near);
  const values = createWebValues(scheduler);

  const operate = <T>(name: string, work: () => Promise<T>): Promise<T> => waits.race(name, OPERATION_MS, 'operationTimeout', work);

  const find = async (service: string, characteristic: string): Promise<BluetoothRemoteGATTCharacteristic> => {
    const server = connection.server();
    const mine = connection.characteristics();
    const key = `${service}/${characteristic}`;
    const known = mine.get(key);
    if (known) return known;
    const found = await waits.race(`discover ${characteristic}`, DISCOVERY_MS, 'discoveryTimeout', async () => {
      const owner = await server.getPrimaryService(service);
      return owner.getCharacteristic(characteristic);
    });
    mine.set(key, found);
    return found;
  };

  return {
    id: device.id,
    name: device.name ?? '',
    connect: (timeoutMs) => connection.connect(timeoutMs),
    async services() {
      const server = connection.server();
      const found = await waits.race('discover services', DISCOVERY_MS, 'discoveryTimeout', () => server.getPrimaryServices());
      return found.map(({ uuid }) => uuid);
    },
    async read(service, characteristic) {
      const target = await find(service, characteristic);
      return values.read(target, () => operate(`read ${characteristic}`, () => target.readValue()));
    },
    async write(service, characteristic, bytes, response) {
      const target = await find(service, characteristic);
      const value = new Uint8Array(bytes);
      await operate(`write ${characteristic}`, () =>
        response ? target.writeValueWithResponse(value) : target.writeValueWithoutResponse(value),
      );
    },
    async subscribe(service, characteristic, onBytes) {
      const target = await find(service, characteristic);
      values.listen(target, onBytes);
      await operate(`subscribe ${characteristic}`, () => target.startNotifications());
    },
    onDisconnect: (listener) => connection.onDisconnect(listener),
    disconnect: () => connection.disconnect(),
  };
}
