import type { ImportFormat } from '#web/import/format.ts';
import { appleHealth } from './appleHealth.ts';
import { csv } from './csv.ts';
import { fit } from './fit.ts';

/** In the order in which they are tried: the surest mark first. */
export const importFormats: readonly ImportFormat[] = [fit, appleHealth, csv];

const HEAD_BYTES = 4096;

/** The format of a file by its first bytes; null for one that is not known. */
export async function formatOf(file: File): Promise<ImportFormat | null> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  return importFormats.find((format) => format.sniff(head, file.name)) ?? null;
}
