import type { Scheduler } from '#devices/core/scheduler.ts';
import { openSensor } from '#devices/core/sensor.ts';
import type { DeviceDefinition, GattPort, Sensor, SensorEvent } from '#devices/core/types.ts';
import { catalogue } from '#devices/drivers/index.ts';
import { hostScheduler } from '#devices/transports/hostClock.ts';
import { browserMotionHost, openPhoneMotion } from '#devices/transports/phoneMotion.ts';
import { requestPort } from '#devices/transports/webBluetooth.ts';
import type { BodySite } from '#shared/schema/quality.ts';

/** Where samples can come from. Opening one must happen in a tap: browsers ask for permission there. */
export type SourceKind = 'bluetooth' | 'phone' | 'simulated';
export type SensorNeed = 'heart' | 'motion';
export interface Wanted {
  readonly need: SensorNeed;
  readonly bodySite: BodySite;
}
export type OpenSource = (wanted: Wanted, listener: (event: SensorEvent) => void) => Promise<Sensor>;

const kindOf = { heart: 'heartRate', motion: 'imu' } as const;

/** Drivers that can serve a place. */
export function driversFor(need: SensorNeed): readonly DeviceDefinition[] {
  return catalogue.filter((definition) => definition.kind === kindOf[need]);
}

/** The driver of a chosen device: by its advertised name, else the first that was asked for. */
function driverOf(port: GattPort, definitions: readonly DeviceDefinition[]): DeviceDefinition {
  const named = definitions.find((definition) => definition.match.namePrefixes.some((prefix) => port.name.startsWith(prefix)));
  return named ?? definitions[0];
}

export const openBluetooth: OpenSource = async ({ need }, listener) => {
  const definitions = driversFor(need);
  const port = await requestPort(definitions);
  return openSensor(driverOf(port, definitions), port, hostScheduler, listener);
};

export const openPhone: OpenSource = async (_wanted, listener) => openPhoneMotion(browserMotionHost(), hostScheduler, listener);

/** A sensor on a port that is made elsewhere: the simulated ones, and tests. */
export function openOnPort(makePort: (wanted: Wanted) => GattPort, scheduler: Scheduler): OpenSource {
  return async (wanted, listener) => {
    const port = makePort(wanted);
    return openSensor(driverOf(port, driversFor(wanted.need)), port, scheduler, listener);
  };
}
