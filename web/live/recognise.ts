import { DeviceError } from '#devices/core/errors.ts';
import { SENSOR_TIMES } from '#devices/core/sensorTimes.ts';
import type { DeviceDefinition, GattPort } from '#devices/core/types.ts';
import { isSigUuid } from '#devices/core/uuid.ts';
import { catalogue } from '#devices/drivers/index.ts';

/** The driver whose name prefix a device's advertised name begins with; the longest such prefix wins. */
function byName(name: string, definitions: readonly DeviceDefinition[]): DeviceDefinition | undefined {
  let found: DeviceDefinition | undefined;
  let longest = 0;
  for (const definition of definitions) {
    for (const prefix of definition.match.namePrefixes) {
      if (prefix.length <= longest || !name.startsWith(prefix)) continue;
      found = definition;
      longest = prefix.length;
    }
  }
  return found;
}

/** Services that tell a model: those it is found by, and those of a maker that no other driver uses. A console that anyone may build in tells nothing. */
function telling(definition: DeviceDefinition): readonly string[] {
  const own = definition.services.filter(
    (uuid) => !isSigUuid(uuid) && catalogue.every((other) => other.id === definition.id || !other.services.includes(uuid)),
  );
  return [...new Set([...definition.match.services, ...own])];
}

/** The driver whose services a device really has; among several the one that finds most of its own, then the first. */
export function byServices(services: readonly string[], definitions: readonly DeviceDefinition[]): DeviceDefinition | undefined {
  let found: DeviceDefinition | undefined;
  let most = 0;
  for (const definition of definitions) {
    const count = telling(definition).filter((uuid) => services.includes(uuid)).length;
    if (count <= most) continue;
    found = definition;
    most = count;
  }
  return found;
}

/**
 * The driver of a chosen device: by its name, else by the services it has, for which it is connected. Rejects with DeviceError:
 * `serviceMissing` for a device that none of them knows, and then lets it go.
 */
export async function driverOf(port: GattPort, definitions: readonly DeviceDefinition[]): Promise<DeviceDefinition> {
  const named = byName(port.name, definitions);
  if (named !== undefined) return named;
  await port.connect(SENSOR_TIMES.connectMs);
  try {
    const found = byServices(await port.services(), definitions);
    if (found !== undefined) return found;
  } catch (error) {
    port.disconnect();
    throw error;
  }
  port.disconnect();
  throw new DeviceError('serviceMissing', `no driver knows ${port.name}`);
}
