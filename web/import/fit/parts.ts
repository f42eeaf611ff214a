import { CrcCalculator } from '@garmin/fitsdk';
import type { ProblemLog } from '#shared/import/problemLog.ts';

/** One FIT file of a chain (FIT Protocol, Chained FIT Files): header, data, CRC. */
export interface FitPart {
  readonly bytes: Uint8Array;
  /** Offset in the whole file, for messages. */
  readonly offset: number;
  /** Bytes of it are missing or changed. */
  readonly damaged: boolean;
}

const SMALLEST_HEADER = 12;
const CRC_BYTES = 2;

/** Cuts a chain into its files, so that a hurt one does not take the others with it. */
export function fitParts(bytes: Uint8Array, log: ProblemLog): FitPart[] {
  const parts: FitPart[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + offset, bytes.length - offset);
    const headerBytes = view.byteLength > 0 ? view.getUint8(0) : 0;
    if (view.byteLength < SMALLEST_HEADER || headerBytes < SMALLEST_HEADER || !isFit(view)) {
      const where = `byte ${offset}`;
      if (offset === 0) log.add('notThisFormat', where, 'no FIT header');
      else log.add('corrupt', where, `${view.byteLength} bytes after the end of the file are no FIT file`);
      return parts;
    }
    const size = headerBytes + view.getUint32(4, true) + CRC_BYTES;
    const cut = size > view.byteLength;
    const part = bytes.subarray(offset, offset + Math.min(size, view.byteLength));
    if (cut) log.add('truncated', `byte ${bytes.length}`, `the file ends here, ${size - view.byteLength} bytes are missing`);
    const changed = !cut && crcDiffers(part);
    if (changed) log.add('checksum', `byte ${offset + size - CRC_BYTES}`, 'the checksum does not match: bytes were changed');
    parts.push({ bytes: part, offset, damaged: cut || changed });
    offset += part.length;
  }
  return parts;
}

/** ".FIT" at byte 8. */
const isFit = (view: DataView): boolean => view.getUint32(8, false) === 0x2e464954;

function crcDiffers(part: Uint8Array): boolean {
  const end = part.length - CRC_BYTES;
  return CrcCalculator.calculateCRC(part, 0, end) !== part[end] + 256 * part[end + 1];
}
