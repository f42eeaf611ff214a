import type { ImportFormat } from '#web/import/format.ts';

/** ".FIT" at byte 8 (FIT Protocol, File Header). */
const MARK = [0x2e, 0x46, 0x49, 0x54];

/** Garmin's Flexible and Interoperable Data Transfer files. The reader, with Garmin's SDK, is loaded when there is one to read. */
export const fit: ImportFormat = {
  id: 'fit',
  sniff: (head) => MARK.every((byte, i) => head[8 + i] === byte),
  read: async (file, options) => (await import('#web/import/fit/read.ts')).readFit(file, options),
};
