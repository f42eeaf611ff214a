import { describe, expect, it } from 'vitest';
import { mayWrite } from '#devices/core/safety.ts';
import { openSensor } from '#devices/core/sensor.ts';
import type { DeviceDefinition, SensorEvent } from '#devices/core/types.ts';
import { cachexiaStimulator } from '#devices/drivers/cachexiaStimulator.ts';
import { FFE0_SERIAL, FFE0_SERVICE, ffe0Stimulator } from '#devices/drivers/ffe0Stimulator.ts';
import { HHI_FREQUENCY, HHI_SERVICE, humanHumanInterface } from '#devices/drivers/humanHumanInterface.ts';
import { catalogue } from '#devices/drivers/index.ts';
import { simulatedStimulator } from '#devices/simulation/stimulator.ts';
import { createReplayPort } from '#devices/transports/replay.ts';
import { createSimulatedPort } from '#devices/transports/simulated.ts';
import { type DeviceFillable, fillFromDevice, type StimulationReading } from '#shared/stimulation/reading.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { hexOf } from './conversation.ts';
import { createManualScheduler } from './manualScheduler.ts';
import { bytesOf, ownVectors, sharedVectors } from './sharedVectors.ts';

/** Written down here on purpose, apart from the drivers: all that may ever be sent to a stimulator, byte by byte. */
const MAY_BE_SENT: Readonly<Record<string, readonly string[]>> = {
  ffe0Stimulator: ['5A 01 01 09 01 00 66'],
};
const stimulators = catalogue.filter((definition) => definition.safety.stimulator);
const queriesOf = ({ safety }: DeviceDefinition): readonly Uint8Array[] => (safety.stimulator ? safety.queries : []);

describe('stimulators are read, never set', () => {
  it('declares no start, no stop, nothing to choose, and no bytes beyond the list', () => {
    for (const definition of stimulators) {
      const allowed = MAY_BE_SENT[definition.id] ?? [];
      expect(definition.safety).toMatchObject({ control: 'none' });
      const { start, stop, options, actions, identify } = definition;
      expect({ start, stop, options, actions, identify }, definition.id).toEqual({
        start: [],
        stop: [],
        options: [],
        actions: [],
        identify: null,
      });
      expect(queriesOf(definition).map(hexOf), definition.id).toEqual(allowed);
      for (const step of definition.poll?.steps ?? []) {
        if (step.type === 'write') expect([allowed.includes(hexOf(step.bytes)), step.put]).toEqual([true, undefined]);
      }
    }
    expect(stimulators.map((definition) => definition.id)).toEqual([
      'humanHumanInterface',
      'ffe0Stimulator',
      'cachexiaStimulator',
      'therapyModule',
    ]);
  });

  it('lets nothing through that differs from a question by one byte, is shorter or longer', () => {
    let checked = 0;
    for (const definition of stimulators) {
      for (const query of queriesOf(definition)) {
        expect(mayWrite(definition, query)).toBe(true);
        for (let at = 0; at < query.length; at++) {
          for (let value = 0; value < 256; value++) {
            if (value === query[at]) continue;
            const other = query.slice();
            other[at] = value;
            expect(mayWrite(definition, other)).toBe(false);
            checked++;
          }
        }
        expect(mayWrite(definition, query.subarray(1))).toBe(false);
        expect(mayWrite(definition, Uint8Array.of(...query, 0))).toBe(false);
      }
      expect(mayWrite(definition, new Uint8Array(0))).toBe(false);
    }
    expect(checked).toBe(7 * 255);
  });

  it('the documented command that sets a time is one of those that never get through', () => {
    expect(mayWrite(ffe0Stimulator, bytesOf('5A 01 01 03 03 01 00 05 68'))).toBe(false);
  });

  it('stands even when a declaration was tampered with: the write never reaches the radio', async () => {
    const scheduler = createManualScheduler();
    const forged: DeviceDefinition = {
      ...ffe0Stimulator,
      start: [
        {
          type: 'write',
          service: FFE0_SERVICE,
          characteristic: FFE0_SERIAL,
          bytes: bytesOf('5A 01 01 03 03 01 00 05 68'),
          response: true,
        },
      ],
    };
    const packets = [{ atUs: 0, service: FFE0_SERVICE, characteristic: FFE0_SERIAL, bytes: new Uint8Array(1) }];
    const port = createReplayPort({ name: 'EMS', packets }, scheduler);
    await expect(openSensor(forged, port, scheduler, () => {}).start()).rejects.toMatchObject({ code: 'refused' });
    expect(port.written).toEqual([]);
  });
});

interface Expected {
  readonly reading?: StimulationReading;
  readonly streams: Readonly<Record<string, number>>;
  readonly batteryPct?: number;
}
const short = (uuid: string): string => uuid.slice(4, 8);

describe('what they say', () => {
  it.each(ownVectors<Expected>('stimulators'))('$device $stream: $source', ({ device, characteristic, hex, expect: wanted }) => {
    const definition = stimulators.find((one) => one.id === device)!;
    const use = definition.characteristics.find((one) => one.characteristic === characteristic)!;
    const result = use.decode(bytesOf(hex));
    if (!result.ok) throw new Error(result.reason);
    expect([result.facts?.stimulation, result.facts?.batteryPct]).toEqual([wanted.reading, wanted.batteryPct]);
    expect(Object.fromEntries(result.streams.map((part) => [part.stream, part.counts[0]]))).toEqual(wanted.streams);
  });

  it.skipIf(sharedVectors('byb-hhi') === null)(`the reference packets (${NO_SHARED_DATA} if skipped)`, () => {
    const [set, knob] = sharedVectors<{ mA?: number }>('byb-hhi')!;
    const [setUse] = humanHumanInterface.characteristics;
    const present = humanHumanInterface.characteristics.find((use) => short(use.characteristic) === 'bb10')!;
    expect(setUse.decode(bytesOf(set.hex))).toMatchObject({ facts: { stimulation: { intensity: set.expect.mA } } });
    // The knob sets it: there is no number, and none is made up.
    expect(present.decode(bytesOf(knob.hex))).toEqual({ ok: true, streams: [], notes: [], facts: { stimulation: {} } });
    const frames = sharedVectors<{ remainingMin?: number }>('ffe0-5a')!;
    const reply = frames.find((vector) => vector.expect.remainingMin !== undefined)!;
    expect(ffe0Stimulator.characteristics[0].decode(bytesOf(reply.hex))).toMatchObject({ facts: { stimulation: { remainingS: 20 * 60 } } });
    for (const { hex } of frames) {
      const { frames: found, skippedBytes } = ffe0Stimulator.characteristics[0].createFramer!().push(bytesOf(hex));
      expect([found.length, skippedBytes]).toEqual([1, 0]);
    }
  });

  it('refuses what no stimulator is set to', () => {
    const taken = (definition: DeviceDefinition, stream: string, hex: string) =>
      definition.characteristics.find((one) => short(one.characteristic) === stream)!.decode(bytesOf(hex)).ok;
    expect(taken(humanHumanInterface, 'bb10', '33 00')).toBe(false);
    expect(taken(humanHumanInterface, 'bb04', '00')).toBe(false);
    // A pulse width of one byte is of older firmware, in a unit that is not known.
    expect(taken(humanHumanInterface, 'bb05', 'C8')).toBe(false);
    expect(taken(cachexiaStimulator, 'c682', '65')).toBe(false);
    // 121 minutes left, with a checksum that is right.
    expect(taken(ffe0Stimulator, 'ffe1', '5A 02 01 09 03 03 00 79 E5')).toBe(false);
    expect(taken(ffe0Stimulator, 'ffe1', '5A 02 01 09 03 03 00 78 E4')).toBe(true);
  });

  it('the motion sensor in one of them: milliseconds, thousandths of g, tenths of a degree per second', () => {
    const imu = cachexiaStimulator.characteristics.find((one) => short(one.characteristic) === 'c685')!;
    expect(imu.decode(bytesOf('10 27 00 00 00 00 18 FC E8 03 0A 00 00 00 F6 FF'))).toEqual({
      ok: true,
      notes: [],
      streams: [
        { stream: 'imu', sampleCount: 1, counts: Int16Array.of(0, -1000, 1000, 10, 0, -10), deviceUs: Float64Array.of(10_000_000) },
      ],
    });
  });
});

describe('a box set by hand, listened to', () => {
  it('fills the log, keeps what was typed, and notes when it was on', async () => {
    const scheduler = createManualScheduler();
    const phases = [
      { atS: 2, amplitudeMa: 8 },
      { atS: 5, amplitudeMa: 12 },
      { atS: 9, amplitudeMa: null },
    ];
    const box = simulatedStimulator({ name: 'HHI', address: 'C0:00:00:00:00:08', frequencyHz: 80, pulseWidthUs: 200, phases });
    const port = createSimulatedPort(box, scheduler);
    let writes = 0;
    const watched = {
      ...port,
      write: async (...args: Parameters<typeof port.write>) => {
        writes++;
        return port.write(...args);
      },
    };
    const events: SensorEvent[] = [];
    const sensor = openSensor(humanHumanInterface, watched, scheduler, (event) => events.push(event));
    await sensor.start();
    await scheduler.advance(12_000);
    await sensor.stop();
    // It says something only when something changes: silence is no fault.
    expect(events.filter((event) => event.type === 'stale')).toEqual([]);
    const column = (key: string) =>
      events.flatMap((event) => (event.type === 'samples' && event.batch.stream.key === key ? [...event.batch.counts] : []));
    expect([column('amplitude'), column('active'), writes]).toEqual([[8, 12, 0], [1, 1, 0], 0]);

    const told = events.flatMap((event) => (event.type === 'stimulation' ? [event] : []));
    expect(told[0]).toEqual({
      type: 'stimulation',
      reading: { intensity: 8, intensityUnit: 'mA', frequencyHz: 80, pulseWidthUs: 200 },
      source: 'query',
    });
    expect(told.at(-1)).toEqual({ type: 'stimulation', reading: { intensity: 0, intensityUnit: 'mA' }, source: 'notify' });
    const typed: DeviceFillable = { frequencyHz: 100, pulseWidthUs: null, intensity: null, intensityUnit: null, plannedMinutes: 30 };
    expect(fillFromDevice(typed, told[0].reading)).toEqual({
      frequencyHz: 100,
      pulseWidthUs: 200,
      intensity: 8,
      intensityUnit: 'mA',
      plannedMinutes: 30,
    });
  });

  it('refuses every write itself', async () => {
    const box = simulatedStimulator({ name: 'HHI', address: 'C0:00:00:00:00:08', frequencyHz: 80, pulseWidthUs: 200, phases: [] });
    expect(() => box.write(HHI_SERVICE, HHI_FREQUENCY, Uint8Array.of(90))).toThrow(/nobody/);
  });

  it('asks the FFE0 family its one question, again and again', async () => {
    const scheduler = createManualScheduler();
    const answer = bytesOf('5A 02 01 09 03 03 00 14 80');
    const packets = [
      { atUs: 1_000_000, service: FFE0_SERVICE, characteristic: FFE0_SERIAL, bytes: answer.subarray(0, 4) },
      { atUs: 1_020_000, service: FFE0_SERVICE, characteristic: FFE0_SERIAL, bytes: answer.subarray(4) },
    ];
    const port = createReplayPort({ name: 'EMS', packets }, scheduler);
    const events: SensorEvent[] = [];
    const sensor = openSensor(ffe0Stimulator, port, scheduler, (event) => events.push(event));
    await sensor.start();
    await scheduler.advance(25_000);
    await sensor.stop();
    expect(port.written.map(({ bytes }) => hexOf(bytes))).toEqual(Array.from({ length: 3 }, () => '5A 01 01 09 01 00 66'));
    expect(events).toContainEqual({ type: 'stimulation', reading: { remainingS: 1200 }, source: 'notify' });
  });
});
