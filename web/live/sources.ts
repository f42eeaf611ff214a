import { DeviceError } from '#devices/core/errors.ts';
import type { Scheduler } from '#devices/core/scheduler.ts';
import { openSensor } from '#devices/core/sensor.ts';
import type { DeviceDefinition, GattPort, Sensor, SensorEvent } from '#devices/core/types.ts';
import { hostScheduler } from '#devices/transports/hostClock.ts';
import { browserMotionHost, openPhoneMotion } from '#devices/transports/phoneMotion.ts';
import { forgetDevice, requestPort } from '#devices/transports/webBluetooth.ts';
import type { BodySite } from '#shared/schema/quality.ts';
import { driversFor, type SensorNeed } from './drivers.ts';
import { driverOf } from './recognise.ts';
import { optionsFor, sensorMemory } from './sensorMemory.ts';

/** Where samples can come from. Choosing one must happen in a tap: browsers ask for permission there. */
export type SourceKind = 'bluetooth' | 'phone' | 'simulated';
export interface Wanted {
  readonly need: SensorNeed;
  readonly bodySite: BodySite;
}
/** A device that a person has chosen and that is not connected yet. */
export interface Chosen {
  readonly deviceId: string;
  readonly name: string;
  /** Rejects with DeviceError, `serviceMissing` for a device no driver knows. */
  open(listener: (event: SensorEvent) => void): Promise<Sensor>;
}
/** Rejects with DeviceError, `cancelled` when nothing was chosen. */
export type ChooseSource = (wanted: Wanted) => Promise<Chosen>;

/** What the device turned out to be the last time. */
function rememberedDriver(deviceId: string, definitions: readonly DeviceDefinition[]): DeviceDefinition | undefined {
  const known = sensorMemory.value.devices.find((device) => device.deviceId === deviceId);
  const [driver, another] = definitions.filter(({ id }) => id === known?.definitionId);
  // Own sensors share one id: which of several it is, its name tells.
  return another === undefined ? driver : undefined;
}

/** A device behind a port; which driver it takes is found out when it is opened. */
export function chosenPort(port: GattPort, definitions: readonly DeviceDefinition[], scheduler: Scheduler): Chosen {
  return {
    deviceId: port.id,
    name: port.name,
    open: async (listener) => {
      const definition = rememberedDriver(port.id, definitions) ?? (await driverOf(port, definitions));
      return openSensor(definition, port, scheduler, listener, optionsFor(definition));
    },
  };
}

export const chooseBluetooth: ChooseSource = async ({ need }) => {
  const definitions = driversFor(need);
  const chosen = chosenPort(await requestPort(definitions), definitions, hostScheduler);
  return { ...chosen, open: (listener) => chosen.open(listener).catch((error: unknown) => letGo(chosen.deviceId, error)) };
};

/** A device that no driver knows is of no use: the permission to use it is given back. */
async function letGo(deviceId: string, error: unknown): Promise<never> {
  if (error instanceof DeviceError && error.code === 'serviceMissing') await forgetDevice(deviceId);
  throw error;
}

/** A device of an earlier session that the browser lets this site use without its chooser. */
export const chooseRemembered =
  (port: GattPort): ChooseSource =>
  async ({ need }) =>
    chosenPort(port, driversFor(need), hostScheduler);

export const choosePhone: ChooseSource = async () => ({
  deviceId: 'phone',
  name: 'This phone',
  open: async (listener) => openPhoneMotion(browserMotionHost(), hostScheduler, listener),
});

/** A sensor on a port that is made elsewhere: the simulated ones, and tests. */
export function chooseOnPort(makePort: (wanted: Wanted) => GattPort, scheduler: Scheduler): ChooseSource {
  return async (wanted) => chosenPort(makePort(wanted), driversFor(wanted.need), scheduler);
}
