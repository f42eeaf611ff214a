import { AxisGroup } from '#shared/schema/stream.ts';
import { BLOCKED_CHARACTERISTICS, BLOCKED_SERVICES, BLOCKED_WRITES } from './blocklist.ts';
import type { CharacteristicUse, DeviceDefinition, StreamDefinition } from './types.ts';

/** A building block shared by drivers: what is read where, and which streams come out of it. */
export interface Capability {
  readonly services: readonly string[];
  readonly streams: readonly StreamDefinition[];
  readonly characteristics: readonly CharacteristicUse[];
}
/** What a driver file says; services, streams and characteristics come from its capabilities. */
export interface DeviceDeclaration extends Omit<DeviceDefinition, keyof Capability> {
  readonly capabilities: readonly Capability[];
}

const UUID_128 = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Declares a device.
 *
 *     export const strap = defineDevice({ id: 'heartRateStrap', capabilities: [heartRate(), battery()], start: [], stop: [], ... });
 *
 * Throws RangeError for a declaration that breaks a rule of the catalogue, naming all of them.
 */
export function defineDevice(declaration: DeviceDeclaration): DeviceDefinition {
  const { capabilities, ...rest } = declaration;
  const definition: DeviceDefinition = {
    ...rest,
    services: [...new Set(capabilities.flatMap((capability) => capability.services))],
    streams: capabilities.flatMap((capability) => capability.streams),
    characteristics: capabilities.flatMap((capability) => capability.characteristics),
  };
  const faults = definitionFaults(definition);
  if (faults.length > 0) throw new RangeError(`device ${definition.id}: ${faults.join('; ')}`);
  return definition;
}

function uuidFaults(definition: DeviceDefinition): string[] {
  const faults: string[] = [];
  const steps = [...definition.start, ...definition.stop];
  const uses = [...definition.characteristics, ...steps];
  const declared = new Set(definition.services);
  const all = [...definition.services, ...definition.match.services, ...uses.flatMap((use) => [use.service, use.characteristic])];
  for (const uuid of new Set(all)) if (!UUID_128.test(uuid)) faults.push(`${uuid} is not a lower-case 128-bit UUID`);
  for (const service of [...definition.match.services, ...uses.map((use) => use.service)]) {
    if (!declared.has(service)) faults.push(`service ${service} is used but not declared`);
  }
  for (const service of declared) if (BLOCKED_SERVICES.includes(service)) faults.push(`service ${service} is on the blocklist`);
  for (const use of definition.characteristics) {
    if (BLOCKED_CHARACTERISTICS.includes(use.characteristic)) faults.push(`characteristic ${use.characteristic} is on the blocklist`);
  }
  for (const step of steps) {
    if (BLOCKED_WRITES.includes(step.characteristic)) faults.push(`writing ${step.characteristic} is on the blocklist`);
  }
  return faults;
}

function streamFaults(definition: DeviceDefinition): string[] {
  const faults: string[] = [];
  const keys = definition.streams.map((stream) => stream.key);
  if (new Set(keys).size !== keys.length) faults.push('stream key used twice');
  for (const stream of definition.streams) {
    if (stream.groups.length === 0) faults.push(`stream ${stream.key} has no axes`);
    for (const group of stream.groups) {
      if (!AxisGroup.safeParse(group).success) faults.push(`stream ${stream.key}: group ${group.name} has an unknown unit, scale or size`);
    }
    if (!(stream.nominalRateHz >= 0 && stream.nominalRateHz <= 2000)) faults.push(`stream ${stream.key}: rate out of range`);
    if (stream.clock === 'counter' && stream.nominalRateHz === 0) faults.push(`stream ${stream.key}: a counter needs a rate`);
  }
  return faults;
}

/** Rules every definition keeps, as sentences; empty when all hold. */
export function definitionFaults(definition: DeviceDefinition): string[] {
  const faults = [...uuidFaults(definition), ...streamFaults(definition)];
  if (!/^[a-z][A-Za-z0-9]*$/.test(definition.id)) faults.push('id is not a camelCase word');
  if (definition.sources.length === 0) faults.push('no source named');
  if (definition.start.length > 0 && definition.stop.length === 0) faults.push('start without stop');
  if (definition.kind !== 'phone' && definition.match.services.length + definition.match.namePrefixes.length === 0) {
    faults.push('nothing to recognise the device by');
  }
  if ((definition.kind === 'stimulator') !== definition.safety.stimulator) faults.push('kind and safety disagree about stimulation');
  if (definition.safety.stimulator && definition.start.length + definition.stop.length > 0) {
    faults.push('a stimulator is never controlled: no writes');
  }
  return faults;
}
