import { describe, expect, it } from 'vitest';
import type { OptionValues } from '#devices/core/options.ts';
import { BANGLE_SCRIPT } from '#devices/drivers/bangleJs.ts';
import { deviceById } from '#devices/drivers/index.ts';
import { PUCK_SCRIPT } from '#devices/drivers/puckJs.ts';
import { conversation, hexOf, writtenBytes } from './conversation.ts';

/** What each sensor is told, by its protocol's documents: start, stop, and to show itself (null: it is tapped). */
const CONVERSATIONS: readonly {
  readonly id: string;
  readonly options?: OptionValues;
  readonly start: readonly string[];
  readonly stop: readonly string[];
  readonly identify: readonly string[] | null;
}[] = [
  {
    id: 'thingy52',
    start: ['F4 01 F4 01 F4 01 32 00 01'],
    stop: ['F4 01 F4 01 F4 01 0A 00 01'],
    identify: ['02 07 64 C8 00', '02 06 14 AC 0D'],
  },
  {
    id: 'thingy52',
    options: { rate: 200, orientation: true },
    start: ['F4 01 F4 01 F4 01 C8 00 01'],
    stop: ['F4 01 F4 01 F4 01 0A 00 01'],
    identify: ['02 07 64 C8 00', '02 06 14 AC 0D'],
  },
  { id: 'witMotion', start: ['FF AA 69 88 B5', 'FF AA 03 08 00'], stop: ['FF AA 69 88 B5', 'FF AA 03 06 00'], identify: null },
  { id: 'sensorTag', start: ['0A', '7F 02'], stop: ['00 00'], identify: ['00', '01', '01', '00', '00'] },
  { id: 'niclaSenseMe', start: [], stop: [], identify: ['FF FF FF', '00 FF 00'] },
  { id: 'muse', start: ['02 68 0A', '04 70 32 31 0A', '02 64 0A'], stop: ['02 68 0A'], identify: null },
  {
    id: 'capture2Go',
    start: [
      '02 35 F5 BC 44 00 58 01',
      '02 09 6B E6 6E 00 70 00',
      '02 B3 87 F9 49 1E 20 01 00 00 00 00 00 00 00 00 00 00 02 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00',
      '02 3D 7F 65 8C 00 50 01',
    ],
    stop: ['02 BF 1D 53 BE 00 52 01'],
    identify: ['02 2E 41 77 C7 11 83 01 00 00 00 00 00 00 00 00 00 5E D0 B2 00 00 00 00 01'],
  },
  {
    id: 'capture2Go',
    options: { live: true },
    start: [
      '02 35 F5 BC 44 00 58 01',
      '02 09 6B E6 6E 00 70 00',
      '02 B3 87 F9 49 1E 20 01 00 00 00 00 00 00 00 00 00 00 02 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00',
      '02 3D 7F 65 8C 00 50 01',
      '02 69 73 BB 02 02 60 01 01 00',
    ],
    stop: ['02 0D 1A 0E 78 00 63 01', '02 BF 1D 53 BE 00 52 01'],
    identify: ['02 2E 41 77 C7 11 83 01 00 00 00 00 00 00 00 00 00 5E D0 B2 00 00 00 00 01'],
  },
  {
    id: 'metaMotion',
    start: [
      '19 02 02 13',
      '03 03 28 0C',
      '13 03 28 00',
      '03 02 01 00',
      '13 02 01 00',
      '03 01 01',
      '13 01 01',
      '19 07 01',
      '19 03 08 00',
      '19 01 01',
    ],
    stop: ['19 01 00', '19 03 00 7F', '03 01 00', '13 01 00', '03 02 00 01', '13 02 00 01'],
    identify: ['02 03 00 02 1F 00 00 00 32 00 00 00 F4 01 00 00 0A', '02 01 01'],
  },
  {
    id: 'metaMotion',
    options: { corrected: true },
    start: [
      '19 02 02 13',
      '03 03 28 0C',
      '13 03 28 00',
      '03 02 01 00',
      '13 02 01 00',
      '03 01 01',
      '13 01 01',
      '19 07 01',
      '19 03 08 00',
      '19 04 01',
      '19 05 01',
      '19 03 03 00',
      '19 01 01',
    ],
    stop: ['19 01 00', '19 03 00 7F', '03 01 00', '13 01 00', '03 02 00 01', '13 02 00 01'],
    identify: ['02 03 00 02 1F 00 00 00 32 00 00 00 F4 01 00 00 0A', '02 01 01'],
  },
  { id: 'pineTime', start: [], stop: [], identify: null },
];

describe('what motion sensors are told', () => {
  it.each(CONVERSATIONS.map((one) => [`${one.id} ${JSON.stringify(one.options ?? {})}`, one] as const))('%s', (_name, wanted) => {
    const definition = deviceById(wanted.id)!;
    expect(conversation(definition, wanted.options)).toEqual({ start: wanted.start, stop: wanted.stop });
    const { identify } = definition;
    expect(identify === 'tap' || identify === null ? null : writtenBytes(identify).map(hexOf)).toEqual(wanted.identify);
  });

  it('WitMotion is asked for registers only when they are wanted', () => {
    const asked = deviceById('witMotion')!.poll!.steps;
    expect(writtenBytes(asked).map(hexOf)).toEqual(['FF AA 27 3A 00', 'FF AA 27 51 00']);
    expect(asked.map((step) => step.option)).toEqual(['field', 'orientation']);
  });

  it.each(['puckJs', 'bangleJs'])('%s has its script typed in, in small chunks, and taken back', (id) => {
    const { start, stop } = deviceById(id)!;
    const [clear, ...chunks] = writtenBytes(start);
    expect(hexOf(clear)).toBe('03');
    const text = (parts: readonly Uint8Array[]): string => parts.map((part) => new TextDecoder().decode(part)).join('');
    expect([...chunks, ...writtenBytes(stop)].every((chunk) => chunk.length <= 20)).toBe(true);
    const script = id === 'puckJs' ? PUCK_SCRIPT : BANGLE_SCRIPT;
    expect(text(chunks)).toBe(script.map((line) => `\x10${line}\n`).join(''));
    // Every line is a whole statement, and every listener that is added is taken away again.
    for (const line of script) expect(() => new Function(line)).not.toThrow();
    const added = [...text(chunks).matchAll(/\.on\("(\w+)",([\w.]+)\)/g)].map(([, event, listener]) => [event, listener]);
    const removed = [...text(writtenBytes(stop)).matchAll(/removeListener\("(\w+)",([\w.]+)\)/g)].map(([, event, listener]) => [
      event,
      listener,
    ]);
    expect(added.length).toBeGreaterThan(0);
    expect(removed).toEqual(added);
  });
});
