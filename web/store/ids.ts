import { type Id, uuidV7 } from '#shared/schema/id.ts';

export interface IdSource {
  readonly unixMs: () => number;
  readonly fill: (bytes: Uint8Array<ArrayBuffer>) => void;
}

const browser: IdSource = { unixMs: () => Date.now(), fill: (bytes) => crypto.getRandomValues(bytes) };

/**
 * Makes UUIDv7 that strictly increase (RFC 9562 section 6.2, method 2): within one millisecond, or when the clock steps back, the
 * 55 low bits of the random part count up from a random start. Sorting records by id therefore sorts them by making.
 */
export function createIds(source: IdSource = browser): () => Id {
  const random = new Uint8Array(10);
  let lastMs = -1;
  return () => {
    const unixMs = source.unixMs();
    if (unixMs > lastMs) {
      lastMs = unixMs;
      source.fill(random);
      random[3] &= 0x7f;
    } else {
      increment(random);
    }
    return uuidV7(lastMs, random);
  };
}

/** Adds a step to the bytes from the lowest up; bytes 0 to 2 hold bits that uuidV7 overwrites and are left alone. */
function increment(bytes: Uint8Array): void {
  for (let i = 9; i > 2; i--) {
    if (bytes[i] < 255) {
      bytes[i]++;
      return;
    }
    bytes[i] = 0;
  }
}

export const newId: () => Id = createIds();
