import { createByteStreamFramer, type Framer } from '#devices/core/framer.ts';
import type { CharacteristicUse } from '#devices/core/types.ts';
import type { AxisGroup } from '#shared/schema/stream.ts';
import { ACCELERATION, ANGULAR_RATE, G_M_PER_S2, magneticFieldGroup, QUATERNION, RAD_PER_DEG } from './motionGroups.ts';
import { layoutsDecoder } from './packetLayout.ts';

/** Roll, pitch, yaw. */
export const ANGLES: AxisGroup = { name: 'angle', axes: 3, scale: 180 / 32768, unit: 'deg' };
/** Counts per uT are not the same in all models; 120 is what the maker's sample app divides by. */
export const FIELD = magneticFieldGroup(32768 / 120);

/** Frames of 20 bytes: 55 61 motion, 55 71 the answer to a reading of registers. No counter, no time, no checksum. */
const FRAME_BYTES = 20;
const HEAD = 0x55;
const isHead = (first: number, second: number): boolean => first === HEAD && (second === 0x61 || second === 0x71);
export function createWitMotionFramer(): Framer {
  return createByteStreamFramer(
    (bytes) => {
      if (bytes[0] !== HEAD) return 'none';
      if (bytes.length < 2) return 'more';
      if (!isHead(bytes[0], bytes[1])) return 'none';
      // Without a checksum, that another frame begins where this one ends is all that tells a frame which lost bytes.
      return bytes.length > FRAME_BYTES && bytes[FRAME_BYTES] !== HEAD ? 'none' : FRAME_BYTES;
    },
    FRAME_BYTES,
    (notification) => isHead(notification[0], notification[1]),
  );
}

/** Registers that are read, low byte first. */
export const REGISTERS = { field: 0x3a, quaternion: 0x51 } as const;

export const decodeWitMotion: CharacteristicUse['decode'] = layoutsDecoder([
  {
    name: 'motion frame',
    stream: 'imu',
    groups: [ACCELERATION, ANGULAR_RATE, ANGLES],
    head: [{ tag: [0x55, 0x61] }],
    fields: [
      { group: ACCELERATION, type: 's16', factor: (16 * G_M_PER_S2) / 32768 },
      { group: ANGULAR_RATE, type: 's16', factor: (2000 * RAD_PER_DEG) / 32768 },
      { group: ANGLES, type: 's16', factor: 180 / 32768 },
    ],
  },
  {
    name: 'field registers',
    stream: 'field',
    groups: [FIELD],
    head: [{ tag: [0x55, 0x71, REGISTERS.field, 0] }],
    fields: [{ group: FIELD, type: 's16', factor: 1 / 120 }, 10],
  },
  {
    name: 'quaternion registers',
    stream: 'orientation',
    groups: [QUATERNION],
    head: [{ tag: [0x55, 0x71, REGISTERS.quaternion, 0] }],
    fields: [{ group: QUATERNION, type: 's16', factor: 1 / 32768 }, 8],
  },
]);
