import type { DeviceDefinition } from '#devices/core/types.ts';
import { catalogue } from '#devices/drivers/index.ts';
import { ownDefinitions } from './sensorMemory.ts';

/** What a place on the body is measured for. `activity`: speed, cadence, power. */
export type SensorNeed = 'heart' | 'motion' | 'activity';

/** Sends what an angle can be taken from without being told to: an orientation, or acceleration and turning rate. */
export function measuresMotion({ options, streams }: DeviceDefinition): boolean {
  const on = streams.filter(({ option }) => {
    const choice = options.find(({ key }) => key === option);
    return option === undefined || (choice?.type === 'switch' && choice.default);
  });
  const groups = on.flatMap((stream) => stream.groups.map((group) => group.name));
  return groups.includes('quaternionWxyz') || (groups.includes('acceleration') && groups.includes('angularRate'));
}

/** Whether a device can serve a place. A heart rate sensor that also measures motion serves both kinds. */
export function serves(definition: DeviceDefinition, need: SensorNeed): boolean {
  const { kind } = definition;
  if (need === 'heart') return kind === 'heartRate';
  if (need === 'activity') return kind === 'activity';
  return kind === 'imu' || kind === 'phone' || (kind === 'heartRate' && measuresMotion(definition));
}

/** Drivers that the chooser is opened with, own sensors first: their names may begin as a known one's do. */
export function driversFor(need: SensorNeed): readonly DeviceDefinition[] {
  const own = need === 'motion' ? ownDefinitions() : [];
  return [...own, ...catalogue.filter((definition) => definition.kind !== 'phone' && serves(definition, need))];
}

/** A driver by its id, own sensors included. */
export function deviceByIdOrOwn(id: string): DeviceDefinition | undefined {
  return [...ownDefinitions(), ...catalogue].find((definition) => definition.id === id);
}
