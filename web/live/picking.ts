import { signal } from '@preact/signals';
import { bluetoothSupport } from '#devices/transports/webBluetooth.ts';
import { me } from '#web/api/session.ts';
import { now } from '#web/store/now.ts';
import type { Remembered } from './remembered.ts';
import { changeSensorMemory, sensorMemory, withDevice } from './sensorMemory.ts';
import { type Rig, type SensorSlot, swapSlots } from './slots.ts';
import { type ChooseSource, chooseBluetooth, choosePhone, chooseRemembered, type SourceKind } from './sources.ts';

export type BluetoothSupport = Awaited<ReturnType<typeof bluetoothSupport>>;

/** What this browser can do; null until it answered. */
export const bluetooth = signal<BluetoothSupport | null>(null);

export async function askBluetooth(): Promise<void> {
  bluetooth.value = await bluetoothSupport();
}

/** A tap on an empty place can do something here. */
export function canPickHere(): boolean {
  return mayUseSimulated() || (bluetooth.value !== null && bluetooth.value !== 'unsupported');
}

/** Simulated sensors are for demo clinics, and for development with ?simulate=1; never for a patient's own record. */
export function mayUseSimulated(): boolean {
  if (me.value?.demo === true) return true;
  return import.meta.env.DEV && new URLSearchParams(location.search).get('simulate') === '1';
}

const choosers: Record<SourceKind, ChooseSource> = {
  bluetooth: chooseBluetooth,
  phone: choosePhone,
  simulated: async (wanted) => (await import('./simulatedSensors.ts')).chooseSimulated(wanted),
};

const usual = (): SourceKind => (bluetooth.value === 'unsupported' && mayUseSimulated() ? 'simulated' : 'bluetooth');

/** Called from a tap. Without a kind it does again what was done for this place before. */
export function pickSensor(slots: readonly SensorSlot[], slot: SensorSlot, kind: SourceKind = slot.status.value.source ?? usual()): void {
  void slot.pick(kind, choosers[kind]).then(() => rememberPlaces(slots, false));
}

/**
 * Called from a tap on a sensor that is lost or silent. A lost one is first tried as it is known; only when that fails does the chooser open,
 * and where the tap is too long ago for that by then, the next tap opens it at once.
 */
export async function bringBack(slots: readonly SensorSlot[], slot: SensorSlot): Promise<void> {
  const { state, triedAgain } = slot.status.value;
  if (state !== 'lost' || triedAgain || !(await slot.again())) return pickSensor(slots, slot);
  await rememberPlaces(slots, false);
}

/** Called from a tap: the sensor of the last time, without the chooser. */
export function connectAgain(slots: readonly SensorSlot[], slot: SensorSlot, { port }: Remembered): void {
  void slot.pick('bluetooth', chooseRemembered(port)).then(() => rememberPlaces(slots, false));
}

/** The sensors of two places change places; where they belong is remembered. */
export function swapSensors(slots: readonly SensorSlot[], a: SensorSlot, b: SensorSlot): void {
  void swapSlots(a, b).then(() => rememberPlaces(slots, true));
}

/** Keeps where the radio sensors are worn. `toldApart`: a person has just said so. */
export async function rememberPlaces(slots: readonly SensorSlot[], toldApart: boolean): Promise<void> {
  for (const { bodySite, connection, need, side, status } of slots) {
    const worn = connection.value;
    if (worn?.source !== 'bluetooth' || status.value.state !== 'live') continue;
    if (need === 'motion' && worn.definition.kind === 'heartRate') continue;
    const { definition, deviceId, name } = worn;
    const device = { deviceId, name, definitionId: definition.id, bodySite, side, toldApart: toldApart && need === 'motion' };
    await changeSensorMemory((memory) => withDevice(memory, device), now.nowUs());
  }
}

/** Where a sensor was told to be worn, for the places of a session. A sensor that was merely picked belongs nowhere yet. */
export const homeOf: Rig['homeOf'] = (deviceId) =>
  sensorMemory.value.devices.find((device) => device.deviceId === deviceId && device.toldApart) ?? null;
