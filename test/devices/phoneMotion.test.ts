import { describe, expect, it } from 'vitest';
import type { DeviceError } from '#devices/core/errors.ts';
import type { SensorEvent } from '#devices/core/types.ts';
import { PHONE_IMU } from '#devices/drivers/phoneMotion.ts';
import { type MotionHost, motionCounts, openPhoneMotion } from '#devices/transports/phoneMotion.ts';
import { createManualScheduler } from './manualScheduler.ts';

const FLAT = { accelerationIncludingGravity: { x: 0, y: 0, z: 9.81 }, rotationRate: { alpha: 90, beta: 0, gamma: -45 } };

function setUp(motionEvent: MotionHost['motionEvent']) {
  const scheduler = createManualScheduler();
  const events = new EventTarget();
  const seen: SensorEvent[] = [];
  const sensor = openPhoneMotion({ events, motionEvent }, scheduler, (event) => seen.push(event));
  const move = (reading: object = FLAT): boolean => events.dispatchEvent(Object.assign(new Event('devicemotion'), reading));
  return { scheduler, sensor, seen, move };
}

describe('phone as a sensor', () => {
  it('gives acceleration and angular rate in SI units once per event', async () => {
    const { scheduler, sensor, seen, move } = setUp({});
    await sensor.start();
    for (let i = 0; i < 3; i++) {
      move();
      await scheduler.advance(20);
    }
    const batches = seen.flatMap((event) => (event.type === 'samples' ? [event.batch] : []));
    expect(batches).toHaveLength(3);
    const [acc, gyr] = PHONE_IMU.groups;
    expect(batches[0].counts[2] * acc.scale).toBeCloseTo(9.81, 2);
    expect(batches[0].counts[3] * gyr.scale).toBeCloseTo(Math.PI / 2, 2);
    expect(batches[0].counts[5] * gyr.scale).toBeCloseTo(-Math.PI / 4, 2);
    expect(batches.map((batch) => batch.hostUs[0] - batches[0].hostUs[0])).toEqual([0, 20_000, 40_000]);
    await sensor.stop();
    move();
    expect(seen.map((event) => event.type)).toEqual(['connecting', 'live', 'samples', 'samples', 'samples', 'closed']);
  });

  it('asks for permission on iOS, and turns its sign', async () => {
    const { sensor, seen, move } = setUp({ requestPermission: async () => 'granted' });
    await sensor.start();
    move({ ...FLAT, accelerationIncludingGravity: { x: 0, y: 0, z: -9.81 } });
    const event = seen.at(-1);
    expect(event?.type === 'samples' && event.batch.counts[2] > 2000).toBe(true);
  });

  it('says when permission is refused, and may be asked again', async () => {
    const { sensor, seen, move } = setUp({ requestPermission: async () => 'denied' });
    expect(await sensor.start().catch((error: DeviceError) => error.code)).toBe('permissionDenied');
    move();
    expect(seen.at(-1)).toEqual({ type: 'lost', code: 'permissionDenied', canRepick: true });
    await expect(sensor.start()).rejects.toMatchObject({ code: 'permissionDenied' });
  });

  it('says when there is no sensor: no events, no constructor, or half a sensor', async () => {
    const silent = setUp({});
    await silent.sensor.start();
    silent.move({ accelerationIncludingGravity: { x: null, y: null, z: null }, rotationRate: null });
    await silent.scheduler.advance(4_000);
    expect(silent.seen.at(-1)).toEqual({ type: 'lost', code: 'notFound', canRepick: true });
    await expect(setUp(undefined).sensor.start()).rejects.toMatchObject({ code: 'unsupported' });
    expect(motionCounts({ ...FLAT, rotationRate: null }, 1)).toBeNull();
  });

  it('becomes stale when events stop, and live when they come back', async () => {
    const { scheduler, sensor, seen, move } = setUp({});
    await sensor.start();
    move();
    await scheduler.advance(5_000);
    expect(seen.at(-1)?.type).toBe('stale');
    move();
    const [live, samples] = seen.slice(-2);
    expect(live.type).toBe('live');
    expect(samples.type === 'samples' && samples.batch.gapBefore).toBe(true);
    await sensor.stop();
  });
});
