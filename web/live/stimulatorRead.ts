import type { Scheduler } from '#devices/core/scheduler.ts';
import { openSensor } from '#devices/core/sensor.ts';
import type { GattPort, SensorEvent } from '#devices/core/types.ts';
import { catalogue } from '#devices/drivers/index.ts';
import { hostScheduler } from '#devices/transports/hostClock.ts';
import { requestPort } from '#devices/transports/webBluetooth.ts';
import type { StimulationReading } from '#shared/stimulation/reading.ts';
import { driverOf } from './recognise.ts';

export interface DeviceReading {
  /** Maker and model, as a person knows it. */
  readonly device: string;
  readonly reading: StimulationReading;
  /** `query`: it was asked; `notify`: it told by itself. The latter where both. */
  readonly source: 'notify' | 'query';
}

/** How long it may tell after the connection, ms: some answer only when they are asked, once a second. */
const LISTEN_MS = 3_000;

const stimulators = catalogue.filter(({ kind }) => kind === 'stimulator');

/**
 * Connects, listens, lets go. Nothing is ever set: devices/core refuses every write that is not one of the driver's own questions.
 * Rejects with DeviceError. Null: a known stimulator that told nothing the log takes.
 */
export async function readStimulatorOn(port: GattPort, scheduler: Scheduler): Promise<DeviceReading | null> {
  const definition = await driverOf(port, stimulators);
  let reading: StimulationReading = {};
  let source: DeviceReading['source'] = 'query';
  const sensor = openSensor(definition, port, scheduler, (event: SensorEvent) => {
    if (event.type !== 'stimulation') return;
    reading = { ...reading, ...event.reading };
    if (event.source === 'notify') source = 'notify';
  });
  try {
    await sensor.start();
    await new Promise<void>((resolve) => void scheduler.schedule(LISTEN_MS, resolve));
  } finally {
    await sensor.stop().catch(() => undefined);
  }
  const device = `${definition.vendor} ${definition.model}`;
  return Object.values(reading).some((value) => value !== null && value !== undefined) ? { device, reading, source } : null;
}

/** Called from a tap: opens the browser's chooser with the stimulators that can be read. */
export async function readStimulator(): Promise<DeviceReading | null> {
  return readStimulatorOn(await requestPort(stimulators), hostScheduler);
}
