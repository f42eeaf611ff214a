import { expect } from 'vitest';
import { chosenOptions, type OptionValues, withOptions } from '#devices/core/options.ts';
import { createPacketReader } from '#devices/core/packetReader.ts';
import { bytesOfStep, type Step } from '#devices/core/step.ts';
import type { CharacteristicUse, DecodeResult, DeviceDefinition, DeviceFacts } from '#devices/core/types.ts';
import type { SensorNote } from '#test/lab/sensorNotes.ts';
import { hexOf } from './conversation.ts';
import { bytesOf } from './sharedVectors.ts';
import { type VectorPeripheral, vectorsOf, type Written } from './vectorPeripheral.ts';

/** Everything switched on, so that every stream of the device comes. */
export function everything({ options }: DeviceDefinition): OptionValues {
  return Object.fromEntries(options.filter((option) => option.type === 'switch').map((option) => [option.key, true]));
}

type Good = Extract<DecodeResult, { ok: true }>;

/** What the decoders make of everything a peripheral has sent, in order, on one link. */
function decoded(definition: DeviceDefinition, peripheral: Pick<VectorPeripheral, 'sent'>): Good[] {
  const reader = createPacketReader();
  return peripheral.sent.flatMap(({ characteristic, bytes }) => {
    const use = definition.characteristics.find((one) => one.characteristic === characteristic && one.mode !== 'read');
    if (use === undefined) throw new RangeError(`${characteristic} is not listened to`);
    return reader.read(use, bytes).map((result) => {
      if (!result.ok) throw new Error(`${definition.id}: ${result.reason}`);
      return result;
    });
  });
}

/** Samples that the sensor must have told by now, as lines. */
export function wantedSamples(definition: DeviceDefinition, peripheral: Pick<VectorPeripheral, 'sent'>): string[] {
  return decoded(definition, peripheral).flatMap(({ streams }) => streams.map(({ stream, counts }) => line(stream, counts)));
}
const line = (stream: string, counts: Iterable<number>): string => `${stream}: ${[...counts].join(' ')}`;
/** Samples that a sensor told, as lines. */
export function toldSamples(notes: readonly SensorNote[]): string[] {
  return notes.flatMap(({ stream, counts }) => (stream && counts ? [line(stream, counts)] : []));
}

/** What reading a characteristic gives; null where it is not read. */
function readResult(definition: DeviceDefinition, use: CharacteristicUse): Good | null {
  const vector = vectorsOf(definition).find((one) => one.characteristic === use.characteristic);
  const result = vector && use.mode === 'read' ? use.decode(bytesOf(vector.hex)) : null;
  return result?.ok ? result : null;
}

/** What the values that are read say together. */
function readFacts(definition: DeviceDefinition): DeviceFacts {
  const all = definition.characteristics.flatMap((use) => readResult(definition, use)?.facts ?? []);
  const stimulation = Object.assign({}, ...all.map((facts) => facts.stimulation));
  return Object.assign({}, ...all, Object.keys(stimulation).length > 0 && { stimulation });
}

const linesOf = (steps: readonly Step[], values: OptionValues): string[] =>
  steps.flatMap((step) => (step.type === 'write' ? [writtenLine({ ...step, bytes: bytesOfStep(step, values) })] : []));
const writtenLine = ({ characteristic, bytes }: Written): string => `${characteristic}: ${hexOf(bytes)}`;

/**
 * Compares what a sensor told while everything was switched on, started, asked to show itself, given every action and stopped, with what
 * its peripheral sent and was told: all samples of each stream in order, battery and names, every declared write in order, and nothing else.
 */
export function expectPlayed(definition: DeviceDefinition, peripheral: VectorPeripheral, notes: readonly SensorNote[]): void {
  const { id, safety } = definition;
  const values = chosenOptions(definition, everything(definition));
  const { streams, start, stop, poll, identify, actions } = withOptions(definition, values);
  const faults = notes.filter(({ type }) => ['undecodable', 'notice', 'lost', 'stale'].includes(type));
  expect(faults, id).toEqual([]);

  const polled = poll?.steps.filter((step) => step.type === 'read').map((step) => step.characteristic) ?? [];
  const fromReading = definition.characteristics
    .filter((use) => polled.includes(use.characteristic))
    .flatMap((use) => readResult(definition, use)?.streams.map((part) => line(part.stream, part.counts)) ?? []);
  const told = toldSamples(notes);
  const notified = told.filter((one) => !fromReading.includes(one));
  const wanted = wantedSamples(definition, peripheral);
  for (const { key } of streams) {
    const heard = notified.filter((one) => one.startsWith(`${key}:`));
    const sent = wanted.filter((one) => one.startsWith(`${key}:`));
    // What was on its way at the stop is not waited for. Between streams there is no order: what comes while its value is read waits for that.
    expect(heard, `${id} ${key}`).toEqual(sent.slice(0, heard.length));
  }
  expect(
    fromReading.filter((one) => !told.includes(one)),
    id,
  ).toEqual([]);
  for (const { key } of streams)
    expect(
      told.some((one) => one.startsWith(`${key}:`)),
      `${id} ${key}`,
    ).toBe(true);
  for (const { key } of streams) {
    const times = notes.flatMap(({ stream, hostUs }) => (stream === key && hostUs ? hostUs : []));
    expect(
      times.every((us, i) => i === 0 || us > times[i - 1]),
      `${id} ${key}`,
    ).toBe(true);
  }

  const facts = readFacts(definition);
  const notifiedFacts = decoded(definition, peripheral).map((result) => result.facts);
  const percents = notes.flatMap(({ percent }) => percent ?? []);
  expect(new Set(percents), id).toEqual(new Set([facts, ...notifiedFacts].flatMap((one) => one?.batteryPct ?? [])));
  if (facts.stimulation) expect(notes, id).toContainEqual({ type: 'stimulation', reading: facts.stimulation, source: 'query' });
  const heard = notes.flatMap(({ source, reading }) => (source === 'notify' ? [reading] : []));
  expect(heard, id).toEqual(notifiedFacts.flatMap((one) => one?.stimulation ?? []).slice(0, heard.length));
  const { manufacturer = null, modelNumber = null, firmware = null } = facts;
  if (manufacturer) expect(notes, id).toContainEqual({ type: 'information', manufacturer, modelNumber, firmware });

  const asked = linesOf(poll?.steps ?? [], values);
  const writes = peripheral.written.map(writtenLine);
  const shown = identify === null || identify === 'tap' ? [] : identify;
  const declared = [...start, ...shown, ...actions.flatMap((action) => action.steps), ...stop];
  expect(
    writes.filter((one) => !asked.includes(one)),
    id,
  ).toEqual(linesOf(declared, values));
  for (const one of asked) expect(writes, id).toContain(one);
  if (!safety.stimulator) return;
  const questions = safety.queries.map(hexOf);
  expect(
    peripheral.written.map(({ bytes }) => hexOf(bytes)).filter((hex) => !questions.includes(hex)),
    id,
  ).toEqual([]);
}
