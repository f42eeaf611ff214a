import { signal } from '@preact/signals';
import { bluetoothSupport } from '#devices/transports/webBluetooth.ts';
import { me } from '#web/api/session.ts';
import type { SensorSlot } from './slots.ts';
import { type OpenSource, openBluetooth, openPhone, type SourceKind } from './sources.ts';

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

const opener: Record<SourceKind, OpenSource> = {
  bluetooth: openBluetooth,
  phone: openPhone,
  simulated: async (wanted, listener) => (await import('./simulatedSensors.ts')).openSimulated(wanted, listener),
};

const usual = (): SourceKind => (bluetooth.value === 'unsupported' && mayUseSimulated() ? 'simulated' : 'bluetooth');

/** Called from a tap. Without a kind it does again what was done for this place before. */
export function pickSensor(slot: SensorSlot, kind: SourceKind = slot.status.value.source ?? usual()): void {
  void slot.pick(kind, opener[kind]);
}
