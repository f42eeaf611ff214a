import { describe, expect, it } from 'vitest';
import type { DeviceError } from '#devices/core/errors.ts';
import { simulatedHeartRateStrap } from '#devices/simulation/heartRateStrap.ts';
import type { Peripheral } from '#devices/simulation/peripheral.ts';
import { simulatedStimulator } from '#devices/simulation/stimulator.ts';
import { createSimulatedPort } from '#devices/transports/simulated.ts';
import { Stimulation } from '#shared/schema/stimulation.ts';
import { createVirtualTime } from '#test/web/live/virtualTime.ts';
import { readStimulatorOn } from '#web/live/stimulatorRead.ts';
import { commandText, deviceNote, filledFrom, readingText } from '#web/patient/tens/deviceFill.ts';

const START_US = 1_790_000_000_000_000;

describe('reading a stimulator', () => {
  it('gives its numbers, writes nothing and lets go', async () => {
    const time = createVirtualTime(START_US);
    const writes: string[] = [];
    const box = simulatedStimulator({
      name: 'HHI',
      address: 'C0:00:00:00:00:09',
      frequencyHz: 80,
      pulseWidthUs: 200,
      phases: [{ atS: 0, amplitudeMa: 12 }],
    });
    const watched: Peripheral = {
      ...box,
      write: (service, characteristic, bytes) => {
        writes.push(characteristic);
        box.write(service, characteristic, bytes);
      },
    };
    let ends = 0;
    const port = createSimulatedPort(watched, time);
    port.onDisconnect(() => ends++);
    const reading = readStimulatorOn(port, time);
    await time.run(6);
    expect(await reading).toMatchObject({
      device: 'Backyard Brains Human-Human-Interface',
      reading: { frequencyHz: 80, pulseWidthUs: 200, intensity: 12, intensityUnit: 'mA' },
    });
    expect(writes).toEqual([]);
    expect(ends).toBe(1);
  });

  it('says that a device is no stimulator it knows', async () => {
    const time = createVirtualTime(START_US);
    const strap = simulatedHeartRateStrap({ name: 'Strap', address: 'C0:00:00:00:00:08', rrIntervalsMs: [800] });
    const refused = readStimulatorOn(createSimulatedPort(strap, time), time).catch((error: DeviceError) => error.code);
    await time.run(1);
    expect(await refused).toBe('serviceMissing');
  });
});

describe('what a device says beside what a person typed', () => {
  const programme = { frequencyHz: 100, pulseWidthUs: 150, intensity: null, intensityUnit: null, plannedMinutes: 30 } as const;
  const reading = { frequencyHz: 80, pulseWidthUs: 5000, intensity: 12, intensityUnit: 'mA', active: true } as const;

  it('replaces what the programme proposed, not what was typed, and nothing that the log would not take', () => {
    expect(filledFrom(programme, new Set(), reading)).toEqual({
      frequencyHz: 80,
      pulseWidthUs: 150,
      intensity: 12,
      intensityUnit: 'mA',
      plannedMinutes: 30,
    });
    expect(filledFrom(programme, new Set(['frequencyHz'] as const), reading).frequencyHz).toBe(100);
    const own = { ...programme, intensity: 7, intensityUnit: 'level' } as const;
    expect(filledFrom(own, new Set(['intensity', 'intensityUnit'] as const), reading)).toMatchObject({
      intensity: 7,
      intensityUnit: 'level',
    });
  });

  it('is kept in the record word for word', () => {
    expect(readingText(reading)).toBe('80 Hz, 5000 µs, 12 mA, running');
    expect(readingText({})).toBe('');
    const note = deviceNote({ device: 'Box', reading }, 'C0I40T3000G');
    expect(note).toBe('Box said: 80 Hz, 5000 µs, 12 mA, running\nopenEMSstim: C0I40T3000G');
    expect(Stimulation.shape.note.safeParse(note).success).toBe(true);
    expect(deviceNote(null, null)).toBe('');
    expect(commandText({ channel: 0, intensityPct: 40, durationMs: 3000 })).toBe('Channel 1, 40 % for 3 s');
  });
});
