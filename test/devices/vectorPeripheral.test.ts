import { describe, expect, it } from 'vitest';
import { openSensor } from '#devices/core/sensor.ts';
import { catalogue, deviceById } from '#devices/drivers/index.ts';
import { createSimulatedPort } from '#devices/transports/simulated.ts';
import { noteOf, type SensorNote } from '#test/lab/sensorNotes.ts';
import { createManualScheduler } from './manualScheduler.ts';
import { everything, expectPlayed, wantedSamples } from './playedDevice.ts';
import { lacksVectors, vectorPeripheral } from './vectorPeripheral.ts';

const onRadio = catalogue.filter(({ kind }) => kind !== 'phone');

describe('every device, played from its packets', () => {
  it.each(onRadio.map((definition) => [definition.id, definition] as const))('%s', async (_id, definition) => {
    expect(lacksVectors(definition)).toEqual([]);
    const scheduler = createManualScheduler();
    const peripheral = vectorPeripheral(definition, 'C0:00:00:00:00:0A');
    const notes: SensorNote[] = [];
    const port = createSimulatedPort(peripheral, scheduler);
    const sensor = openSensor(definition, port, scheduler, (event) => notes.push(noteOf(event)), everything(definition));
    const started = sensor.start();
    await scheduler.advance(1_000);
    await started;
    peripheral.play();
    await scheduler.advance(300);
    const shown = sensor.identify!();
    await scheduler.advance(3_200);
    expect(await shown).toBe(Array.isArray(definition.identify));
    for (const { key } of definition.actions) await sensor.act!(key);
    await sensor.stop();
    expect(notes.filter(({ type }) => type === 'samples').length).toBeGreaterThanOrEqual(wantedSamples(definition, peripheral).length);
    expectPlayed(definition, peripheral, notes);
  });

  it('says what lacks: the phone has no radio, and a device without packets is not played', () => {
    expect(lacksVectors(catalogue.find(({ kind }) => kind === 'phone')!)).toEqual(['it has no radio']);
    const unheard = { ...deviceById('polarH10')!, id: 'unheard' };
    expect(lacksVectors(unheard)).toContain('no packet of fb005c82-02e7-f387-1cad-8acd2d8df0c8');
    expect(lacksVectors(unheard)).toContain('no answer to 1 0');
  });
});
