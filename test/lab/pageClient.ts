import { fromHex, toHex } from './hex.ts';

/** What a test asks the page to do with navigator.bluetooth; runs in the browser as `window.lab`. Errors come back as their names. */
export interface PageClient {
  /** The next click on the button asks for a device and keeps it under `key`. */
  arm(key: string, options: RequestDeviceOptions): void;
  /** How the chooser ended: the device's name, or the name of the error. */
  picked(): Promise<string>;
  connect(key: string): Promise<string>;
  /** As connect, but stops waiting by itself: 'timeout'. */
  connectWithin(key: string, timeoutMs: number): Promise<string>;
  isConnected(key: string): boolean;
  disconnect(key: string): void;
  subscribe(key: string, service: string, characteristic: string): Promise<string>;
  read(key: string, service: string, characteristic: string): Promise<string>;
  write(key: string, service: string, characteristic: string, hex: string, response: boolean): Promise<string>;
  /** Notifications so far, in hex, in order of arrival. */
  received(key: string): readonly string[];
  disconnections(key: string): number;
}
declare global {
  interface Window {
    lab: PageClient;
  }
}

interface Entry {
  readonly device: BluetoothDevice;
  readonly received: string[];
  disconnections: number;
}
const entries = new Map<string, Entry>();
let picking: Promise<string> = Promise.resolve('nothing');

function entry(key: string): Entry {
  const found = entries.get(key);
  if (!found) throw new Error(`no device ${key}`);
  return found;
}
function hexOf(view: DataView | undefined): string {
  return view ? toHex(new Uint8Array(view.buffer, view.byteOffset, view.byteLength)) : '';
}
async function outcome(doing: () => Promise<string>): Promise<string> {
  try {
    return await doing();
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
/** Found anew each time: after a reconnect the old objects are invalid. */
async function find(key: string, service: string, characteristic: string): Promise<BluetoothRemoteGATTCharacteristic> {
  const { gatt } = entry(key).device;
  if (!gatt) throw new Error('no GATT');
  return (await gatt.getPrimaryService(service)).getCharacteristic(characteristic);
}

const client: PageClient = {
  arm(key, options) {
    const button = document.querySelector('button');
    if (!button) throw new Error('no button');
    button.onclick = () => {
      picking = outcome(async () => {
        const device = await navigator.bluetooth.requestDevice(options);
        const added: Entry = { device, received: [], disconnections: 0 };
        device.addEventListener('gattserverdisconnected', () => {
          added.disconnections++;
        });
        entries.set(key, added);
        return device.name ?? '';
      });
    };
  },
  picked: () => picking,
  connect: (key) =>
    outcome(async () => {
      await entry(key).device.gatt?.connect();
      return 'connected';
    }),
  connectWithin: (key, timeoutMs) =>
    Promise.race([client.connect(key), new Promise<string>((resolve) => setTimeout(() => resolve('timeout'), timeoutMs))]),
  isConnected: (key) => entry(key).device.gatt?.connected ?? false,
  disconnect(key) {
    entry(key).device.gatt?.disconnect();
  },
  subscribe: (key, service, characteristic) =>
    outcome(async () => {
      const { received } = entry(key);
      const found = await find(key, service, characteristic);
      found.oncharacteristicvaluechanged = () => {
        received.push(hexOf(found.value));
      };
      await found.startNotifications();
      return 'subscribed';
    }),
  read: (key, service, characteristic) => outcome(async () => hexOf(await (await find(key, service, characteristic)).readValue())),
  write: (key, service, characteristic, hex, response) =>
    outcome(async () => {
      const found = await find(key, service, characteristic);
      const bytes = fromHex(hex);
      await (response ? found.writeValueWithResponse(bytes) : found.writeValueWithoutResponse(bytes));
      return 'written';
    }),
  received: (key) => entry(key).received,
  disconnections: (key) => entry(key).disconnections,
};
window.lab = client;
