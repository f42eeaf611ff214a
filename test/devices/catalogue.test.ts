import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Capability, type DeviceDeclaration, defineDevice, definitionFaults } from '#devices/core/define.ts';
import { allowsValue } from '#devices/core/options.ts';
import { sigUuid } from '#devices/core/uuid.ts';
import { allServices, catalogue, deviceById } from '#devices/drivers/index.ts';
import { CHUNK_LIMITS } from '#shared/recording/chunkData.ts';
import { GROUP_NAMES, KINDS, UNITS } from '#shared/recording/header.ts';
import { conversation } from './conversation.ts';
import { allOwnVectors } from './sharedVectors.ts';

describe('catalogue', () => {
  it('lists every driver file once', () => {
    const files = readdirSync(new URL('../../devices/drivers', import.meta.url)).filter((file) => file !== 'index.ts');
    expect(files.length).toBeGreaterThanOrEqual(3);
    expect(catalogue).toHaveLength(files.length);
    expect(new Set(catalogue.map((definition) => definition.id)).size).toBe(catalogue.length);
  });

  it('keeps every rule in every definition', () => {
    let checked = 0;
    for (const definition of catalogue) {
      expect(definitionFaults(definition), definition.id).toEqual([]);
      expect(deviceById(definition.id)).toBe(definition);
      for (const service of definition.services) expect(allServices()).toContain(service);
      checked++;
    }
    expect(checked).toBe(catalogue.length);
    expect(deviceById('toaster')).toBeNull();
  });

  it('has a packet with its source for every device on a radio', () => {
    const devices = catalogue.filter((definition) => definition.kind !== 'phone').map((definition) => definition.id);
    const known = new Set(allOwnVectors().map((vector) => vector.device));
    expect(devices.filter((id) => !known.has(id))).toEqual([]);
    expect(devices.length).toBeGreaterThanOrEqual(11);
  });

  it('fills every choice of every option into its start, and stops what it starts', () => {
    let choices = 0;
    let talks = 0;
    for (const definition of catalogue) {
      const switches = definition.options.filter((option) => option.type === 'switch');
      for (let mask = 0; mask < 2 ** switches.length; mask++) {
        const chosen = Object.fromEntries(switches.map((option, bit) => [option.key, (mask & (1 << bit)) !== 0]));
        const { start, stop } = conversation(definition, chosen);
        expect(start.length > 0, definition.id).toBe(stop.length > 0);
        talks++;
      }
      const everything = Object.fromEntries(switches.map((option) => [option.key, true]));
      for (const option of definition.options) {
        if (option.type !== 'number') continue;
        const values = Array.from(
          { length: Math.floor((option.max - option.min) / option.step) + 1 },
          (_, i) => option.min + i * option.step,
        );
        const allowed = values.filter((value) => allowsValue(option, value));
        expect(allowed.length, `${definition.id} ${option.key}`).toBeGreaterThan(1);
        const told = allowed.map((value) => conversation(definition, { ...everything, [option.key]: value }).start.join('|'));
        expect(new Set(told).size, `${definition.id} ${option.key}`).toBe(allowed.length);
        expect(() => conversation(definition, { [option.key]: option.max + option.step })).toThrow(RangeError);
        choices += allowed.length;
      }
    }
    expect(choices).toBeGreaterThanOrEqual(8);
    expect(talks).toBeGreaterThanOrEqual(catalogue.length);
  });

  it('records only kinds, groups and units that chunks can carry', () => {
    const streams = catalogue.flatMap((definition) => definition.streams);
    for (const stream of streams) {
      expect(KINDS).toContain(stream.kind);
      expect(stream.groups.length).toBeLessThanOrEqual(CHUNK_LIMITS.groups);
      for (const group of stream.groups) expect([GROUP_NAMES.includes(group.name), UNITS.includes(group.unit)]).toEqual([true, true]);
    }
    expect(streams.length).toBeGreaterThanOrEqual(25);
  });
});

it('says of every sensor whose place does not say it where it is worn', () => {
  for (const { id, kind, usualSite } of catalogue) {
    const free = kind === 'heartRate' || kind === 'activity';
    expect(usualSite !== null, id).toBe(free);
  }
});

describe('rules of a definition', () => {
  const service = sigUuid(0xbb01);
  const characteristic = sigUuid(0xbb02);
  const capability: Capability = { services: [service], streams: [], characteristics: [] };
  const step = { type: 'write' as const, service, characteristic, bytes: Uint8Array.of(1), response: true };
  const good: DeviceDeclaration = {
    id: 'example',
    vendor: 'Example',
    model: 'Example',
    kind: 'imu',
    match: { services: [service], namePrefixes: [] },
    status: 'synthetic',
    sources: ['made up'],
    capabilities: [capability],
    start: [step],
    stop: [step],
    safety: { stimulator: false },
  };
  const stimulator: DeviceDeclaration = {
    ...good,
    kind: 'stimulator',
    safety: { stimulator: true, control: 'none', queries: [] },
    start: [],
    stop: [],
  };
  const reading = (uuid: string): Capability => ({
    ...capability,
    characteristics: [{ service, characteristic: uuid, mode: 'read', decode: () => ({ ok: false, reason: '' }), optional: true }],
  });
  const stream = {
    key: 'x',
    kind: 'imu',
    nominalRateHz: 60,
    clock: 'arrival',
    wrapBits: null,
    groups: [{ name: 'angle', axes: 1, scale: 1, unit: 'deg' }],
  } as const;

  const rate = { key: 'rate', type: 'number', label: 'Rate', unit: 'Hz', min: 10, max: 100, step: 10, default: 50 } as const;
  const filled = { ...step, put: [{ option: 'rate', at: 0, bytes: 1 }] } as const;
  const asking: DeviceDeclaration = { ...stimulator, safety: { stimulator: true, control: 'none', queries: [step.bytes] } };
  const answer = { characteristic, match: [1], timeoutMs: 1000 };
  const listening: Capability = {
    ...capability,
    characteristics: [{ service, characteristic, mode: 'notify', decode: () => ({ ok: false, reason: '' }), optional: true }],
  };

  it('accepts the good ones', () => {
    expect(defineDevice({ ...asking, poll: { everyMs: 1000, steps: [step] } }).poll?.steps).toEqual([step]);
    expect(defineDevice({ ...good, options: [rate], start: [filled] }).options).toEqual([rate]);
    expect(defineDevice(good).services).toEqual([service]);
    expect(defineDevice(stimulator).start).toEqual([]);
  });

  it.each<[string, DeviceDeclaration, RegExp]>([
    ['a stimulator that would be started', { ...stimulator, start: [step], stop: [step] }, /never controlled/],
    ['a stimulator that would be written to', { ...stimulator, stop: [step] }, /never controlled/],
    ['a stimulator that would be polled with a command', { ...stimulator, poll: { everyMs: 1000, steps: [step] } }, /never controlled/],
    [
      'a stimulator whose question is filled in',
      { ...asking, options: [rate], poll: { everyMs: 1000, steps: [filled] } },
      /never controlled/,
    ],
    ['a stimulator with something to set', { ...stimulator, options: [rate] }, /nothing to set/],
    ['a number off its steps', { ...good, options: [{ ...rate, default: 15 }] }, /off its steps/],
    ['a number without a unit', { ...good, options: [{ ...rate, unit: '' }] }, /unit/],
    ['a number that does not fit', { ...good, options: [{ ...rate, max: 300 }], start: [filled] }, /does not fit/],
    ['a number without a place', { ...good, start: [filled] }, /no place/],
    ['a step of no switch', { ...good, start: [{ ...step, option: 'ecg' }] }, /no switch/],
    [
      'a stream whose rate is no rate',
      { ...good, capabilities: [{ ...capability, streams: [{ ...stream, rateOption: 'ecg' }] }] },
      /no rate/,
    ],
    ['an answer nobody listens to', { ...good, start: [{ ...step, answer }] }, /not listened/],
    ['a stop that waits for an answer', { ...good, capabilities: [listening], stop: [{ ...step, answer }] }, /no answer/],
    ['a read nobody decodes', { ...good, start: [{ type: 'read', service, characteristic }] }, /nothing decodes/],
    ['an endless wait', { ...good, start: [step, { type: 'wait', ms: 60_000 }] }, /wait/],
    ['a hasty poll', { ...good, poll: { everyMs: 10, steps: [step] } }, /polling/],
    ['a stimulator called an IMU', { ...stimulator, kind: 'imu' }, /disagree/],
    ['a start without stop', { ...good, stop: [] }, /start without stop/],
    ['an undeclared service', { ...good, match: { services: [sigUuid(0x180d)], namePrefixes: [] } }, /not declared/],
    ['a short UUID', { ...good, capabilities: [{ ...capability, services: [service, '180d'] }] }, /128-bit/],
    ['an upper-case UUID', { ...good, capabilities: [{ ...capability, services: [service, service.toUpperCase()] }] }, /lower-case/],
    ['the serial number', { ...good, capabilities: [reading(sigUuid(0x2a25))] }, /blocklist/],
    ['a blocked service', { ...good, capabilities: [{ ...capability, services: [service, sigUuid(0x1812)] }] }, /blocklist/],
    ['a blocked write', { ...good, start: [{ ...step, characteristic: sigUuid(0x2a02) }] }, /blocklist/],
    ['a stream key used twice', { ...good, capabilities: [{ ...capability, streams: [stream, stream] }] }, /used twice/],
    ['no way to recognise it', { ...good, match: { services: [], namePrefixes: [] } }, /recognise/],
    ['an id that is no word', { ...good, id: 'Two words' }, /camelCase/],
    ['no source', { ...good, sources: [] }, /source/],
  ])('refuses %s', (_what, declaration, reason) => {
    expect(() => defineDevice(declaration)).toThrow(reason);
  });
});
