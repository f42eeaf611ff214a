import { describe, expect, it } from 'vitest';
import type { OptionValues } from '#devices/core/options.ts';
import { openSensor } from '#devices/core/sensor.ts';
import type { SampleBatch, SensorEvent } from '#devices/core/types.ts';
import { HEART_RATE_MEASUREMENT, HEART_RATE_SERVICE } from '#devices/core/uuid.ts';
import { polarH10 } from '#devices/drivers/polarH10.ts';
import { polarVeritySense } from '#devices/drivers/polarVeritySense.ts';
import { PMD_CONTROL, PMD_DATA, PMD_SERVICE } from '#devices/profiles/polarPmd.ts';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import { type SimulatedPolarOptions, simulatedPolar } from '#devices/simulation/polar.ts';
import { createReplayPort } from '#devices/transports/replay.ts';
import { createSimulatedPort } from '#devices/transports/simulated.ts';
import { hexOf } from './conversation.ts';
import { createManualScheduler } from './manualScheduler.ts';

const { thigh } = generateKneeMotion({ peaksDeg: [90] });

function setUp(more: Partial<SimulatedPolarOptions> = {}, options?: OptionValues) {
  const scheduler = createManualScheduler();
  const plain = { name: 'Polar H10 12345678', address: 'C0:00:00:00:00:07', rrIntervalsMs: [800], samples: thigh };
  const port = createSimulatedPort(simulatedPolar({ ...plain, ...more }), scheduler);
  const written: string[] = [];
  const spied = {
    ...port,
    async write(...[service, characteristic, bytes, response]: Parameters<typeof port.write>) {
      written.push(hexOf(bytes));
      return port.write(service, characteristic, bytes, response);
    },
  };
  const events: SensorEvent[] = [];
  const sensor = openSensor(polarH10, spied, scheduler, (event) => events.push(event), options);
  const start = async () => {
    const started = sensor.start();
    await scheduler.advance(200);
    await started;
  };
  const batches = (key: string): SampleBatch[] =>
    events.flatMap((event) => (event.type === 'samples' && event.batch.stream.key === key ? [event.batch] : []));
  const notices = () => events.flatMap((event) => (event.type === 'notice' ? [event] : []));
  return { scheduler, port, sensor, written, events, batches, notices, start };
}

describe('Polar H10, from the first write to the last', () => {
  it('asks what is on offer, starts, streams beside heart rate and is stopped before the link is let go', async () => {
    const { scheduler, sensor, written, batches, notices, start } = setUp();
    await start();
    expect(written).toEqual(['01 02', '02 02 02 01 08 00 00 01 32 00 01 01 10 00']);
    await scheduler.advance(10_000);
    const acc = batches('acc');
    expect(acc.length).toBeGreaterThanOrEqual(19);
    expect(acc.every((batch) => batch.sampleCount === 25 && batch.stream.nominalRateHz === 50)).toBe(true);
    expect(acc.some((batch) => batch.gapBefore)).toBe(false);
    const times = acc.flatMap((batch) => [...batch.hostUs]);
    expect(times.slice(1).every((us, i) => us - times[i] === 20_000)).toBe(true);
    expect(batches('heartRate').length).toBeGreaterThanOrEqual(9);
    expect(batches('rr').length).toBeGreaterThanOrEqual(9);
    expect(notices()).toEqual([]);
    await sensor.stop();
    expect(written.at(-1)).toBe('03 02');
  });

  it('gives the acceleration that was played, to a thousandth of g', async () => {
    const { scheduler, batches, start } = setUp({
      samples: thigh.map((sample) => ({ ...sample, accelerationMPerS2: [0, -9.80665, 4.903] })),
    });
    await start();
    await scheduler.advance(2_000);
    const { scale } = batches('acc')[0].stream.groups[0];
    for (const { counts } of batches('acc')) {
      for (let i = 0; i < counts.length; i += 3) {
        expect(counts[i]).toBe(0);
        expect(Math.abs(counts[i + 1] * scale + 9.80665)).toBeLessThan(0.0098);
        expect(Math.abs(counts[i + 2] * scale - 4.903)).toBeLessThan(0.0098);
      }
    }
  });

  it('an ECG that the strap does not have is told once, and the rest goes on', async () => {
    const { scheduler, notices, batches, start } = setUp({}, { ecg: true, accRate: 100 });
    await start();
    await scheduler.advance(2_000);
    expect(notices()).toEqual([
      { type: 'notice', code: 'refused', message: 'The sensor does not give the ECG: it does not know the measurement.' },
    ]);
    expect(batches('acc').length).toBeGreaterThanOrEqual(6);
  });

  it('a connection with small packets is told in words; heart rate goes on', async () => {
    const { scheduler, notices, batches, start } = setUp({ startStatus: 10 });
    await start();
    await scheduler.advance(3_000);
    expect(notices().map(({ code }) => code)).toEqual(['smallPackets']);
    expect([batches('acc').length, batches('heartRate').length]).toEqual([0, 3]);
  });

  it('tells by stream what is silent: beats when no beat comes any more, however much motion does', async () => {
    const { scheduler, port, events, batches, start } = setUp();
    await start();
    await scheduler.advance(2_000);
    await port.subscribe(HEART_RATE_SERVICE, HEART_RATE_MEASUREMENT, () => undefined);
    const before = batches('acc').length;
    await scheduler.advance(6_000);
    expect(events.filter((event) => event.type === 'stale')).toMatchObject([{ streams: ['heartRate', 'rr'] }]);
    expect(batches('acc').length).toBeGreaterThan(before + 10);
  });

  it('tells that its motion is silent while the heart goes on', async () => {
    const { scheduler, port, events, start } = setUp();
    await start();
    await scheduler.advance(2_000);
    await port.subscribe(PMD_SERVICE, PMD_DATA, () => undefined);
    await scheduler.advance(6_000);
    expect(events.filter((event) => event.type === 'stale')).toMatchObject([{ streams: ['acc'] }]);
  });

  it('old firmware is told in words, once; heart rate goes on and nothing is written', async () => {
    const { scheduler, notices, batches, written, start, sensor } = setUp({ oldFirmware: true });
    await start();
    await scheduler.advance(3_000);
    expect(notices().map(({ code }) => code)).toEqual(['updateNeeded']);
    expect(batches('heartRate')).toHaveLength(3);
    await sensor.stop();
    expect(written).toEqual([]);
  });

  it('after a drop it is started again; its clock runs on, behind a gap', async () => {
    const { scheduler, port, written, batches, start } = setUp();
    await start();
    await scheduler.advance(3_000);
    port.dropNow();
    await scheduler.advance(3_000);
    expect(written).toHaveLength(4);
    const acc = batches('acc');
    expect(acc.filter((batch) => batch.gapBefore)).toHaveLength(1);
    const times = acc.flatMap((batch) => [...batch.hostUs]);
    expect(times.every((us, i) => i === 0 || us > times[i - 1])).toBe(true);
  });

  it('a strap whose control point never answers is still a strap', async () => {
    const { scheduler, port, notices, batches, sensor } = setUp();
    const subscribe = port.subscribe;
    const deaf = {
      ...port,
      subscribe: (...[service, characteristic, onBytes]: Parameters<typeof port.subscribe>) =>
        characteristic === PMD_CONTROL ? Promise.resolve() : subscribe(service, characteristic, onBytes),
    };
    const events: SensorEvent[] = [];
    const silent = openSensor(polarH10, deaf, scheduler, (event) => events.push(event));
    const started = silent.start();
    await scheduler.advance(3_200);
    await started;
    expect(events.filter((event) => event.type === 'notice')).toEqual([
      { type: 'notice', code: 'operationTimeout', message: 'no answer in 3000 ms' },
    ]);
    expect(events.filter((event) => event.type === 'samples').length).toBeGreaterThan(3);
    expect([notices(), batches('acc'), sensor.name]).toEqual([[], [], 'Polar H10 12345678']);
  });
});

it('Verity Sense: pulse intervals stand where they ended, around one that was spoilt by movement', async () => {
  const scheduler = createManualScheduler();
  const head = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const interval = (ms: number, flags: number): number[] => [60, ms & 0xff, ms >> 8, 10, 0, flags];
  const bytes = Uint8Array.from([...head, ...interval(1000, 6), ...interval(900, 7), ...interval(500, 6), ...interval(600, 7)]);
  const packets = [
    { atUs: 0, service: HEART_RATE_SERVICE, characteristic: HEART_RATE_MEASUREMENT, bytes: Uint8Array.of(0, 60) },
    { atUs: 5_000_000, service: PMD_SERVICE, characteristic: PMD_DATA, bytes },
  ];
  const port = createReplayPort({ name: 'Polar Sense', packets }, scheduler);
  const events: SensorEvent[] = [];
  const startUs = scheduler.nowUs();
  const chosen = { acc: false, gyro: false, ppi: true };
  const sensor = openSensor(polarVeritySense, port, scheduler, (event) => events.push(event), chosen);
  const started = sensor.start();
  await scheduler.advance(6_000);
  await started;
  const batches = events.flatMap((event) => (event.type === 'samples' && event.batch.stream.key === 'ppi' ? [event.batch] : []));
  expect(batches.map(({ hostUs, gapBefore }) => [hostUs[0] - startUs, gapBefore])).toEqual([
    [3_000_000, false],
    [4_400_000, true],
  ]);
});

it('starts all the same when its answers come in pieces', async () => {
  const scheduler = createManualScheduler();
  const strap = simulatedPolar({ name: 'Polar H10', address: 'C0:00:00:00:00:07', rrIntervalsMs: [800], samples: thigh });
  let cut = 0;
  const inPieces: typeof strap = {
    ...strap,
    packetsBetween: (fromUs, toUs) =>
      strap.packetsBetween(fromUs, toUs).flatMap((packet) => {
        if (packet.characteristic !== PMD_CONTROL || packet.bytes.length < 8) return [packet];
        cut++;
        const [head, params] = [packet.bytes.subarray(0, 4), packet.bytes.subarray(5)];
        return [
          { ...packet, bytes: Uint8Array.of(...head, 1, ...params.subarray(0, 3)) },
          { ...packet, bytes: Uint8Array.of(...head, 0, ...params.subarray(3)) },
        ];
      }),
  };
  const events: SensorEvent[] = [];
  const sensor = openSensor(polarH10, createSimulatedPort(inPieces, scheduler), scheduler, (event) => events.push(event), {
    accRate: 100,
  });
  const started = sensor.start();
  await scheduler.advance(200);
  await started;
  await scheduler.advance(2_000);
  expect(cut).toBeGreaterThan(0);
  expect(events.filter(({ type }) => type === 'notice')).toEqual([]);
  expect(events.some((event) => event.type === 'samples' && event.batch.stream.key === 'acc')).toBe(true);
});
