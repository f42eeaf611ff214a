import type { BodySite } from '#shared/schema/quality.ts';
import { AxisGroup } from '#shared/schema/stream.ts';
import { BLOCKED_CHARACTERISTICS, BLOCKED_SERVICES, BLOCKED_WRITES } from './blocklist.ts';
import { allowsValue, type DeviceOption } from './options.ts';
import { mayWrite } from './safety.ts';
import type { Step } from './step.ts';
import type { CharacteristicUse, DeviceAction, DeviceDefinition, StreamDefinition } from './types.ts';

/** A building block shared by drivers: what is read where, and which streams come out of it. */
export interface Capability {
  readonly services: readonly string[];
  readonly streams: readonly StreamDefinition[];
  readonly characteristics: readonly CharacteristicUse[];
}
/** What a driver file says; services, streams and characteristics come from its capabilities. */
export interface DeviceDeclaration
  extends Omit<DeviceDefinition, keyof Capability | 'options' | 'hints' | 'identify' | 'actions' | 'usualSite'> {
  readonly capabilities: readonly Capability[];
  readonly options?: readonly DeviceOption[];
  /** Default: motion sensors are tapped, others need nothing. */
  readonly identify?: DeviceDefinition['identify'];
  /** Default: a heart rate sensor at the chest, one for speed or power at the foot, others wherever they are picked for. */
  readonly usualSite?: DeviceDefinition['usualSite'];
  readonly actions?: readonly DeviceAction[];
  readonly hints?: readonly string[];
}

const USUAL_SITES: Partial<Record<DeviceDefinition['kind'], BodySite>> = { heartRate: 'chest', activity: 'foot' };

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
    options: [],
    usualSite: USUAL_SITES[declaration.kind] ?? null,
    identify: declaration.kind === 'imu' ? 'tap' : null,
    actions: [],
    hints: [],
    ...rest,
    services: [...new Set(capabilities.flatMap((capability) => capability.services))],
    streams: capabilities.flatMap((capability) => capability.streams),
    characteristics: capabilities.flatMap((capability) => capability.characteristics),
  };
  const faults = definitionFaults(definition);
  if (faults.length > 0) throw new RangeError(`device ${definition.id}: ${faults.join('; ')}`);
  return definition;
}

/** Everything a driver may ever do by itself. */
export function allSteps({ start, stop, poll, identify, actions }: DeviceDefinition): Step[] {
  const shown = identify === null || identify === 'tap' ? [] : identify;
  return [...start, ...stop, ...(poll?.steps ?? []), ...shown, ...actions.flatMap((action) => action.steps)];
}

function uuidFaults(definition: DeviceDefinition): string[] {
  const faults: string[] = [];
  const steps = allSteps(definition).filter((step) => step.type !== 'wait');
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
    if (step.type === 'write' && BLOCKED_WRITES.includes(step.characteristic))
      faults.push(`writing ${step.characteristic} is on the blocklist`);
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

const MAX_WAIT_MS = 20_000;

function stepFaults(definition: DeviceDefinition): string[] {
  const faults: string[] = [];
  const listened = definition.characteristics.filter((use) => use.mode !== 'read').map((use) => use.characteristic);
  const decoded = definition.characteristics.map((use) => use.characteristic);
  for (const step of allSteps(definition)) {
    if (step.type === 'wait') {
      if (!(step.ms > 0 && step.ms <= MAX_WAIT_MS)) faults.push(`a wait of ${step.ms} ms`);
      continue;
    }
    if (step.type === 'read') {
      if (!decoded.includes(step.characteristic)) faults.push(`nothing decodes what is read from ${step.characteristic}`);
      continue;
    }
    const { answer } = step;
    if (answer && !listened.includes(answer.characteristic)) faults.push(`an answer on ${answer.characteristic}, which is not listened to`);
    if (answer && !(answer.timeoutMs > 0 && answer.timeoutMs <= MAX_WAIT_MS)) faults.push(`an answer after ${answer.timeoutMs} ms`);
    for (const { option, at, bytes } of step.put ?? []) {
      const known = definition.options.find((one) => one.key === option);
      if (known?.type !== 'number' || at < 0 || at + bytes > step.bytes.length) faults.push(`no place or number for option ${option}`);
      else if (known.min < 0 || known.max >= 256 ** bytes) faults.push(`option ${option} does not fit into ${bytes} bytes`);
    }
  }
  if (definition.stop.some((step) => step.type === 'write' && step.answer)) faults.push('a stop waits for no answer: the link is let go');
  if (definition.poll && !(definition.poll.everyMs >= 250)) faults.push('polling more often than four times a second');
  return faults;
}

function optionFaults(definition: DeviceDefinition): string[] {
  const faults: string[] = [];
  const switches = definition.options.filter((option) => option.type === 'switch').map((option) => option.key);
  const numbers = definition.options.filter((option) => option.type === 'number');
  const keys = definition.options.map((option) => option.key);
  if (new Set(keys).size !== keys.length) faults.push('option key used twice');
  for (const option of numbers) {
    const values = [option.min, option.default, ...(option.choices ?? [])];
    if (!(option.step > 0 && option.min <= option.max && option.unit !== '')) faults.push(`option ${option.key} lacks range, step or unit`);
    if (!values.every((value) => allowsValue({ ...option, choices: undefined }, value)))
      faults.push(`option ${option.key}: a value off its steps`);
    if (!allowsValue(option, option.default)) faults.push(`option ${option.key}: the default is no choice`);
  }
  for (const part of [...definition.streams, ...allSteps(definition)]) {
    if (part.option !== undefined && !switches.includes(part.option)) faults.push(`there is no switch ${part.option}`);
  }
  for (const { key, rateOption, nominalRateHz } of definition.streams) {
    if (rateOption === undefined) continue;
    const rate = numbers.find((option) => option.key === rateOption && option.unit === 'Hz');
    if (rate === undefined) faults.push(`stream ${key}: ${rateOption} is no rate`);
    else if (rate.default !== nominalRateHz) faults.push(`stream ${key}: ${nominalRateHz} Hz is not the default of ${rateOption}`);
  }
  return faults;
}

/** Rules every definition keeps, as sentences; empty when all hold. */
export function definitionFaults(definition: DeviceDefinition): string[] {
  const faults = [...uuidFaults(definition), ...streamFaults(definition), ...stepFaults(definition), ...optionFaults(definition)];
  if (!/^[a-z][A-Za-z0-9]*$/.test(definition.id)) faults.push('id is not a camelCase word');
  if (definition.sources.length === 0) faults.push('no source named');
  if (definition.start.length > 0 && definition.stop.length === 0) faults.push('start without stop');
  if (new Set(definition.actions.map((action) => action.key)).size !== definition.actions.length) faults.push('action key used twice');
  if (definition.kind !== 'phone' && definition.match.services.length + definition.match.namePrefixes.length === 0) {
    faults.push('nothing to recognise the device by');
  }
  if ((definition.kind === 'stimulator') !== definition.safety.stimulator) faults.push('kind and safety disagree about stimulation');
  if (definition.safety.stimulator) {
    const writes = allSteps(definition).filter((step) => step.type === 'write');
    if (writes.some((step) => step.put || !mayWrite(definition, step.bytes)))
      faults.push('a stimulator is never controlled: it is only asked');
    if (definition.options.some((option) => option.type === 'number')) faults.push('a stimulator has nothing to set');
  }
  return faults;
}
