import { z } from 'zod';
import { defineDevice } from '#devices/core/define.ts';
import { notifies } from '#devices/core/parts.ts';
import type { DeviceDefinition, StreamDefinition } from '#devices/core/types.ts';
import { sigUuid } from '#devices/core/uuid.ts';
import type { AxisGroup } from '#shared/schema/stream.ts';
import { ACCELERATION, ANGULAR_RATE, G_M_PER_S2, magneticFieldGroup, QUATERNION, RAD_PER_DEG } from './motionGroups.ts';
import { type LayoutField, type LayoutHead, layoutDecoder } from './packetLayout.ts';

/** A full UUID in any case, or the four digits of a Bluetooth SIG number. */
const Uuid = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^([0-9a-f]{4}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
    'is a UUID such as 19b10000-e8f2-537e-4f6c-d104768a1214, or four digits',
  )
  .transform((text) => (text.length === 4 ? sigUuid(Number.parseInt(text, 16)) : text));

const Type = z.enum(['s8', 's16', 's24', 's32', 'f32']);
/** How many counts make one unit: 1 for floats in the unit itself, 8192 for a sensor that sends 8192 per g. */
const CountsPerUnit = z
  .number()
  .positive()
  .max(2 ** 31)
  .default(1);
const MAX_SKIP = 60;

const Field = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('skip'), bytes: z.int().min(1).max(MAX_SKIP) }),
  z.strictObject({ what: z.literal('time'), type: z.enum(['u16', 'u32']), unit: z.enum(['us', 'ms']) }),
  z.strictObject({ what: z.literal('acceleration'), type: Type, unit: z.enum(['m/s2', 'g', 'mg']), countsPerUnit: CountsPerUnit }),
  z.strictObject({ what: z.literal('angularRate'), type: Type, unit: z.enum(['rad/s', 'deg/s']), countsPerUnit: CountsPerUnit }),
  z.strictObject({ what: z.literal('magneticField'), type: Type, unit: z.enum(['uT', 'mG', 'G']), countsPerUnit: CountsPerUnit }),
  z.strictObject({ what: z.literal('quaternion'), type: Type, order: z.enum(['wxyz', 'xyzw']), countsPerUnit: CountsPerUnit }),
]);
type Field = z.infer<typeof Field>;
const CARRIERS: readonly Field['what'][] = ['acceleration', 'angularRate', 'quaternion'];

/** A motion sensor of one's own: one characteristic that notifies packets of fixed length. */
export const CustomImu = z
  .strictObject({
    name: z.string().trim().min(1).max(40),
    /** How its advertised name begins. */
    namePrefix: z.string().trim().min(1).max(20),
    service: Uuid,
    characteristic: Uuid,
    rateHz: z.number().min(1).max(400),
    byteOrder: z.enum(['little', 'big']).default('little'),
    /** In the order of the packet. */
    fields: z.array(Field).min(1).max(10),
  })
  .superRefine(({ fields }, context) => {
    const say = (message: string, at?: number) =>
      context.addIssue({ code: 'custom', message, path: at === undefined ? ['fields'] : ['fields', at] });
    const values = fields.map((field) => field.what);
    fields.forEach(({ what }, i) => {
      if (what !== 'skip' && values.indexOf(what) < i) say(`${what} is there twice`, i);
    });
    const first = values.findIndex((what) => what !== 'skip' && what !== 'time');
    if (values.indexOf('time') > first && first >= 0) say('the time comes before the values', values.indexOf('time'));
    if (!values.some((what) => CARRIERS.includes(what))) say('acceleration, angular rate or a quaternion is needed');
  });
export type CustomImu = z.infer<typeof CustomImu>;

const MAGNETIC_FIELD = magneticFieldGroup(4912);
const FACTORS = { 'm/s2': 1, g: G_M_PER_S2, mg: G_M_PER_S2 / 1000, 'rad/s': 1, 'deg/s': RAD_PER_DEG, uT: 1, mG: 0.1, G: 100 } as const;

function layoutField(field: Exclude<Field, { what: 'skip' | 'time' }>): LayoutField {
  const { type, countsPerUnit } = field;
  if (field.what === 'quaternion') {
    return { group: QUATERNION, type, factor: 1 / countsPerUnit, ...(field.order === 'xyzw' && { axes: [1, 2, 3, 0] }) };
  }
  const groups: Record<typeof field.what, AxisGroup> = {
    acceleration: ACCELERATION,
    angularRate: ANGULAR_RATE,
    magneticField: MAGNETIC_FIELD,
  };
  return { group: groups[field.what], type, factor: FACTORS[field.unit] / countsPerUnit };
}

function kindOf(groups: readonly AxisGroup[]): StreamDefinition['kind'] {
  const has = (group: AxisGroup): boolean => groups.includes(group);
  if (has(ACCELERATION) && has(ANGULAR_RATE)) return 'imu';
  if (has(QUATERNION)) return 'orientation';
  return has(ACCELERATION) ? 'acceleration' : 'angularRate';
}

export type CustomImuResult =
  | { readonly ok: true; readonly definition: DeviceDefinition }
  /** One sentence per fault, with the field it is about, e.g. 'fields.2'. */
  | { readonly ok: false; readonly faults: readonly { readonly path: string; readonly message: string }[] };

/** Makes a driver of a configuration, from whatever a form or a file holds. Total: faults come back as values. */
export function customImu(value: unknown): CustomImuResult {
  const parsed = CustomImu.safeParse(value);
  if (!parsed.success) {
    return { ok: false, faults: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) };
  }
  const { name, namePrefix, service, characteristic, rateHz, byteOrder, fields } = parsed.data;
  const head: LayoutHead[] = [];
  const body: (LayoutField | number)[] = [];
  const time = fields.find((field) => field.what === 'time');
  const tickUs = time?.unit === 'ms' ? 1000 : 1;
  for (const field of fields) {
    if (field.what === 'time') head.push({ time: field.type, tickUs });
    else if (field.what === 'skip' && body.length === 0) head.push({ skip: field.bytes });
    else body.push(field.what === 'skip' ? field.bytes : layoutField(field));
  }
  const groups = body.flatMap((field) => (typeof field === 'number' ? [] : [field.group]));
  const decode = layoutDecoder({ name: 'packet', stream: 'motion', groups, head, fields: body, byteOrder });
  const clock =
    time === undefined
      ? ({ clock: 'arrival', wrapBits: null } as const)
      : ({ clock: 'deviceUs', wrapBits: time.type === 'u16' ? 16 : 32, tickUs } as const);
  try {
    const definition = defineDevice({
      id: 'customImu',
      vendor: 'Own',
      model: name,
      kind: 'imu',
      match: { services: [service], namePrefixes: [namePrefix] },
      status: 'synthetic',
      sources: ['the configuration entered for it'],
      capabilities: [
        {
          services: [service],
          streams: [{ key: 'motion', kind: kindOf(groups), nominalRateHz: rateHz, groups, ...clock }],
          characteristics: [notifies(service, characteristic, decode)],
        },
      ],
      start: [],
      stop: [],
      safety: { stimulator: false },
    });
    return { ok: true, definition };
  } catch (error) {
    return { ok: false, faults: [{ path: '', message: error instanceof Error ? error.message : String(error) }] };
  }
}
