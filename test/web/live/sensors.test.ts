import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeviceError } from '#devices/core/errors.ts';
import type { DeviceDefinition, GattPort, StreamDefinition } from '#devices/core/types.ts';
import { BATTERY_SERVICE, DEVICE_INFORMATION_SERVICE, HEART_RATE_SERVICE } from '#devices/core/uuid.ts';
import { cyclingSensor } from '#devices/drivers/cyclingSensor.ts';
import { heartRateStrap } from '#devices/drivers/heartRateStrap.ts';
import { catalogue } from '#devices/drivers/index.ts';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import { polarH10 } from '#devices/drivers/polarH10.ts';
import { polarVeritySense } from '#devices/drivers/polarVeritySense.ts';
import { powerMeter } from '#devices/drivers/powerMeter.ts';
import { runningPod } from '#devices/drivers/runningPod.ts';
import { witMotion } from '#devices/drivers/witMotion.ts';
import { UART_SERVICE } from '#devices/profiles/espruino.ts';
import { createActivityReading } from '#web/live/activityReading.ts';
import { driversFor } from '#web/live/drivers.ts';
import { byServices, driverOf } from '#web/live/recognise.ts';
import { changeSensorMemory, loadSensorMemory, optionsFor, sensorMemory, withDevice, withoutDevice } from '#web/live/sensorMemory.ts';
import { createSignalMeter } from '#web/live/signalMeter.ts';
import { chooseBluetooth } from '#web/live/sources.ts';
import { openDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';

describe('which driver a device takes', () => {
  const port = (name: string, services: readonly string[]) => {
    const calls: string[] = [];
    const made = {
      id: name,
      name,
      connect: async () => void calls.push('connect'),
      services: async () => services,
      disconnect: () => void calls.push('disconnect'),
    };
    return { calls, port: made as unknown as GattPort };
  };
  const plainStrap = [HEART_RATE_SERVICE, BATTERY_SERVICE, DEVICE_INFORMATION_SERVICE];

  it('is told by its name without a connection', async () => {
    const h10 = port('Polar H10 1234', []);
    expect(await driverOf(h10.port, driversFor('heart'))).toBe(polarH10);
    expect(h10.calls).toEqual([]);
  });

  it('is told by what it has, where the name says nothing: not by the order of the catalogue', async () => {
    for (const driver of catalogue.filter(({ kind }) => kind === 'heartRate' || kind === 'activity')) {
      const need = driver.kind === 'heartRate' ? 'heart' : 'activity';
      const found = await driverOf(port('', driver.match.services.length > 0 ? driver.services : plainStrap).port, driversFor(need));
      if (driver.match.services.length > 0) expect(found.match.services).toEqual(driver.match.services);
    }
    expect(await driverOf(port('Garmin', plainStrap).port, driversFor('heart'))).toBe(heartRateStrap);
    expect(await driverOf(port('KICKR', [...powerMeter.services]).port, driversFor('activity'))).toBe(powerMeter);
    expect(await driverOf(port('', [...witMotion.services]).port, driversFor('motion'))).toBe(witMotion);
    expect(await driverOf(port('renamed', [...movellaDot.services]).port, driversFor('motion'))).toBe(movellaDot);
  });

  it('is none for a device that no driver knows, which is let go and not written to', async () => {
    const unknown = port('Lamp', [UART_SERVICE, BATTERY_SERVICE]);
    const refused = await driverOf(unknown.port, driversFor('motion')).catch((error: DeviceError) => error.code);
    expect(refused).toBe('serviceMissing');
    expect(unknown.calls).toEqual(['connect', 'disconnect']);
    expect(byServices(plainStrap, driversFor('motion'))).toBeUndefined();
  });
});

describe('what the phone remembers about sensors', () => {
  afterEach(() => {
    sensorMemory.value = { devices: [], options: {}, own: [] };
  });
  const device = { deviceId: 'a', name: 'DOT', definitionId: 'movellaDot', bodySite: 'thigh', side: 'right', toldApart: false } as const;

  it('is there again at the next start, for this person only', async () => {
    const db = openDb(`memory-${newId()}`);
    await loadSensorMemory(db, 'one');
    await changeSensorMemory((memory) => withDevice({ ...memory, options: { movellaDot: { rate: 30 } } }, device), 5);
    sensorMemory.value = { devices: [], options: {}, own: [] };
    await loadSensorMemory(db, 'two');
    expect(sensorMemory.value.devices).toEqual([]);
    await loadSensorMemory(db, 'one');
    expect(sensorMemory.value.devices).toEqual([device]);
    expect(optionsFor(movellaDot)).toEqual({ mode: 26, rate: 30 });
    await changeSensorMemory((memory) => withoutDevice(memory, 'a'), 6);
    await loadSensorMemory(db, 'one');
    expect(sensorMemory.value.devices).toEqual([]);
  });

  it('keeps that a sensor was told apart while it is picked again at its place, not at another', () => {
    const told = withDevice({ devices: [], options: {}, own: [] }, { ...device, toldApart: true });
    expect(withDevice(told, device).devices[0].toldApart).toBe(true);
    expect(withDevice(told, { ...device, bodySite: 'shank' }).devices).toMatchObject([{ bodySite: 'shank', toldApart: false }]);
  });

  it('leaves out choices that a model does not know any more', () => {
    sensorMemory.value = {
      devices: [],
      options: { movellaDot: { rate: 61, mode: 5, gone: true }, polarH10: { ecg: true, acc: 1 } },
      own: [],
    };
    expect(optionsFor(movellaDot)).toEqual({ mode: 5, rate: 60 });
    expect(optionsFor(polarH10)).toEqual({ acc: true, accRate: 50, ecg: true });
    expect(optionsFor(polarVeritySense)).toMatchObject({ acc: true, gyro: true, mag: false });
  });
});

describe('speed and power', () => {
  const batch = (driver: DeviceDefinition, key: string, counts: readonly number[], arrivalUs: number) => {
    const stream = driver.streams.find((each) => each.key === key) as StreamDefinition;
    return {
      stream,
      sampleCount: 1,
      hostUs: Float64Array.of(arrivalUs),
      deviceUs: null,
      counts: Int16Array.from(counts),
      arrivalUs,
      gapBefore: false,
    };
  };

  it('are shown in the units people know, while they are fresh; the wheel stands for nothing', () => {
    const reading = createActivityReading();
    expect(reading.read(0)).toEqual({ speedKmPerH: null, cadencePerMin: null, powerW: null });
    const [speed, cadence] = runningPod.streams[0].groups;
    reading.take(batch(runningPod, 'running', [1.5 / speed.scale, 110 / cadence.scale], 1e6));
    reading.take(batch(cyclingSensor, 'wheel', [300], 1e6));
    expect(reading.read(2e6).speedKmPerH).toBeCloseTo(5.4, 2);
    expect(reading.read(2e6).cadencePerMin).toBeCloseTo(110, 1);
    reading.take(batch(powerMeter, 'power', [85], 5e6));
    expect(reading.read(6e6)).toEqual({ speedKmPerH: null, cadencePerMin: null, powerW: 85 });
  });
});

describe('signal', () => {
  const stream = movellaDot.streams[0] as StreamDefinition;
  const play = (shareOf: (second: number) => number, seconds: number): boolean[] => {
    const meter = createSignalMeter();
    const weak: boolean[] = [];
    for (let second = 0; second < seconds; second++) {
      const sampleCount = Math.round(60 * shareOf(second));
      const hostUs = Float64Array.from({ length: sampleCount }, (_, i) => (second + (i + 1) / sampleCount) * 1e6);
      weak.push(meter.take({ stream, sampleCount, hostUs, deviceUs: null, counts: new Int16Array(0), arrivalUs: 0, gapBefore: false }));
    }
    return weak;
  };

  it('is weak while a third of the samples is missing, and good again when they come', () => {
    const weak = play((second) => (second >= 16 && second < 32 ? 0.66 : 1), 60);
    expect(weak.slice(0, 16)).not.toContain(true);
    expect(weak[31]).toBe(true);
    expect(weak[59]).toBe(false);
  });

  it('stays good through a short hiccup', () => {
    expect(play((second) => (second === 20 ? 0.2 : 1), 40)).not.toContain(true);
  });
});

describe('a device that no driver knows', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is told so, and its permission is given back', async () => {
    const forgotten: string[] = [];
    const gatt = {
      connected: false,
      connect: async () => {
        gatt.connected = true;
      },
      disconnect: () => {
        gatt.connected = false;
      },
      getPrimaryServices: async () => [{ uuid: BATTERY_SERVICE }],
    };
    const lamp = Object.assign(new EventTarget(), { id: 'lamp', name: 'Lamp', gatt, forget: async () => void forgotten.push('lamp') });
    const bluetooth = { getAvailability: async () => true, requestDevice: async () => lamp, getDevices: async () => [lamp] };
    vi.stubGlobal('navigator', { bluetooth });
    const chosen = await chooseBluetooth({ need: 'motion', bodySite: 'thigh' });
    const code = await chosen.open(() => undefined).catch((error: DeviceError) => error.code);
    expect(code).toBe('serviceMissing');
    expect(forgotten).toEqual(['lamp']);
    expect(gatt.connected).toBe(false);
  });
});
