import { describe, expect, it } from 'vitest';
import { DeviceError } from '#devices/core/errors.ts';
import { openSensor } from '#devices/core/sensor.ts';
import type { DeviceDefinition, SampleBatch, SensorEvent } from '#devices/core/types.ts';
import { BATTERY_LEVEL, BATTERY_SERVICE, HEART_RATE_MEASUREMENT, HEART_RATE_SERVICE } from '#devices/core/uuid.ts';
import { heartRateStrap } from '#devices/drivers/heartRateStrap.ts';
import { HHI_SERVICE, humanHumanInterface } from '#devices/drivers/humanHumanInterface.ts';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import {
  DOT_CONFIGURATION_SERVICE,
  DOT_CONTROL,
  DOT_DEVICE_CONTROL,
  DOT_MEASUREMENT_SERVICE,
  DOT_SHORT_PAYLOAD,
} from '#devices/profiles/movellaDotUuids.ts';
import { simulatedHeartRateStrap } from '#devices/simulation/heartRateStrap.ts';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import { simulatedDot } from '#devices/simulation/movellaDot.ts';
import type { Peripheral } from '#devices/simulation/peripheral.ts';
import { createReplayPort } from '#devices/transports/replay.ts';
import { createSimulatedPort } from '#devices/transports/simulated.ts';
import { conversation, hexOf } from './conversation.ts';
import { createManualScheduler } from './manualScheduler.ts';

const strap = (): Peripheral => simulatedHeartRateStrap({ name: 'Strap', address: 'C0:00:00:00:00:01', rrIntervalsMs: [750] });
const dot = (): Peripheral =>
  simulatedDot({
    name: 'Movella DOT',
    address: 'D4:22:CD:00:00:01',
    samples: generateKneeMotion({ peaksDeg: [90, 90] }).shank,
    loop: true,
    clockStartUs: 2 ** 32 - 3_000_000,
  });

/** `refusals`: how many connects after the first fail at once. */
function setUp(definition: DeviceDefinition, peripheral: Peripheral, refusals = 0) {
  const scheduler = createManualScheduler();
  const simulated = createSimulatedPort(peripheral, scheduler);
  let connects = 0;
  const connect = async (timeoutMs: number): Promise<void> => {
    connects++;
    if (connects > 1 && connects <= 1 + refusals) throw new DeviceError('notFound', 'not in range');
    return simulated.connect(timeoutMs);
  };
  const port = { ...simulated, connect };
  const events: SensorEvent[] = [];
  const sensor = openSensor(definition, port, scheduler, (event) => events.push(event));
  const types = (): string[] => events.filter((event) => event.type !== 'samples').map((event) => event.type);
  const batches = (key: string): SampleBatch[] =>
    events.flatMap((event) => (event.type === 'samples' && event.batch.stream.key === key ? [event.batch] : []));
  /** Life signs only: no samples, no facts. */
  const life = (): string[] => types().filter((type) => type !== 'battery' && type !== 'information');
  return { scheduler, port, events, sensor, types, life, batches };
}
const hostTimes = (batches: readonly SampleBatch[]): number[] => batches.flatMap((batch) => [...batch.hostUs]);
const increasing = (times: readonly number[]): boolean => times.every((time, i) => i === 0 || time > times[i - 1]);

describe('sensor life', () => {
  it('a strap goes live, gives heart rate, beats, battery and information, and closes', async () => {
    const { scheduler, events, sensor, types, batches } = setUp(heartRateStrap, strap());
    await sensor.start();
    await scheduler.advance(10_500);
    expect(types()).toEqual(['connecting', 'live', 'battery', 'information']);
    expect(events).toContainEqual({ type: 'battery', percent: 87 });
    expect(events).toContainEqual({
      type: 'information',
      manufacturer: 'Evenpace (simulated)',
      modelNumber: 'Simulated strap',
      firmware: '1.0',
    });
    expect(batches('heartRate').map((batch) => [...batch.counts])).toEqual(Array.from({ length: 10 }, () => [80, 1]));
    expect(batches('rr').flatMap((batch) => [...batch.counts])).toEqual(Array.from({ length: 13 }, () => 768));
    expect(increasing(hostTimes(batches('rr')))).toBe(true);
    await sensor.stop();
    expect(types().at(-1)).toBe('closed');
  });

  it('a DOT streams at 60 Hz through the wrap of its clock, and stops when told', async () => {
    const { scheduler, sensor, batches, port } = setUp(movellaDot, dot());
    await sensor.start();
    await scheduler.advance(10_000);
    const imu = batches('imu');
    expect(imu.length).toBeGreaterThanOrEqual(599);
    expect(imu.slice(1).some((batch) => batch.gapBefore)).toBe(false);
    expect(increasing(hostTimes(imu))).toBe(true);
    expect(imu.at(-1)!.deviceUs![0]).toBeGreaterThan(2 ** 32);
    expect(imu.at(-1)!.clock).toEqual({ offsetUs: expect.any(Number), slopePpm: expect.closeTo(0, 0) });
    await sensor.stop();
    const seen = batches('imu').length;
    await port.connect(1000);
    await scheduler.advance(1000);
    expect(batches('imu')).toHaveLength(seen);
  });

  it('after a drop is lost, reconnects by itself and goes on behind a gap, nothing doubled', async () => {
    const { scheduler, port, events, sensor, life, batches } = setUp(movellaDot, dot());
    await sensor.start();
    await scheduler.advance(2_000);
    port.dropNow();
    await scheduler.advance(2_000);
    expect(life()).toEqual(['connecting', 'live', 'lost', 'live']);
    expect(events).toContainEqual({ type: 'lost', code: 'disconnected', canRepick: false });
    const imu = batches('imu');
    expect(imu.filter((batch) => batch.gapBefore)).toHaveLength(1);
    expect(increasing(hostTimes(imu))).toBe(true);
    expect(imu.length).toBeLessThanOrEqual(242);
    expect(imu.length).toBeGreaterThan(230);
  });

  it('offers to pick again after 4 s, and start() brings the stream back', async () => {
    const { scheduler, port, events, sensor, life, batches } = setUp(movellaDot, dot());
    await sensor.start();
    await scheduler.advance(1_000);
    port.faults.neverAnswerConnect = true;
    port.dropNow();
    await scheduler.advance(3_900);
    expect(life()).toEqual(['connecting', 'live', 'lost']);
    await scheduler.advance(200);
    expect(events.at(-1)).toEqual({ type: 'lost', code: 'connectTimeout', canRepick: true });
    await scheduler.advance(60_000);
    const seen = batches('imu').length;
    port.faults.neverAnswerConnect = false;
    await sensor.start();
    await scheduler.advance(1_000);
    expect(life().slice(-2)).toEqual(['connecting', 'live']);
    const back = batches('imu').slice(seen);
    expect(back[0].gapBefore).toBe(true);
    expect(back.length).toBeGreaterThan(55);
    expect(back.length).toBeLessThanOrEqual(61);
    expect(increasing(hostTimes(batches('imu')))).toBe(true);
  });

  it('a first connect that is never answered ends in words, and a second try works', async () => {
    const { scheduler, port, events, sensor } = setUp(heartRateStrap, strap());
    port.faults.neverAnswerConnect = true;
    const outcome = sensor.start().catch((error: DeviceError) => error.code);
    await scheduler.advance(10_000);
    expect(await outcome).toBe('connectTimeout');
    expect(events.at(-1)).toEqual({ type: 'lost', code: 'connectTimeout', canRepick: true });
    const hurried = sensor.start(4_000).catch((error: DeviceError) => error.code);
    await scheduler.advance(4_000);
    expect(await hurried, 'as long as it is told to').toBe('connectTimeout');
    port.faults.neverAnswerConnect = false;
    await sensor.start();
    expect(events.at(-1)).toEqual({ type: 'live' });
  });

  it('says once that nothing has come for 4 s, and says so when samples come again', async () => {
    const { scheduler, port, events, sensor, life } = setUp(heartRateStrap, strap());
    await sensor.start();
    await scheduler.advance(2_000);
    const lastUs = scheduler.nowUs();
    port.faults.stall = true;
    await scheduler.advance(20_000);
    expect(life()).toEqual(['connecting', 'live', 'stale']);
    expect(events).toContainEqual({ type: 'stale', sinceUs: lastUs, streams: ['heartRate', 'rr'] });
    port.faults.stall = false;
    await scheduler.advance(1_000);
    expect(life()).toEqual(['connecting', 'live', 'stale', 'live']);
  });

  it.each(['garbage', 'halfPackets'] as const)('survives %s: says what it cannot read and recovers', async (fault) => {
    const { scheduler, port, sensor, types, batches } = setUp(movellaDot, dot());
    await sensor.start();
    await scheduler.advance(1_000);
    port.faults[fault] = true;
    await scheduler.advance(3_000);
    expect(types().filter((type) => type === 'undecodable').length).toBeGreaterThan(170);
    port.faults[fault] = false;
    const before = batches('imu').length;
    await scheduler.advance(1_000);
    expect(batches('imu').length - before).toBe(60);
    expect(increasing(hostTimes(batches('imu')))).toBe(true);
  });

  it('stop() in the middle of a connect ends it quietly', async () => {
    const { scheduler, port, sensor, life } = setUp(heartRateStrap, strap());
    port.faults.neverAnswerConnect = true;
    const outcome = sensor.start().catch((error: DeviceError) => error.code);
    await scheduler.advance(500);
    await sensor.stop();
    expect(await outcome).toBe('cancelled');
    await scheduler.advance(30_000);
    expect(life()).toEqual(['connecting', 'closed']);
  });

  it('stop() in the middle of a reconnect ends it quietly', async () => {
    const { scheduler, port, sensor, life } = setUp(heartRateStrap, strap());
    await sensor.start();
    port.faults.neverAnswerConnect = true;
    port.dropNow();
    await scheduler.advance(500);
    await sensor.stop();
    await scheduler.advance(30_000);
    expect(life()).toEqual(['connecting', 'live', 'lost', 'closed']);
  });

  it('keeps trying for 4 s when the sensor refuses at once, and takes the first success', async () => {
    const { scheduler, port, sensor, life, batches } = setUp(heartRateStrap, strap(), 3);
    await sensor.start();
    await scheduler.advance(2_000);
    port.dropNow();
    await scheduler.advance(3_000);
    expect(life()).toEqual(['connecting', 'live', 'lost', 'live']);
    expect(batches('heartRate').length).toBeGreaterThanOrEqual(3);
  });

  it('a first connection that breaks while it is made is tried again, without a word', async () => {
    const scheduler = createManualScheduler();
    const port = createSimulatedPort(strap(), scheduler);
    let breaks = 2;
    const shaky = {
      ...port,
      async subscribe(...args: Parameters<typeof port.subscribe>) {
        if (breaks-- > 0) port.dropNow();
        return port.subscribe(...args);
      },
    };
    const life: string[] = [];
    const sensor = openSensor(heartRateStrap, shaky, scheduler, ({ type }) => life.push(type));
    const started = sensor.start();
    await scheduler.advance(1_000);
    await started;
    expect(life.slice(0, 2)).toEqual(['connecting', 'live']);
  });

  it('an optional part that stays silent is told; a device that has nothing to listen to is refused', async () => {
    const scheduler = createManualScheduler();
    const port = createSimulatedPort(dot(), scheduler);
    const partly = {
      ...port,
      async subscribe(...args: Parameters<typeof port.subscribe>) {
        if (args[1] === DOT_SHORT_PAYLOAD) throw new DeviceError('unsupported', 'no notifications');
        return port.subscribe(...args);
      },
    };
    const events: SensorEvent[] = [];
    await openSensor(movellaDot, partly, scheduler, (event) => events.push(event)).start();
    expect(events.filter(({ type }) => type === 'notice')).toEqual([{ type: 'notice', code: 'unsupported', message: 'no notifications' }]);
    const bare = createSimulatedPort({ ...strap(), services: [{ uuid: HHI_SERVICE, characteristics: [] }] }, scheduler);
    const sensor = openSensor(humanHumanInterface, bare, scheduler, () => {});
    await expect(sensor.start()).rejects.toMatchObject({ code: 'serviceMissing' });
  });

  it('gives up after 4 s of refusals', async () => {
    const { scheduler, port, events, sensor } = setUp(heartRateStrap, strap(), Number.POSITIVE_INFINITY);
    await sensor.start();
    port.dropNow();
    await scheduler.advance(4_000);
    expect(events.at(-1)).toEqual({ type: 'lost', code: 'notFound', canRepick: true });
  });

  it('a sensor that never answers a subscription is given up; a drop meanwhile ends the wait at once and is followed by another try', async () => {
    const scheduler = createManualScheduler();
    const port = createSimulatedPort(strap(), scheduler);
    let asked = 0;
    const deaf = {
      ...port,
      subscribe: () => {
        asked++;
        return new Promise<void>(() => {});
      },
    };
    const sensor = openSensor(heartRateStrap, deaf, scheduler, () => {});
    const slow = sensor.start().catch((error: DeviceError) => error.code);
    await scheduler.advance(10_000);
    expect(await slow).toBe('discoveryTimeout');
    const dropped = sensor.start().catch((error: DeviceError) => error.code);
    await scheduler.advance(100);
    port.dropNow();
    await scheduler.advance(300);
    expect(asked).toBe(3);
    await sensor.stop();
    expect(await dropped).toBe('cancelled');
  });

  it('two taps on start make one connection', async () => {
    const { scheduler, sensor, life, batches } = setUp(heartRateStrap, strap());
    await Promise.all([sensor.start(), sensor.start()]);
    await sensor.start();
    await scheduler.advance(3_000);
    expect(life()).toEqual(['connecting', 'live']);
    expect(batches('heartRate')).toHaveLength(3);
  });
});

describe('conversation with the sensor', () => {
  it('subscribes before it writes start; writes rate, start, and stop at the end', async () => {
    const scheduler = createManualScheduler();
    const writable = [
      { service: DOT_CONFIGURATION_SERVICE, characteristic: DOT_DEVICE_CONTROL },
      { service: DOT_MEASUREMENT_SERVICE, characteristic: DOT_CONTROL },
    ];
    const packets = [
      {
        atUs: 0,
        service: DOT_MEASUREMENT_SERVICE,
        characteristic: movellaDot.characteristics[0].characteristic,
        bytes: new Uint8Array(44),
      },
    ];
    const port = createReplayPort({ name: 'DOT', packets, writable }, scheduler);
    const order: string[] = [];
    const spied = {
      ...port,
      subscribe: (...args: Parameters<typeof port.subscribe>) => {
        order.push('subscribe');
        return port.subscribe(...args);
      },
      write: (...args: Parameters<typeof port.write>) => {
        order.push('write');
        return port.write(...args);
      },
    };
    const sensor = openSensor(movellaDot, spied, scheduler, () => {});
    await sensor.start();
    expect(order.lastIndexOf('subscribe')).toBeLessThan(order.indexOf('write'));
    await sensor.stop();
    const { start, stop } = conversation(movellaDot);
    expect(port.written.map(({ bytes }) => hexOf(bytes))).toEqual([...start, ...stop]);
  });

  it('a battery that runs down is told when it does, where the strap tells by itself', async () => {
    const scheduler = createManualScheduler();
    const level = { service: BATTERY_SERVICE, characteristic: BATTERY_LEVEL };
    const beat = { service: HEART_RATE_SERVICE, characteristic: HEART_RATE_MEASUREMENT, bytes: Uint8Array.of(0, 70) };
    const packets = [
      ...Array.from({ length: 40 }, (_, s) => ({ atUs: s * 1e6, ...beat })),
      ...[21, 20, 9].map((percent, i) => ({ atUs: (10 + 10 * i) * 1e6, ...level, bytes: Uint8Array.of(percent) })),
    ].sort((a, b) => a.atUs - b.atUs);
    const replay = createReplayPort({ name: 'Strap', packets, values: [{ ...level, bytes: Uint8Array.of(22) }] }, scheduler);
    const events: SensorEvent[] = [];
    const order: string[] = [];
    const port = {
      ...replay,
      subscribe: (...args: Parameters<typeof replay.subscribe>) => {
        order.push(args[1] === BATTERY_LEVEL ? 'battery' : 'measurement');
        return replay.subscribe(...args);
      },
    };
    const sensor = openSensor(heartRateStrap, port, scheduler, (event) => {
      events.push(event);
      if (event.type === 'live') order.push('live');
    });
    await sensor.start();
    await scheduler.advance(35_000);
    expect(events.flatMap((event) => (event.type === 'battery' ? [event.percent] : []))).toEqual([22, 21, 20, 9]);
    // Nothing waits for the battery.
    expect(order).toEqual(['measurement', 'live', 'battery']);
  });

  it('a strap that cannot notify its battery level is read once and stays live', async () => {
    const scheduler = createManualScheduler();
    const simulated = createSimulatedPort(strap(), scheduler);
    const refusing: typeof simulated = {
      ...simulated,
      subscribe: (service, characteristic, onBytes) =>
        characteristic === BATTERY_LEVEL
          ? Promise.reject(new DeviceError('unsupported', 'it does not notify'))
          : simulated.subscribe(service, characteristic, onBytes),
    };
    const events: SensorEvent[] = [];
    const sensor = openSensor(heartRateStrap, refusing, scheduler, (event) => events.push(event));
    await sensor.start();
    await scheduler.advance(5_000);
    expect(events.filter((event) => event.type !== 'samples').map((event) => event.type)).toEqual([
      'connecting',
      'live',
      'battery',
      'information',
    ]);
    await sensor.stop();
  });

  it('a strap without battery and information is a strap all the same', async () => {
    const scheduler = createManualScheduler();
    const packets = [{ atUs: 0, service: HEART_RATE_SERVICE, characteristic: HEART_RATE_MEASUREMENT, bytes: Uint8Array.of(0, 70) }];
    const events: SensorEvent[] = [];
    const sensor = openSensor(heartRateStrap, createReplayPort({ name: 'Bare', packets }, scheduler), scheduler, (event) =>
      events.push(event),
    );
    await sensor.start();
    await scheduler.advance(1_000);
    expect(events.map((event) => event.type)).toEqual(['connecting', 'live', 'samples']);
  });

  it('a device without the measurement is refused by name of the fault', async () => {
    const scheduler = createManualScheduler();
    const values = [{ service: BATTERY_SERVICE, characteristic: BATTERY_LEVEL, bytes: Uint8Array.of(50) }];
    const sensor = openSensor(heartRateStrap, createReplayPort({ name: 'Lamp', packets: [], values }, scheduler), scheduler, () => {});
    await expect(sensor.start()).rejects.toMatchObject({ code: 'serviceMissing' });
  });
});
