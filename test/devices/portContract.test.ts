import { describe, expect, it } from 'vitest';
import type { DeviceError } from '#devices/core/errors.ts';
import type { Scheduler } from '#devices/core/scheduler.ts';
import type { GattPort } from '#devices/core/types.ts';
import { BATTERY_LEVEL, BATTERY_SERVICE, HEART_RATE_MEASUREMENT, HEART_RATE_SERVICE, sigUuid } from '#devices/core/uuid.ts';
import { simulatedHeartRateStrap } from '#devices/simulation/heartRateStrap.ts';
import { createReplayPort } from '#devices/transports/replay.ts';
import { createSimulatedPort } from '#devices/transports/simulated.ts';
import { createManualScheduler } from './manualScheduler.ts';

interface Subject {
  readonly port: GattPort;
  /** Breaks the link from the far side; null where the transport cannot. */
  readonly drop: (() => void) | null;
  readonly silence: (() => void) | null;
}

/** A strap that sends one packet per second and has a battery at 87 %, behind each transport. */
const TRANSPORTS: Readonly<Record<string, (scheduler: Scheduler) => Subject>> = {
  simulated(scheduler) {
    const port = createSimulatedPort(
      simulatedHeartRateStrap({ name: 'Strap', address: 'C0:00:00:00:00:01', rrIntervalsMs: [800] }),
      scheduler,
    );
    return { port, drop: port.dropNow, silence: () => (port.faults.neverAnswerConnect = true) };
  },
  replay(scheduler) {
    const packets = Array.from({ length: 60 }, (_, i) => ({
      atUs: i * 1_000_000,
      service: HEART_RATE_SERVICE,
      characteristic: HEART_RATE_MEASUREMENT,
      bytes: Uint8Array.of(0x00, 60 + i),
    }));
    const values = [{ service: BATTERY_SERVICE, characteristic: BATTERY_LEVEL, bytes: Uint8Array.of(87) }];
    return { port: createReplayPort({ name: 'Strap', packets, values }, scheduler), drop: null, silence: null };
  },
};
const NOT_HERE = 'a recording has no far side: it neither drops nor stays silent';

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'fulfilled',
    (error: DeviceError) => error.code,
  );

describe.each(Object.keys(TRANSPORTS))('GattPort contract: %s', (name) => {
  const setUp = () => {
    const scheduler = createManualScheduler();
    return { scheduler, ...TRANSPORTS[name](scheduler) };
  };
  const capable = (() => setUp().drop !== null)();
  const subscribe = async (port: GattPort) => {
    const packets: { bytes: Uint8Array; arrivalUs: number }[] = [];
    await port.subscribe(HEART_RATE_SERVICE, HEART_RATE_MEASUREMENT, (bytes, arrivalUs) => packets.push({ bytes, arrivalUs }));
    return packets;
  };

  it('refuses everything before connect', async () => {
    const { port } = setUp();
    expect(await codeOf(port.read(BATTERY_SERVICE, BATTERY_LEVEL))).toBe('disconnected');
    expect(await codeOf(port.write(BATTERY_SERVICE, BATTERY_LEVEL, Uint8Array.of(1), true))).toBe('disconnected');
    expect(await codeOf(port.services())).toBe('disconnected');
    expect(await codeOf(subscribe(port))).toBe('disconnected');
  });

  it('names the services of the connected device', async () => {
    const { port } = setUp();
    await port.connect(1000);
    expect(await port.services()).toEqual(expect.arrayContaining([HEART_RATE_SERVICE, BATTERY_SERVICE]));
  });

  it('reads, and says which service is missing', async () => {
    const { port } = setUp();
    await port.connect(1000);
    expect(await port.read(BATTERY_SERVICE, BATTERY_LEVEL)).toEqual(Uint8Array.of(87));
    expect(await codeOf(port.read(sigUuid(0x1814), sigUuid(0x2a53)))).toBe('serviceMissing');
  });

  it('delivers packets in order with rising arrival times, only while subscribed', async () => {
    const { scheduler, port } = setUp();
    await port.connect(1000);
    await scheduler.advance(2500);
    const packets = await subscribe(port);
    await scheduler.advance(5000);
    expect(packets).toHaveLength(5);
    const times = packets.map((packet) => packet.arrivalUs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.every((us) => us <= scheduler.nowUs())).toBe(true);
  });

  it('does not double packets when subscribed twice', async () => {
    const { scheduler, port } = setUp();
    await port.connect(1000);
    await subscribe(port);
    const packets = await subscribe(port);
    await scheduler.advance(3000);
    expect(packets).toHaveLength(3 + (name === 'replay' ? 1 : 0));
  });

  it('hands out bytes that stay the same', async () => {
    const { scheduler, port } = setUp();
    await port.connect(1000);
    const packets = await subscribe(port);
    await scheduler.advance(1500);
    const copy = packets[0].bytes.slice();
    await scheduler.advance(3000);
    expect(packets[0].bytes).toEqual(copy);
  });

  it('goes quiet at disconnect, tells it once, and can connect and subscribe again', async () => {
    const { scheduler, port } = setUp();
    let ends = 0;
    port.onDisconnect(() => ends++);
    await port.connect(1000);
    const before = await subscribe(port);
    await scheduler.advance(2000);
    port.disconnect();
    port.disconnect();
    const seen = before.length;
    await scheduler.advance(3000);
    expect([before.length, ends]).toEqual([seen, 1]);
    await port.connect(1000);
    const after = await subscribe(port);
    await scheduler.advance(2000);
    expect([before.length, after.length]).toEqual([seen, 2]);
  });

  it.skipIf(!capable)(`tells of a drop from the far side (skipped: ${NOT_HERE})`, async () => {
    const { scheduler, port, drop } = setUp();
    let ends = 0;
    port.onDisconnect(() => ends++);
    await port.connect(1000);
    drop?.();
    await scheduler.settle();
    expect(ends).toBe(1);
    expect(await codeOf(port.read(BATTERY_SERVICE, BATTERY_LEVEL))).toBe('disconnected');
  });

  it.skipIf(!capable)(`gives up a connect that is never answered (skipped: ${NOT_HERE})`, async () => {
    const { scheduler, port, silence } = setUp();
    silence?.();
    const outcome = codeOf(port.connect(1000));
    await scheduler.advance(1000);
    expect(await outcome).toBe('connectTimeout');
  });
});
