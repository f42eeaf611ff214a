import { describe, expect, it } from 'vitest';
import type { Sensor, SensorEvent } from '#devices/core/types.ts';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import type { Moved } from '#shared/motion/whichMoved.ts';
import { openConnection } from '#web/live/connection.ts';
import { watchTaps } from '#web/live/tapWatch.ts';

const STEP_US = 16_667;
const REST_COUNT = 20_479;

/** A DOT whose packets the test makes, in one of its payload modes. */
async function openDot(key: 'imu' | 'orientation') {
  let say: (event: SensorEvent) => void = () => undefined;
  const stream = movellaDot.streams.find((each) => each.key === key);
  if (stream === undefined) throw new Error(`no ${key}`);
  const connection = await openConnection('bluetooth', {
    deviceId: key,
    name: 'DOT',
    open: async (listener): Promise<Sensor> => {
      say = listener;
      return { definition: movellaDot, name: 'DOT', start: async () => undefined, stop: async () => undefined };
    },
  });
  const send = (timeUs: number, counts: readonly number[]) => {
    const batch = { stream, sampleCount: 1, hostUs: Float64Array.of(timeUs), counts: Int16Array.from(counts) };
    say({ type: 'samples', batch: { ...batch, deviceUs: null, arrivalUs: timeUs, gapBefore: false } });
  };
  return { connection, send };
}

describe('a tap on one of two sensors', () => {
  it('is heard through their links while it is asked for, whatever they are set to send', async () => {
    for (const key of ['imu', 'orientation'] as const) {
      const [first, second] = [await openDot(key), await openDot(key)];
      const heard: Moved[] = [];
      const stop = watchTaps([first.connection, second.connection], (moved) => heard.push(moved));
      const play = (fromUs: number) => {
        for (let i = 0; i < 240; i++) {
          const timeUs = fromUs + i * STEP_US;
          const tapped = i === 120 || i === 121;
          const still = [0, 0, 2048, 0, 0, 0, REST_COUNT, 0, 0, 0];
          const shaken = [9000, 0, 2048, 900, 0, 0, REST_COUNT, 0, 0, 0];
          const turned = tapped ? [REST_COUNT, 3000, 0, 0] : [REST_COUNT, 0, 0, 0];
          first.send(timeUs, key === 'imu' ? still : still.slice(6));
          second.send(timeUs, key === 'imu' ? (tapped ? shaken : still) : turned);
        }
      };
      play(0);
      expect(heard, key).toEqual([1]);
      stop();
      play(10e6);
      expect(heard, key).toEqual([1]);
    }
  });
});
