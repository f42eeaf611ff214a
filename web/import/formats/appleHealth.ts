import type { ImportFormat } from '#web/import/format.ts';

/** Start of a zip file (APPNOTE.TXT 4.3.7). */
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** "Export All Health Data" of an iPhone: export.zip, or the export.xml in it. */
export const appleHealth: ImportFormat = {
  id: 'appleHealth',
  sniff: (head) => ZIP.every((byte, i) => head[i] === byte) || /<!DOCTYPE HealthData|<HealthData/.test(new TextDecoder().decode(head)),
  read: async (file, options) => (await import('#web/import/appleHealth/read.ts')).readAppleHealth(file, options),
};
