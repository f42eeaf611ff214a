import type { ImportFormat } from '#web/import/format.ts';

/** Tables of heart rate or motion: several known layouts, and any other whose columns a person can name. */
export const csv: ImportFormat = {
  id: 'csv',
  sniff: (head, name) => /\.(csv|tsv|txt)$/i.test(name) && !head.includes(0),
  read: async (file, options) => (await import('#web/import/csv/read.ts')).readCsv(file, options),
};
