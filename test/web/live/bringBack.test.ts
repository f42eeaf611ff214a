import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeviceError } from '#devices/core/errors.ts';
import { SENSOR_TIMES } from '#devices/core/sensorTimes.ts';
import type { Sensor, SensorEvent } from '#devices/core/types.ts';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import { kneeBend } from '#shared/exercises/kneeBend.ts';
import { bringBack } from '#web/live/picking.ts';
import { slotsFor } from '#web/live/slots.ts';
import { intoWork, openStudio } from './studio.ts';

afterEach(() => vi.unstubAllGlobals());

/** A thigh sensor that was live and is lost for longer than the automatic tries. `reach`: what a connect does from now on. */
async function lostSensor(reach: () => Promise<void>) {
  const starts: (number | undefined)[] = [];
  let say: (event: SensorEvent) => void = () => undefined;
  const sensor: Sensor = {
    definition: movellaDot,
    name: 'DOT',
    start: async (connectMs) => {
      starts.push(connectMs);
      say({ type: 'connecting' });
      if (starts.length > 1) await reach();
      say({ type: 'live' });
    },
    stop: async () => undefined,
  };
  const slots = slotsFor(kneeBend, 'right');
  const [, thigh] = slots;
  await thigh.pick('bluetooth', async () => ({
    deviceId: 'dot',
    name: 'DOT',
    open: async (listener) => {
      say = listener;
      return sensor;
    },
  }));
  say({ type: 'lost', code: 'connectTimeout', canRepick: true });
  return { slots, thigh, starts };
}

/** A browser whose chooser is closed without a choice, or is refused because the tap is too long ago. */
function browserWith(tap: 'fresh' | 'tooLongAgo') {
  let choosers = 0;
  const requestDevice = async () => {
    choosers++;
    if (tap === 'tooLongAgo') throw new DOMException('Must be handling a user gesture', 'SecurityError');
    throw new DOMException('User cancelled', 'NotFoundError');
  };
  vi.stubGlobal('navigator', {
    bluetooth: { getAvailability: async () => true, requestDevice },
    userActivation: { isActive: tap === 'fresh' },
  });
  return () => choosers;
}
const settled = () => new Promise((resolve) => setImmediate(resolve));
const unreachable = () => Promise.reject(new DeviceError('connectTimeout', 'out of reach'));

describe('one tap on a lost sensor', () => {
  it('brings back the one that is known, within a time of our own and without a chooser', async () => {
    const choosers = browserWith('fresh');
    const { slots, thigh, starts } = await lostSensor(async () => undefined);
    await bringBack(slots, thigh);
    expect(thigh.status.value).toMatchObject({ state: 'live', name: 'DOT', canPick: false });
    expect(starts).toEqual([undefined, SENSOR_TIMES.reconnectMs]);
    expect(choosers()).toBe(0);
  });

  it('opens the chooser when that one cannot be reached, and at once the next time', async () => {
    const choosers = browserWith('fresh');
    const { slots, thigh, starts } = await lostSensor(unreachable);
    await bringBack(slots, thigh);
    await settled();
    expect(choosers()).toBe(1);
    expect(thigh.status.value).toMatchObject({ state: 'lost', canPick: true, error: 'connectTimeout' });
    await bringBack(slots, thigh);
    await settled();
    expect([choosers(), starts.length]).toEqual([2, 2]);
  });

  it('leaves its button where it was when the tap is too long ago for a chooser by then', async () => {
    const choosers = browserWith('tooLongAgo');
    const { slots, thigh } = await lostSensor(unreachable);
    await bringBack(slots, thigh);
    await settled();
    expect(choosers()).toBe(1);
    expect(thigh.status.value).toMatchObject({ state: 'lost', canPick: true, error: 'connectTimeout' });
  });

  it('opens no chooser over another sensor that was picked meanwhile', async () => {
    const choosers = browserWith('fresh');
    const answer = Promise.withResolvers<void>();
    const { slots, thigh } = await lostSensor(() => answer.promise);
    const back = bringBack(slots, thigh);
    expect(thigh.status.value.state).toBe('connecting');
    await thigh.pick('bluetooth', () => Promise.reject(new DeviceError('cancelled', 'closed')));
    answer.reject(new DeviceError('connectTimeout', 'out of reach'));
    await back;
    await settled();
    expect(choosers()).toBe(0);
    expect(thigh.status.value).toMatchObject({ state: 'lost', canPick: true });
  });

  it('goes on recording it as new streams, since it may sit otherwise than before', async () => {
    const studio = openStudio();
    await intoWork(studio);
    await studio.run(12);
    const port = studio.ports.get('thigh');
    const thigh = studio.live.slots.find(({ id }) => id === 'thigh');
    if (port === undefined || thigh === undefined) throw new Error('no thigh sensor');
    port.faults.neverAnswerConnect = true;
    port.dropNow();
    await studio.run(8);
    port.faults.neverAnswerConnect = false;
    const back = bringBack(studio.live.slots, thigh);
    await studio.run(14);
    await back;
    expect(thigh.status.value.state).toBe('live');
    expect(studio.live.reading().angleDeg).not.toBeNull();
    const streams = studio.live.session().streams.filter(({ bodySite }) => bodySite === 'thigh');
    expect(streams.map(({ sensorLabel }) => sensorLabel)).toEqual(['DOT thigh', 'DOT thigh']);
    for (const slot of studio.live.slots) {
      slot.record(null);
      await slot.release();
    }
  });
});
