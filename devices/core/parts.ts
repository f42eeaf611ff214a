import type { WriteStep } from './step.ts';
import type { CharacteristicUse } from './types.ts';

type Decode = CharacteristicUse['decode'];

/** A characteristic that notifies; optional ones may be absent. */
export function notifies(
  service: string,
  characteristic: string,
  decode: Decode,
  more: Partial<CharacteristicUse> = {},
): CharacteristicUse {
  return { service, characteristic, mode: 'notify', decode, optional: false, ...more };
}

/** A characteristic that is read once; it may be absent. */
export function reads(service: string, characteristic: string, decode: Decode): CharacteristicUse {
  return { service, characteristic, mode: 'read', decode, optional: true };
}

/** A write that waits for the device's receipt, unless told otherwise. */
export function writes(service: string, characteristic: string, bytes: readonly number[], more: Partial<WriteStep> = {}): WriteStep {
  return { type: 'write', service, characteristic, bytes: Uint8Array.from(bytes), response: true, ...more };
}
