import { DeviceError } from '#devices/core/errors.ts';
import type { OptionValues } from '#devices/core/options.ts';
import { openSensor } from '#devices/core/sensor.ts';
import type { DeviceErrorCode, GattPort, Sensor } from '#devices/core/types.ts';
import { deviceById } from '#devices/drivers/index.ts';
import { requestPort } from '#devices/transports/webBluetooth.ts';
import { fromHex, toHex } from './hex.ts';
import { createPace, type Pace } from './pace.ts';
import { noteOf, type SensorNote } from './sensorNotes.ts';

/** An answer that survives the way from the page to the test. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: DeviceErrorCode | string };
/** The product's own Web Bluetooth transport and sensor, driven by a test; runs in the browser as `window.ports`. */
export interface PortClient {
  /** The next click on the button asks for one of these devices and keeps its port under `key`. */
  arm(key: string, definitionIds: readonly string[]): void;
  picked(): Promise<Outcome<{ id: string; name: string }>>;
  connect(key: string, timeoutMs: number): Promise<Outcome<null>>;
  read(key: string, service: string, characteristic: string): Promise<Outcome<string>>;
  write(key: string, service: string, characteristic: string, hex: string, response: boolean): Promise<Outcome<null>>;
  subscribe(key: string, service: string, characteristic: string): Promise<Outcome<null>>;
  disconnect(key: string): void;
  /** Notifications so far, in hex. */
  received(key: string): readonly string[];
  disconnections(key: string): number;
  startSensor(key: string, definitionId: string, options?: OptionValues): Promise<Outcome<null>>;
  /** Time of this port and its sensor runs so many times faster from now on: long waits need not be waited for. */
  pace(key: string, speed: number): void;
  /** Whether the sensor showed itself. */
  identify(key: string): Promise<Outcome<boolean>>;
  act(key: string, action: string): Promise<Outcome<null>>;
  stopSensor(key: string): Promise<Outcome<null>>;
  notes(key: string): readonly SensorNote[];
  /** Batches of samples so far. */
  sampleCount(key: string): number;
}
declare global {
  interface Window {
    ports: PortClient;
  }
}

interface Entry {
  readonly port: GattPort;
  readonly pace: Pace;
  readonly received: string[];
  readonly notes: SensorNote[];
  disconnections: number;
  sensor: Sensor | null;
}
const entries = new Map<string, Entry>();
let picking: Promise<Outcome<{ id: string; name: string }>> = Promise.resolve({ ok: false, code: 'nothing picked' });

function entry(key: string): Entry {
  const found = entries.get(key);
  if (!found) throw new Error(`no port ${key}`);
  return found;
}
async function outcome<T>(doing: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await doing() };
  } catch (error) {
    return { ok: false, code: error instanceof DeviceError ? error.code : `not a DeviceError: ${String(error)}` };
  }
}
async function silently(doing: () => Promise<void>): Promise<null> {
  await doing();
  return null;
}
const client: PortClient = {
  arm(key, definitionIds) {
    const button = document.querySelector('button');
    if (!button) throw new Error('no button');
    const definitions = definitionIds.map(deviceById).filter((definition) => definition !== null);
    button.onclick = () => {
      picking = outcome(async () => {
        const pace = createPace();
        const port = await requestPort(definitions, pace);
        const added: Entry = { port, pace, received: [], notes: [], disconnections: 0, sensor: null };
        port.onDisconnect(() => {
          added.disconnections++;
        });
        entries.set(key, added);
        return { id: port.id, name: port.name };
      });
    };
  },
  picked: () => picking,
  connect: (key, timeoutMs) => outcome(() => silently(() => entry(key).port.connect(timeoutMs))),
  read: (key, service, characteristic) => outcome(async () => toHex(await entry(key).port.read(service, characteristic))),
  write: (key, service, characteristic, hex, response) =>
    outcome(() => silently(() => entry(key).port.write(service, characteristic, fromHex(hex), response))),
  subscribe: (key, service, characteristic) =>
    outcome(() => silently(() => entry(key).port.subscribe(service, characteristic, (bytes) => entry(key).received.push(toHex(bytes))))),
  disconnect(key) {
    entry(key).port.disconnect();
  },
  received: (key) => entry(key).received,
  disconnections: (key) => entry(key).disconnections,
  startSensor(key, definitionId, options) {
    const of = entry(key);
    const definition = deviceById(definitionId);
    if (!definition) throw new Error(`no device ${definitionId}`);
    of.sensor ??= openSensor(definition, of.port, of.pace, (event) => of.notes.push(noteOf(event)), options);
    const { sensor } = of;
    return outcome(() => silently(() => sensor.start()));
  },
  pace: (key, speed) => entry(key).pace.run(speed),
  identify: (key) => outcome(async () => (await entry(key).sensor?.identify?.()) ?? false),
  act: (key, action) => outcome(() => silently(async () => entry(key).sensor?.act?.(action))),
  stopSensor: (key) => outcome(() => silently(async () => entry(key).sensor?.stop())),
  notes: (key) => entry(key).notes,
  sampleCount: (key) => entry(key).notes.filter(({ type }) => type === 'samples').length,
};
window.ports = client;
