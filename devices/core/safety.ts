import { DeviceError } from './errors.ts';
import type { DeviceDefinition } from './types.ts';

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Whether these bytes may be sent to the device. To a stimulator only its own list of questions may. */
export function mayWrite({ safety }: Pick<DeviceDefinition, 'safety'>, bytes: Uint8Array): boolean {
  return !safety.stimulator || safety.queries.some((query) => sameBytes(query, bytes));
}

/** Checked again right before every write, whatever the declaration says. Throws DeviceError. */
export function assertMayWrite(definition: DeviceDefinition, bytes: Uint8Array): void {
  if (!mayWrite(definition, bytes)) throw new DeviceError('refused', `${definition.id} is read only: Evenpace never sets a stimulator`);
}
