import { computed, signal } from '@preact/signals';
import { z } from 'zod';
import { allowsValue, chosenOptions, type OptionValues } from '#devices/core/options.ts';
import type { DeviceDefinition } from '#devices/core/types.ts';
import { CustomImu, customImu } from '#devices/profiles/customImu.ts';
import { BodySide, BodySite } from '#shared/schema/quality.ts';
import type { EvenpaceDb } from '#web/store/db.ts';

/** A sensor that was used on this phone. */
const KnownDevice = z.object({
  /** The browser's id of it for this site; no address, no serial number. */
  deviceId: z.string(),
  name: z.string(),
  definitionId: z.string(),
  /** Where it was worn, once that was told. */
  bodySite: BodySite,
  side: BodySide,
  /** It was told apart from another one of its model, not merely picked. */
  toldApart: z.boolean(),
});
export type KnownDevice = z.infer<typeof KnownDevice>;

/** What this phone remembers about a person's sensors. Encrypted like every record, and gone with the sign-out. */
const SensorMemory = z.object({
  devices: z.array(KnownDevice),
  /** Choices by model. */
  options: z.record(z.string(), z.record(z.string(), z.union([z.boolean(), z.number()]))),
  own: z.array(CustomImu),
});
export type SensorMemory = z.infer<typeof SensorMemory>;

const NOTHING: SensorMemory = { devices: [], options: {}, own: [] };
const MAX_DEVICES = 30;

export const sensorMemory = signal<SensorMemory>(NOTHING);

const keyOf = (patientId: string) => `sensors:${patientId}`;
let keeping: { readonly db: EvenpaceDb; readonly patientId: string } | null = null;

/** Reads what is remembered; what a newer or older version wrote and this one cannot read counts as nothing. */
export async function loadSensorMemory(db: EvenpaceDb, patientId: string): Promise<void> {
  const row = await db.meta.get(keyOf(patientId)).catch(() => undefined);
  const parsed = SensorMemory.safeParse(row?.value);
  keeping = { db, patientId };
  sensorMemory.value = parsed.success ? parsed.data : NOTHING;
}

/** Changes it at once and keeps it; a full phone keeps it for this page only. */
export async function changeSensorMemory(change: (memory: SensorMemory) => SensorMemory, nowUs: number): Promise<void> {
  sensorMemory.value = change(sensorMemory.value);
  if (keeping === null) return;
  await keeping.db.meta.put({ key: keyOf(keeping.patientId), savedUs: nowUs, value: sensorMemory.value }).catch(() => undefined);
}

/** The newest first; each device once. What was told apart stays told while it is merely picked again at the same place. */
export function withDevice(memory: SensorMemory, device: KnownDevice): SensorMemory {
  const before = memory.devices.find(({ deviceId }) => deviceId === device.deviceId);
  const toldApart = device.toldApart || (before?.toldApart === true && before.bodySite === device.bodySite);
  const others = memory.devices.filter(({ deviceId }) => deviceId !== device.deviceId);
  return { ...memory, devices: [{ ...device, toldApart }, ...others].slice(0, MAX_DEVICES) };
}

export function withoutDevice(memory: SensorMemory, deviceId: string): SensorMemory {
  return { ...memory, devices: memory.devices.filter((device) => device.deviceId !== deviceId) };
}

/** The choices for a model that it still knows; the rest is as it comes. */
export function optionsFor(definition: DeviceDefinition): OptionValues {
  const kept = sensorMemory.value.options[definition.id] ?? {};
  const known = definition.options.filter((option) => {
    const value = kept[option.key];
    return option.type === 'switch' ? typeof value === 'boolean' : typeof value === 'number' && allowsValue(option, value);
  });
  return chosenOptions(definition, Object.fromEntries(known.map(({ key }) => [key, kept[key]])));
}

const own = computed(() =>
  sensorMemory.value.own.flatMap((each) => {
    const made = customImu(each);
    return made.ok ? [made.definition] : [];
  }),
);
export const ownDefinitions = (): readonly DeviceDefinition[] => own.value;
