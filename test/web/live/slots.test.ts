import { describe, expect, it } from 'vitest';
import type { DeviceDefinition, Sensor, SensorEvent, StreamDefinition } from '#devices/core/types.ts';
import { bangleJs } from '#devices/drivers/bangleJs.ts';
import { heartRateStrap } from '#devices/drivers/heartRateStrap.ts';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import { pineTime } from '#devices/drivers/pineTime.ts';
import { polarVeritySense } from '#devices/drivers/polarVeritySense.ts';
import { elbowFlexion } from '#shared/exercises/elbowFlexion.ts';
import { kneeBend } from '#shared/exercises/kneeBend.ts';
import { measuresMotion } from '#web/live/drivers.ts';
import { alsoFor, type SensorSlot, slotsFor, swapSlots } from '#web/live/slots.ts';
import type { ChooseSource } from '#web/live/sources.ts';

/** A sensor in the hand of the test: what it says is said by `say`. */
function makeSensor(deviceId: string, definition: DeviceDefinition = movellaDot) {
  const told = { say: (_event: SensorEvent): void => undefined, stops: 0, blinks: 0 };
  const open = async (listener: (event: SensorEvent) => void): Promise<Sensor> => {
    told.say = listener;
    return {
      definition,
      name: deviceId,
      start: async () => listener({ type: 'live' }),
      stop: async () => {
        told.stops++;
      },
      identify: async () => ++told.blinks > 0,
    };
  };
  const choose: ChooseSource = async () => ({ deviceId, name: deviceId, open });
  return { told, choose };
}

function batchOf(definition: DeviceDefinition, key: string): SensorEvent {
  const stream = definition.streams.find((each) => each.key === key) as StreamDefinition;
  const axes = stream.groups.reduce((sum, group) => sum + group.axes, 0);
  const hostUs = Float64Array.of(1);
  const batch = { stream, sampleCount: 1, hostUs, deviceUs: null, counts: new Int16Array(axes).fill(1), arrivalUs: 1, gapBefore: false };
  return { type: 'samples', batch };
}

function record(slots: readonly SensorSlot[]): string[] {
  const heard: string[] = [];
  for (const slot of slots) {
    slot.record(({ bodySite, moved, sensorLabel }) => (event) => {
      const what = event.type === 'samples' ? event.batch.stream.key : event.type;
      heard.push(`${sensorLabel}@${bodySite}${moved ? '*' : ''} ${what}`);
    });
  }
  return heard;
}

describe('two sensors of one model', () => {
  it('change places with their links: samples belong to the other place from then on, and nothing is let go', async () => {
    const slots = slotsFor(kneeBend, 'right');
    const [, thigh, shank] = slots;
    const heard = record(slots);
    const [one, two] = [makeSensor('one'), makeSensor('two')];
    await thigh.pick('bluetooth', one.choose);
    await shank.pick('bluetooth', two.choose);
    await swapSlots(thigh, shank);
    one.told.say(batchOf(movellaDot, 'imu'));
    two.told.say(batchOf(movellaDot, 'imu'));
    expect(heard).toEqual(['one@thigh live', 'two@shank live', 'one@thigh moved', 'two@shank moved', 'one@shank* imu', 'two@thigh* imu']);
    expect([thigh.status.value.name, shank.status.value.name]).toEqual(['two', 'one']);
    expect([one.told.stops, two.told.stops]).toEqual([0, 0]);
    expect(await thigh.connection.value?.identify()).toBe(true);
    expect([one.told.blinks, two.told.blinks]).toEqual([0, 1]);
    await thigh.release();
    await shank.release();
    expect([one.told.stops, two.told.stops]).toEqual([1, 1]);
  });

  it('are not taken for one another: the one that is worn already is refused, and stays where it is', async () => {
    const [, thigh, shank] = slotsFor(kneeBend, 'right');
    const one = makeSensor('one');
    await thigh.pick('bluetooth', one.choose);
    await shank.pick('bluetooth', one.choose);
    expect(shank.status.value).toMatchObject({ state: 'empty', error: 'alreadyWorn' });
    expect(thigh.status.value).toMatchObject({ state: 'live', name: 'one' });
    expect(one.told.stops).toBe(0);
    expect(alsoFor([thigh, shank], thigh)).toBeUndefined();
  });

  it('find the place they were told to have, whichever place they are picked for, unless it is taken', async () => {
    const homes = new Map([['one', { bodySite: 'shank', side: 'right' } as const]]);
    const [, thigh, shank] = slotsFor(kneeBend, 'right', (deviceId) => homes.get(deviceId) ?? null);
    await thigh.pick('bluetooth', makeSensor('one').choose);
    expect([thigh.status.value.state, shank.status.value.name]).toEqual(['empty', 'one']);
    homes.set('two', { bodySite: 'shank', side: 'right' });
    await thigh.pick('bluetooth', makeSensor('two').choose);
    expect([thigh.status.value.name, shank.status.value.name]).toEqual(['two', 'one']);
  });
});

describe('a heart rate sensor that measures motion, too', () => {
  it('serves both places through one link, each with its own streams', async () => {
    const slots = slotsFor(kneeBend, 'right');
    const [heart, thigh] = slots;
    const heard = record(slots);
    const verity = makeSensor('sense', polarVeritySense);
    expect(measuresMotion(polarVeritySense)).toBe(true);
    await heart.pick('bluetooth', verity.choose);
    expect(alsoFor(slots, heart)?.id).toBe('thigh');
    verity.told.say(batchOf(polarVeritySense, 'acc'));
    await thigh.pick('bluetooth', verity.choose);
    for (const key of ['heartRate', 'acc', 'gyro']) verity.told.say(batchOf(polarVeritySense, key));
    expect(heard).toEqual([
      ...['sense@upperArm live', 'sense@upperArm acc', 'sense@upperArm heartRate'],
      ...['sense@thigh acc', 'sense@thigh gyro'],
    ]);
    await heart.release();
    expect(verity.told.stops).toBe(0);
    expect(thigh.status.value.state).toBe('live');
    await thigh.release();
    expect(verity.told.stops).toBe(1);
  });
});

describe('a sensor whose beats or movement stay away', () => {
  const beats = ['heartRate', 'rr', 'ppi'];
  const motion = ['acc', 'gyro'];

  it('is stale at the places that need them, and at no other', async () => {
    const [heart, thigh] = slotsFor(kneeBend, 'right');
    const verity = makeSensor('sense', polarVeritySense);
    await heart.pick('bluetooth', verity.choose);
    await thigh.put(heart.connection.value);
    const states = () => [heart, thigh].map(({ status }) => [status.value.state, status.value.sinceUs]);
    verity.told.say({ type: 'stale', sinceUs: 7, streams: beats });
    expect(states()).toEqual([
      ['stale', 7],
      ['live', null],
    ]);
    expect([heart.status.value.canPick, thigh.status.value.canPick]).toEqual([true, false]);
    verity.told.say({ type: 'stale', sinceUs: 9, streams: motion });
    verity.told.say({ type: 'live', streams: beats });
    expect(states()).toEqual([
      ['live', null],
      ['stale', 9],
    ]);
    verity.told.say({ type: 'lost', code: 'disconnected', canRepick: false });
    verity.told.say({ type: 'live' });
    expect(states()).toEqual([
      ['live', null],
      ['live', null],
    ]);
  });

  it('is live at a limb though nobody wears it for the heart and no beat comes', async () => {
    const [, thigh] = slotsFor(kneeBend, 'right');
    const verity = makeSensor('sense', polarVeritySense);
    await thigh.pick('bluetooth', verity.choose);
    verity.told.say({ type: 'stale', sinceUs: 7, streams: beats });
    expect(thigh.status.value).toMatchObject({ state: 'live', sinceUs: null, canPick: false });
    verity.told.say({ type: 'stale', sinceUs: 8, streams: motion });
    expect(thigh.status.value).toMatchObject({ state: 'stale', sinceUs: 8, canPick: true });
  });
});

describe('where a heart rate sensor is worn', () => {
  const storedSite = async (definition: DeviceDefinition) => {
    const slots = slotsFor(kneeBend, 'right');
    const heard = record(slots);
    await slots[0].pick('bluetooth', makeSensor('heart', definition).choose);
    return heard;
  };

  it('is stored as its driver says it, the chest where it says nothing', async () => {
    expect(await storedSite(heartRateStrap)).toEqual(['heart@chest live']);
    expect(await storedSite(pineTime)).toEqual(['heart@wrist live']);
    expect(await storedSite(bangleJs)).toEqual(['heart@wrist live']);
    expect(await storedSite(polarVeritySense)).toEqual(['heart@upperArm live']);
  });

  it('never makes its movement that of a limb that is measured, unless it is put there', async () => {
    const slots = slotsFor(elbowFlexion, 'left');
    const [heart, upperArm] = slots;
    const heard = record(slots);
    const verity = makeSensor('sense', polarVeritySense);
    await heart.pick('bluetooth', verity.choose);
    const all = () => ['heartRate', 'acc'].map((key) => verity.told.say(batchOf(polarVeritySense, key)));
    all();
    expect(heard.splice(0)).toEqual(['sense@upperArm live', 'sense@upperArm heartRate']);
    await upperArm.put(heart.connection.value);
    all();
    expect(heard).toEqual(['sense@upperArm heartRate', 'sense@upperArm acc']);
  });
});

describe('what a sensor says about itself', () => {
  it('is on its place: battery, skin, streams it ended, what did not work', async () => {
    const [heart] = slotsFor(kneeBend, 'right');
    const sense = makeSensor('sense', polarVeritySense);
    await heart.pick('bluetooth', sense.choose);
    sense.told.say({ type: 'battery', percent: 12 });
    sense.told.say({ type: 'notice', code: 'smallPackets', message: 'The connection is narrow.' });
    sense.told.say({ type: 'ended', streams: ['acc'] });
    expect(heart.status.value).toMatchObject({ batteryPercent: 12, notices: ['The connection is narrow.'], ended: ['acc'] });
    sense.told.say(batchOf(polarVeritySense, 'acc'));
    expect(heart.status.value.ended).toEqual([]);
    const [beat] = [batchOf(polarVeritySense, 'heartRate')];
    if (beat.type === 'samples') beat.batch.counts[1] = 0;
    sense.told.say(beat);
    expect(heart.status.value).toMatchObject({ state: 'live', noContact: true });
    sense.told.say({ type: 'lost', code: 'disconnected', canRepick: false });
    expect(heart.status.value).toMatchObject({ state: 'lost', canPick: false, noContact: false });
    sense.told.say({ type: 'lost', code: 'connectTimeout', canRepick: true });
    expect(heart.status.value).toMatchObject({ state: 'lost', canPick: true, error: 'connectTimeout' });
  });

  it('lets go of a sensor that opens after the place was given up', async () => {
    const [heart] = slotsFor(kneeBend, 'right');
    const late = makeSensor('late', polarVeritySense);
    const answered = Promise.withResolvers<void>();
    const picking = heart.pick('bluetooth', async (wanted) => {
      const chosen = await late.choose(wanted);
      return { ...chosen, open: async (listener) => answered.promise.then(() => chosen.open(listener)) };
    });
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    await heart.release();
    answered.resolve();
    await picking;
    expect(heart.status.value.state).toBe('empty');
    expect(late.told.stops).toBe(1);
  });
});
