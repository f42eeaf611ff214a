import { ByteReader } from '#devices/core/bytes.ts';
import { quantize } from '#devices/core/quantize.ts';
import { matches } from '#devices/core/step.ts';
import type { Decoded, DecodeResult } from '#devices/core/types.ts';
import type { AxisGroup } from '#shared/schema/stream.ts';
import { isRotation } from './motionGroups.ts';

/** How one number lies in a packet. */
const NUMBER_BYTES = { u8: 1, s8: 1, u16: 2, s16: 2, s24: 3, u32: 4, s32: 4, f32: 4 } as const;
export type NumberType = keyof typeof NUMBER_BYTES;

/** The next number; NaN past the end or where the packet itself says so. */
const readNumber = (reader: ByteReader, type: NumberType): number => reader[type]() ?? Number.NaN;

/** Numbers of one group, one after the other. */
export interface LayoutField {
  readonly group: AxisGroup;
  readonly type: NumberType;
  /** Brings the packet's number to the group's unit. */
  readonly factor: number;
  /** Which axis of the group each number is; default: as they come. */
  readonly axes?: readonly number[];
  /** Sign of each number as it comes, where the packet's axes point another way; default +1. */
  readonly signs?: readonly (1 | -1)[];
}
/** What stands before the samples. */
export type LayoutHead =
  | { readonly tag: readonly number[] }
  | { readonly skip: number }
  /** The device's clock; `tickUs` us each. */
  | { readonly time: NumberType; readonly tickUs: number }
  | { readonly counter: NumberType };

/** A packet of fixed length as data: a head, then samples of fields. */
export interface PacketLayout {
  /** Names the packet in reasons, e.g. 'mode 26'. */
  readonly name: string;
  readonly stream: string;
  /** In the order of the stream's columns; each is filled by one field. */
  readonly groups: readonly AxisGroup[];
  readonly head?: readonly LayoutHead[];
  /** In the order of the packet; a number is a count of bytes to pass over. */
  readonly fields: readonly (LayoutField | number)[];
  /** Samples per packet; default 1. */
  readonly samples?: number;
  readonly byteOrder?: 'little' | 'big';
}

function headBytes(item: LayoutHead): number {
  if ('tag' in item) return item.tag.length;
  if ('skip' in item) return item.skip;
  return NUMBER_BYTES['time' in item ? item.time : item.counter];
}

const fieldBytes = (field: LayoutField | number): number =>
  typeof field === 'number' ? field : field.group.axes * NUMBER_BYTES[field.type];

export function layoutBytes({ head = [], fields, samples = 1 }: PacketLayout): number {
  const sum = (total: number, bytes: number): number => total + bytes;
  return head.map(headBytes).reduce(sum, 0) + samples * fields.map(fieldBytes).reduce(sum, 0);
}

interface Head {
  readonly timeUs: number | null;
  readonly counter: number | null;
}

function readHead(head: readonly LayoutHead[], reader: ByteReader): Head | null {
  let timeUs: number | null = null;
  let counter: number | null = null;
  for (const item of head) {
    if ('tag' in item) {
      if (item.tag.some((byte) => reader.u8() !== byte)) return null;
    } else if ('skip' in item) reader.skip(item.skip);
    else if ('time' in item) timeUs = readNumber(reader, item.time) * item.tickUs;
    else counter = readNumber(reader, item.counter);
  }
  return { timeUs, counter };
}

/** Reads one field into the sample's counts; a fault as words, or null. */
function readField(field: LayoutField, reader: ByteReader, counts: Int16Array, at: number): string | null {
  const { group, type, factor, axes, signs } = field;
  let squares = 0;
  for (let i = 0; i < group.axes; i++) {
    const value = readNumber(reader, type) * factor * (signs?.[i] ?? 1);
    if (!Number.isFinite(value)) return 'a value that is not a number';
    squares += value * value;
    counts[at + (axes?.[i] ?? i)] = quantize(value, group.scale);
  }
  return group.name === 'quaternionWxyz' && !isRotation(Math.sqrt(squares)) ? 'a quaternion that is no rotation' : null;
}

/** The decoder of a layout: refuses a wrong length, a wrong tag, a value that is no number and a quaternion that is no rotation. */
export function layoutDecoder(layout: PacketLayout): (bytes: Uint8Array) => DecodeResult {
  const { name, stream, groups, head = [], fields, samples = 1 } = layout;
  const length = layoutBytes(layout);
  const columns = new Map<AxisGroup, number>();
  let axes = 0;
  for (const group of groups) {
    columns.set(group, axes);
    axes += group.axes;
  }
  const filled = fields.filter((field) => typeof field !== 'number').map((field) => field.group);
  if (filled.length !== groups.length || !groups.every((group) => filled.includes(group)))
    throw new RangeError(`${name}: fields and groups differ`);
  return (bytes) => {
    if (bytes.length !== length) return { ok: false, reason: `${name} has ${length} bytes, not ${bytes.length}` };
    const reader = new ByteReader(bytes, layout.byteOrder);
    const read = readHead(head, reader);
    if (read === null) return { ok: false, reason: `not ${name}` };
    const counts = new Int16Array(samples * axes);
    for (let i = 0; i < samples; i++) {
      for (const field of fields) {
        const fault =
          typeof field === 'number' ? reader.skip(field) : readField(field, reader, counts, i * axes + (columns.get(field.group) ?? 0));
        if (fault) return { ok: false, reason: `${name} with ${fault}` };
      }
    }
    const decoded: Decoded = {
      stream,
      sampleCount: samples,
      counts,
      deviceUs: read.timeUs === null ? null : Float64Array.of(read.timeUs),
      ...(read.counter !== null && { counter: Float64Array.of(read.counter) }),
    };
    return { ok: true, streams: [decoded], notes: [] };
  };
}

/** Several packets on one characteristic: the first layout whose tag stands at the beginning decodes; what fits none is only noted. */
export function layoutsDecoder(layouts: readonly PacketLayout[]): (bytes: Uint8Array) => DecodeResult {
  const choices = layouts.map((layout) => {
    const [first] = layout.head ?? [];
    if (first === undefined || !('tag' in first)) throw new RangeError(`${layout.name} does not begin with a tag`);
    return { tag: first.tag, decode: layoutDecoder(layout) };
  });
  return (bytes) => {
    const choice = choices.find(({ tag }) => matches(tag, bytes));
    return choice?.decode(bytes) ?? { ok: true, streams: [], notes: ['a packet that carries no motion'] };
  };
}
