import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeviceError } from '#devices/core/errors.ts';
import { heartRateStrap } from '#devices/drivers/heartRateStrap.ts';
import { allServices, catalogue } from '#devices/drivers/index.ts';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import { bluetoothSupport, forgetDevice, rememberedPorts, requestPort } from '#devices/transports/webBluetooth.ts';
import { createWebPort } from '#devices/transports/webPort.ts';
import { FakeDevice } from './fakeBluetooth.ts';

const setUp = () => {
  const device = new FakeDevice();
  return { device, port: createWebPort(device as unknown as BluetoothDevice) };
};
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'fulfilled',
    (error: DeviceError) => error.code,
  );

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('Web Bluetooth port on a stand-in browser (the real one is in test/lab)', () => {
  it('copies bytes out of the shared buffer and does not double listeners', async () => {
    const { device, port } = setUp();
    const packets: Uint8Array[] = [];
    await port.connect(100);
    await port.subscribe('s', 'c', () => packets.push(Uint8Array.of(0xff)));
    await port.subscribe('s', 'c', (bytes) => packets.push(bytes));
    device.characteristic.emit(Uint8Array.of(1, 2));
    device.characteristic.emit(Uint8Array.of(9, 9));
    expect(packets).toEqual([Uint8Array.of(1, 2), Uint8Array.of(9, 9)]);
  });

  it('a value that is read is no notification; what is notified meanwhile is', async () => {
    const { device, port } = setUp();
    const packets: Uint8Array[] = [];
    await port.connect(100);
    await port.subscribe('s', 'c', (bytes) => packets.push(bytes));
    const read = port.read('s', 'c');
    await setImmediate();
    expect(await read).toEqual(Uint8Array.of(55));
    expect(packets).toEqual([]);
    const again = port.read('s', 'c');
    device.characteristic.emit(Uint8Array.of(7));
    await again;
    device.characteristic.emit(Uint8Array.of(55));
    expect(packets).toEqual([Uint8Array.of(7), Uint8Array.of(55)]);
  });

  it('discovers again after a reconnect: objects of the old link are dead', async () => {
    const { device, port } = setUp();
    let ends = 0;
    port.onDisconnect(() => ends++);
    await port.connect(100);
    expect(await port.read('s', 'c')).toEqual(Uint8Array.of(55));
    device.drop();
    expect(await codeOf(port.read('s', 'c'))).toBe('disconnected');
    await port.connect(100);
    expect(await port.read('s', 'c')).toEqual(Uint8Array.of(55));
    expect(ends).toBe(1);
  });

  it('fails a wait the browser would leave pending when the link goes', async () => {
    const { device, port } = setUp();
    await port.connect(100);
    const outcome = codeOf(port.write('s', 'c', Uint8Array.of(1), true));
    await setImmediate();
    expect(device.characteristic.writes).toBe(1);
    device.drop();
    expect(await outcome).toBe('disconnected');
  });

  it('gives up a connect that is never answered, and lets go of an answer that comes too late', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { device, port } = setUp();
    device.gatt.answerConnect = false;
    const outcome = codeOf(port.connect(4_000));
    await vi.advanceTimersByTimeAsync(4_000);
    expect(await outcome).toBe('connectTimeout');
    for (const answer of device.gatt.pendingConnects) answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(device.gatt.connected).toBe(false);
    device.gatt.answerConnect = true;
    const again = port.connect(4_000);
    await vi.advanceTimersByTimeAsync(500);
    await again;
    expect(device.gatt.connected).toBe(true);
  });

  it('waits until the radio has settled before it connects anew after a disconnect of its own', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { device, port } = setUp();
    await port.connect(4_000);
    port.disconnect();
    const again = codeOf(port.connect(4_000));
    await vi.advanceTimersByTimeAsync(400);
    expect(device.gatt.connected).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect([await again, device.gatt.connected]).toEqual(['fulfilled', true]);
    port.disconnect();
    const ended = codeOf(port.connect(4_000));
    port.disconnect();
    expect(await ended).toBe('disconnected');
    await vi.advanceTimersByTimeAsync(4_000);
    expect(device.gatt.connected).toBe(false);
  });

  it('an older port of the same device never takes the link of a newer one', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { device, port: older } = setUp();
    device.gatt.answerConnect = false;
    const given = codeOf(older.connect(1_000));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await given).toBe('connectTimeout');
    const newer = createWebPort(device as unknown as BluetoothDevice);
    const connected = codeOf(newer.connect(1_000));
    await vi.advanceTimersByTimeAsync(0);
    // The browser answers every connect of a device at once.
    for (const answer of device.gatt.pendingConnects) answer();
    await vi.advanceTimersByTimeAsync(0);
    expect([await connected, device.gatt.connected]).toEqual(['fulfilled', true]);
    older.disconnect();
    expect(device.gatt.connected).toBe(true);
    expect(await newer.read('s', 'c')).toEqual(Uint8Array.of(55));
    newer.disconnect();
    expect(device.gatt.connected).toBe(false);
  });

  it('is not confused by the end of an old link that is told late', async () => {
    const { device, port } = setUp();
    let ends = 0;
    port.onDisconnect(() => ends++);
    await port.connect(100);
    device.dispatchEvent(new Event('gattserverdisconnected'));
    expect(ends).toBe(0);
    expect(await port.read('s', 'c')).toEqual(Uint8Array.of(55));
  });

  it('names a missing service', async () => {
    const { port } = setUp();
    await port.connect(100);
    expect(await codeOf(port.read('0000dead-0000-1000-8000-00805f9b34fb', 'c'))).toBe('serviceMissing');
  });
});

describe('choosing a device', () => {
  const browser = (requestDevice: (options: RequestDeviceOptions) => Promise<unknown>, available = true): void => {
    vi.stubGlobal('navigator', { bluetooth: { getAvailability: async () => available, requestDevice } });
  };

  it('asks for every service of the catalogue, and never sends an empty exclusion list', async () => {
    let asked: RequestDeviceOptions = { acceptAllDevices: true };
    browser(async (options) => {
      asked = options;
      return new FakeDevice();
    });
    expect((await requestPort([heartRateStrap, movellaDot])).name).toBe('Fake strap');
    expect(asked).toEqual({
      filters: [{ services: heartRateStrap.match.services }, { namePrefix: 'Movella DOT' }, { namePrefix: 'Xsens DOT' }],
      optionalServices: [...allServices()],
    });
    expect(allServices().length).toBe(new Set(catalogue.flatMap((definition) => definition.services)).size);
  });

  it('tells a closed chooser from the rest', async () => {
    browser(async () => {
      throw new DOMException('User cancelled the requestDevice() chooser.', 'NotFoundError');
    });
    expect(await codeOf(requestPort([heartRateStrap]))).toBe('cancelled');
  });

  it('says what the browser lacks', async () => {
    vi.stubGlobal('navigator', {});
    expect(await bluetoothSupport()).toBe('unsupported');
    browser(async () => new FakeDevice(), false);
    expect(await bluetoothSupport()).toBe('adapterOff');
    expect(await codeOf(requestPort([heartRateStrap]))).toBe('adapterOff');
  });
});

describe('devices the browser remembers', () => {
  const remembering = (devices: readonly FakeDevice[], more: object = {}): void => {
    vi.stubGlobal('navigator', { bluetooth: { getAvailability: async () => true, getDevices: async () => devices, ...more } });
  };

  it('are there without a chooser, one port each; none where the browser has no such list', async () => {
    const device = new FakeDevice();
    remembering([device]);
    const [port] = await rememberedPorts();
    expect(port.name).toBe('Fake strap');
    expect((await rememberedPorts())[0]).toBe(port);
    await port.connect(100);
    expect(await port.read('s', 'c')).toEqual(Uint8Array.of(55));
    remembering([device], { getDevices: undefined });
    expect(await rememberedPorts()).toEqual([]);
  });

  it('are waited for until they are heard, and connected to anyway when they are not', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const heard = Object.assign(new FakeDevice(), { watchAdvertisements: vi.fn(async () => undefined) });
    const silent = Object.assign(new FakeDevice(), { watchAdvertisements: vi.fn(async () => undefined) });
    remembering([heard, silent]);
    const [first, second] = await rememberedPorts();
    const connected = [first, second].map((port) => codeOf(port.connect(8000)));
    await vi.advanceTimersByTimeAsync(500);
    expect([heard.gatt.connected, silent.gatt.connected]).toEqual([false, false]);
    heard.dispatchEvent(new Event('advertisementreceived'));
    await vi.advanceTimersByTimeAsync(500);
    expect([heard.gatt.connected, silent.gatt.connected]).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(1500);
    expect(await Promise.all(connected)).toEqual(['fulfilled', 'fulfilled']);
    silent.drop();
    await second.connect(8000);
    expect(silent.watchAdvertisements).toHaveBeenCalledTimes(1);
  });

  it('are forgotten where the browser can, and that is said where it cannot', async () => {
    const forget = vi.fn(async () => undefined);
    remembering([Object.assign(new FakeDevice(), { forget })]);
    expect([await forgetDevice('other'), await forgetDevice('fake')]).toEqual([false, true]);
    expect(forget).toHaveBeenCalledTimes(1);
    remembering([new FakeDevice()]);
    expect(await forgetDevice('fake')).toBe(false);
  });
});
