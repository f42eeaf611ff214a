import { type CustomImu, customImu } from '#devices/profiles/customImu.ts';
import { ownSensorCopy } from '#web/copy/ownSensor.ts';

/** A part of a packet as the form holds it: all that any kind of part can ask, so that changing the kind loses nothing. */
export interface OwnField {
  readonly what: CustomImu['fields'][number]['what'];
  readonly type: keyof typeof TYPE_BYTES;
  readonly unit: string;
  readonly order: 'wxyz' | 'xyzw';
  readonly countsPerUnit: number | null;
  readonly bytes: number | null;
}
export interface OwnForm {
  readonly name: string;
  readonly namePrefix: string;
  readonly service: string;
  readonly characteristic: string;
  readonly rateHz: number | null;
  readonly byteOrder: 'little' | 'big';
  readonly fields: readonly OwnField[];
}

const TYPE_BYTES = { u16: 2, u32: 4, s8: 1, s16: 2, s24: 3, s32: 4, f32: 4 } as const;
const AXES = { time: 1, acceleration: 3, angularRate: 3, magneticField: 3, quaternion: 4 } as const;

/** Choices of each kind of part; the first is where it starts. */
export const UNITS: Readonly<Record<OwnField['what'], readonly string[]>> = {
  time: ['us', 'ms'],
  acceleration: ['g', 'm/s2', 'mg'],
  angularRate: ['deg/s', 'rad/s'],
  magneticField: ['uT', 'mG', 'G'],
  quaternion: [],
  skip: [],
};
export const TYPES: Readonly<Record<OwnField['what'], readonly OwnField['type'][]>> = {
  time: ['u32', 'u16'],
  acceleration: ['s16', 'f32', 's8', 's24', 's32'],
  angularRate: ['s16', 'f32', 's8', 's24', 's32'],
  magneticField: ['s16', 'f32', 's8', 's24', 's32'],
  quaternion: ['f32', 's16', 's8', 's24', 's32'],
  skip: [],
};

/** A part of this kind; what still fits of an earlier kind stays. */
export function fieldOf(what: OwnField['what'], before?: OwnField): OwnField {
  const kept = <T>(value: T | undefined, choices: readonly T[], otherwise: T): T =>
    value !== undefined && choices.includes(value) ? value : (choices[0] ?? otherwise);
  return {
    what,
    type: kept(before?.type, TYPES[what], 's16'),
    unit: kept(before?.unit, UNITS[what], ''),
    order: before?.order ?? 'wxyz',
    countsPerUnit: before?.countsPerUnit ?? 1,
    bytes: before?.bytes ?? 1,
  };
}

export const EMPTY_FORM: OwnForm = {
  name: '',
  namePrefix: '',
  service: '',
  characteristic: '',
  rateHz: 50,
  byteOrder: 'little',
  fields: [fieldOf('acceleration'), fieldOf('angularRate')],
};

export function bytesOf({ what, type, bytes }: OwnField): number {
  return what === 'skip' ? (bytes ?? 0) : AXES[what] * TYPE_BYTES[type];
}

/** Where each part begins, bytes from the packet's start; behind the last the length of the packet. */
export function offsetsOf(fields: readonly OwnField[]): readonly number[] {
  const offsets = [0];
  for (const field of fields) offsets.push(offsets[offsets.length - 1] + bytesOf(field));
  return offsets;
}

/** What the form says, as devices/ reads it. */
export function inputOf(form: OwnForm): unknown {
  const fields = form.fields.map(({ what, type, unit, order, countsPerUnit, bytes }) => {
    if (what === 'skip') return { what, bytes };
    if (what === 'time') return { what, type, unit };
    return what === 'quaternion' ? { what, type, order, countsPerUnit } : { what, type, unit, countsPerUnit };
  });
  return { ...form, fields };
}

export function formOf(own: CustomImu): OwnForm {
  return {
    ...own,
    fields: own.fields.map((field) => ({ ...fieldOf(field.what), ...field }) as OwnField),
  };
}

/** Faults by the part of the form they belong to, in words: 'service', 'fields.2' (its inner parts too), '' for the whole. */
export function faultsOf(form: OwnForm): ReadonlyMap<string, string> {
  const made = customImu(inputOf(form));
  const faults = new Map<string, string>();
  if (made.ok) return faults;
  for (const { path, message } of made.faults) {
    const [at, text] = faultText(path, message);
    if (!faults.has(at)) faults.set(at, text);
  }
  return faults;
}

function faultText(path: string, message: string): readonly [string, string] {
  const words = ownSensorCopy.fault;
  if (path === 'name' || path === 'namePrefix' || path === 'service' || path === 'characteristic' || path === 'rateHz') {
    return [path, words[path]];
  }
  if (path === 'fields') return [path, words.carrier];
  const field = /^fields\.\d+/.exec(path)?.[0];
  if (field !== undefined) {
    if (path !== field) return [field, words.number];
    return [field, message.includes('twice') ? words.twice : words.timeFirst];
  }
  const blocked = /(service|characteristic) \S+ is on the blocklist/.exec(message)?.[1];
  return blocked === undefined ? ['', words.other] : [blocked, words.blocked];
}
