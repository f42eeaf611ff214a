import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Capability, type DeviceDeclaration, defineDevice, definitionFaults } from '#devices/core/define.ts';
import { sigUuid } from '#devices/core/uuid.ts';
import { allServices, catalogue, deviceById } from '#devices/drivers/index.ts';
import { axisCount } from '#shared/schema/stream.ts';

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

  it('decodes any bytes of any characteristic to samples or a reason', () => {
    const uses = catalogue.flatMap((definition) => definition.characteristics.map((use) => ({ definition, use })));
    expect(uses.length).toBeGreaterThanOrEqual(8);
    fc.assert(
      fc.property(fc.constantFrom(...uses), fc.uint8Array({ maxLength: 64 }), ({ definition, use }, bytes) => {
        const result = use.decode(bytes);
        if (!result.ok) return;
        for (const part of result.streams) {
          const stream = definition.streams.find((s) => s.key === part.stream);
          expect(stream).toBeDefined();
          expect(part.counts.length).toBe(part.sampleCount * axisCount(stream!.groups));
          if (part.deviceUs) expect(part.deviceUs.length).toBe((stream!.stamp ?? 'each') === 'each' ? part.sampleCount : 1);
        }
      }),
      { numRuns: 1000 },
    );
  });
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

  it('accepts the good ones', () => {
    expect(defineDevice(good).services).toEqual([service]);
    expect(defineDevice(stimulator).start).toEqual([]);
  });

  it.each<[string, DeviceDeclaration, RegExp]>([
    ['a stimulator that would be started', { ...stimulator, start: [step], stop: [step] }, /never controlled/],
    ['a stimulator that would be written to', { ...stimulator, stop: [step] }, /never controlled/],
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
