import { expect } from 'vitest';
import type { CharacteristicUse, DecodeResult, DeviceDefinition } from '#devices/core/types.ts';
import { type OwnVector, ownVectors } from './sharedVectors.ts';

/** What a packet must become: physical values by group, one row per sample; everything else as it is. */
export interface ExpectedPart {
  readonly stream: string;
  readonly deviceUs?: readonly number[];
  readonly counter?: readonly number[];
  readonly gapBefore?: boolean;
  readonly values: Readonly<Record<string, readonly (readonly number[])[]>>;
}
export interface ExpectedResult {
  readonly streams: readonly ExpectedPart[];
  readonly notes: readonly string[];
  readonly facts?: object;
  readonly ended?: readonly string[];
}
/** A packet with a word on every group of bytes: "<count> <what>". */
export interface MotionVector extends OwnVector<ExpectedResult> {
  readonly bytes: readonly string[];
}

export function motionVectors(id: string): MotionVector[] {
  return ownVectors<ExpectedResult>(id) as MotionVector[];
}

export function useOf(definition: DeviceDefinition, characteristic: string): CharacteristicUse {
  const use = definition.characteristics.find((one) => one.characteristic === characteristic);
  if (use === undefined) throw new RangeError(`${definition.id} has no ${characteristic}`);
  return use;
}

/** What a notification of a new link is decoded to. A packet that belongs to a byte stream goes through its framer. */
export function decodeOnce(definition: DeviceDefinition, characteristic: string, bytes: Uint8Array): DecodeResult {
  const use = useOf(definition, characteristic);
  if (use.createFramer === undefined) return use.decode(bytes);
  const { frames, skippedBytes } = use.createFramer().push(bytes);
  if (frames.length !== 1 || skippedBytes > 0) return { ok: false, reason: `${frames.length} frames, ${skippedBytes} bytes passed over` };
  return use.decode(frames[0]);
}

/** Physical values of every sample, by group name. */
export function physicalValues(definition: DeviceDefinition, part: { stream: string; sampleCount: number; counts: Int16Array }) {
  const groups = definition.streams.find((stream) => stream.key === part.stream)?.groups;
  if (groups === undefined) throw new RangeError(`${definition.id} has no stream ${part.stream}`);
  const axes = groups.reduce((sum, group) => sum + group.axes, 0);
  expect(part.counts).toHaveLength(axes * part.sampleCount);
  let offset = 0;
  return groups.map((group) => {
    const from = offset;
    offset += group.axes;
    const rows = Array.from({ length: part.sampleCount }, (_, i) =>
      Array.from(part.counts.subarray(i * axes + from, i * axes + from + group.axes), (count) => count * group.scale),
    );
    return { name: group.name, scale: group.scale, rows };
  });
}

/** Compares a whole result: values to so many steps of their scale, all else exactly. */
export function expectResult(definition: DeviceDefinition, result: DecodeResult, wanted: ExpectedResult, steps = 1): void {
  if (!result.ok) throw new Error(result.reason);
  const { ok: _ok, streams, ...rest } = result;
  const { streams: wantedStreams, ...wantedRest } = wanted;
  expect(rest).toEqual(wantedRest);
  expect(streams.map((part) => part.stream)).toEqual(wantedStreams.map((part) => part.stream));
  streams.forEach((part, i) => {
    const { values, deviceUs, counter, gapBefore } = wantedStreams[i];
    expect(part.deviceUs === null ? undefined : [...part.deviceUs]).toEqual(deviceUs);
    expect(part.counter === undefined ? undefined : [...part.counter]).toEqual(counter);
    expect(part.gapBefore).toEqual(gapBefore);
    const groups = physicalValues(definition, part);
    expect(groups.map((group) => group.name).toSorted()).toEqual(Object.keys(values).toSorted());
    for (const { name, scale, rows } of groups) {
      expect(rows).toHaveLength(values[name].length);
      rows.forEach((row, at) => {
        row.forEach((value, axis) => {
          expect(Math.abs(value - values[name][at][axis]), `${name} ${axis} of sample ${at}`).toBeLessThanOrEqual(steps * scale);
        });
      });
    }
  });
}
