import { ByteReader } from '#devices/core/bytes.ts';
import { crc32 } from '#devices/core/crc32.ts';
import { createByteStreamFramer, type FrameLength, type Framer } from '#devices/core/framer.ts';

/** Package: 02, CRC-32 of what follows the size, size of the payload, header u16, payload (Capture2Go protocol, "Data Package Format"). */
export const FRONT_BYTES = 8;
const MAX_PAYLOAD = 236;
const COVERED_FROM = 6;

export function packageOf(header: number, payload: readonly number[] = []): Uint8Array {
  const bytes = Uint8Array.from([2, 0, 0, 0, 0, payload.length, header & 0xff, header >> 8, ...payload]);
  const covered = bytes.subarray(COVERED_FROM);
  new DataView(bytes.buffer).setUint32(1, crc32(covered), true);
  return bytes;
}

const packageLength: FrameLength = (bytes) => {
  if (bytes[0] !== 2) return 'none';
  if (bytes.length < FRONT_BYTES) return 'more';
  const length = FRONT_BYTES + bytes[5];
  // Headers in use end with 0x050e but for the error, ffff: fewer bytes that look like a beginning are waited for in vain.
  const knownHeader = bytes[7] <= 0x05 || (bytes[6] === 0xff && bytes[7] === 0xff);
  if (bytes[5] > MAX_PAYLOAD || !knownHeader) return 'none';
  if (bytes.length < length) return 'more';
  const reader = new ByteReader(bytes);
  reader.skip(1);
  return reader.u32() === crc32(bytes.subarray(COVERED_FROM, length)) ? length : 'none';
};

/**
 * Notifications: the first byte is FF less the number of whole real-time packages that follow; the rest continues a stream of bytes that
 * is cut anywhere. A real-time package that is broken ends that part: the stream finds its way back by itself.
 */
export function createCapture2GoFramer(): Framer {
  const stream = createByteStreamFramer(packageLength, FRONT_BYTES + MAX_PAYLOAD);
  return {
    push(bytes) {
      if (bytes.length === 0) return { frames: [], skippedBytes: 0 };
      const live: Uint8Array[] = [];
      let at = 1;
      for (let i = 0xff - bytes[0]; i > 0; i--) {
        const rest = bytes.subarray(at);
        const length = packageLength(rest);
        if (typeof length !== 'number') break;
        live.push(rest.slice(0, length));
        at += length;
      }
      const { frames, skippedBytes } = stream.push(bytes.subarray(at));
      return { frames: [...live, ...frames], skippedBytes };
    },
  };
}

const COMPONENT_BITS = 20n;
const COMPONENT_MASK = (1n << COMPONENT_BITS) - 1n;
const STEP = Math.SQRT2 / Number(COMPONENT_MASK);

export interface PackedQuaternion {
  /** Sensor to earth without magnetometer: w, x, y, z. */
  readonly wxyz: readonly [number, number, number, number];
  readonly atRest: boolean;
  readonly magneticDisturbance: boolean;
}

/** "Smallest three": the largest component (bits 60, 61) is left out and follows from the others. Null when they are no rotation. */
export function unpackQuaternion(packed: bigint): PackedQuaternion | null {
  const omitted = Number((packed >> 60n) & 3n);
  const wxyz: [number, number, number, number] = [0, 0, 0, 0];
  let rest = packed;
  let squares = 0;
  for (let i = 3; i > 0; i--) {
    const value = Number(rest & COMPONENT_MASK) * STEP - Math.SQRT1_2;
    squares += value * value;
    wxyz[(omitted + i) % 4] = value;
    rest >>= COMPONENT_BITS;
  }
  if (squares > 1) return null;
  wxyz[omitted] = Math.sqrt(1 - squares);
  return { wxyz, atRest: ((packed >> 62n) & 1n) === 1n, magneticDisturbance: ((packed >> 63n) & 1n) === 1n };
}

/** The orientation with magnetometer: turned by `delta` (rad) about the vertical. */
export function withHeading([w, x, y, z]: PackedQuaternion['wxyz'], delta: number): PackedQuaternion['wxyz'] {
  const c = Math.cos(delta / 2);
  const s = Math.sin(delta / 2);
  return [c * w - s * z, c * x - s * y, c * y + s * x, c * z + s * w];
}
