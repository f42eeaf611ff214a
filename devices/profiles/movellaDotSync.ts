import type { Step, WriteStep } from '#devices/core/step.ts';
import { DOT_MESSAGE_ACKNOWLEDGE, DOT_MESSAGE_CONTROL, DOT_MESSAGE_SERVICE } from './movellaDotUuids.ts';

/**
 * Bringing the clocks of several DOTs together (XD0506P, section "Message service"; 1 ppm after 30 min by the user manual). Evenpace
 * does not need it: it fits every sensor's clock to the host's. It takes several sensors at once, so it is steps, not a start:
 *
 * 1. read every sensor's information (dotAddress) and choose one as root;
 * 2. while connected and not measuring, `begin(root)` on every sensor, the root included;
 * 3. disconnect all and leave them alone for `waitMs`;
 * 4. connect again and read the acknowledgement: `dotSyncState`;
 * 5. afterwards, `end` on every sensor.
 */
export const DOT_SYNC = {
  waitMs: 14_000,
  begin: (rootAddress: Uint8Array): readonly Step[] => [message(dotMessage(2, [1, ...rootAddress]))],
  end: [message(dotMessage(2, [2]))],
  acknowledgement: { type: 'read', service: DOT_MESSAGE_SERVICE, characteristic: DOT_MESSAGE_ACKNOWLEDGE },
} as const;

/** A frame of the message service: type, length, data, and the byte that makes the sum of all a multiple of 256. */
export function dotMessage(type: number, data: readonly number[]): Uint8Array {
  const body = [type, data.length, ...data];
  const sum = body.reduce((total, byte) => total + byte, 0);
  return Uint8Array.from([...body, (256 - (sum % 256)) % 256]);
}

function message(bytes: Uint8Array): WriteStep {
  return { type: 'write', service: DOT_MESSAGE_SERVICE, characteristic: DOT_MESSAGE_CONTROL, bytes, response: true };
}

/** The sensor's own address as its messages want it, from the 34 bytes of device information; null for anything else. */
export function dotAddress(information: Uint8Array): Uint8Array | null {
  return information.length === 34 ? information.slice(0, 6) : null;
}

/** What an acknowledgement says; null for a broken frame or one about something else. */
export function dotSyncState(bytes: Uint8Array): 'begun' | 'synced' | 'notSynced' | 'failed' | null {
  const whole = bytes.length >= 3 && bytes.length === bytes[1] + 3 && bytes.reduce((sum, byte) => sum + byte, 0) % 256 === 0;
  if (!whole || bytes[0] !== 2) return null;
  if (bytes[2] === 0x51) return bytes[3] === 4 ? 'synced' : 'notSynced';
  if (bytes[2] === 3) return bytes[3] === 0 ? 'begun' : 'failed';
  return null;
}
