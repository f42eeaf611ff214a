/** A record as it lies in IndexedDB: what indexes and sync bookkeeping need in the clear, the rest as one AES-GCM ciphertext. */
export type Sealed<Row, Clear extends keyof Row> = Pick<Row, Clear> & {
  /** 96 random bits, new for every write (NIST SP 800-38D section 8.2.2); it also tells one version of a row from the next. */
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
};

/** Where a record belongs. Bound to the ciphertext, so that a row put under another key or in another table does not open. */
export interface Place {
  readonly table: string;
  readonly key: unknown;
}

/** A record is here and cannot be decrypted: its key is gone, or its bytes were changed. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
}

const IV_BYTES = 12;
const LENGTH_BYTES = 4;

/** Encrypts a row; its `bytes`, when it has some, go in as they are and the rest as JSON. Never call it inside a transaction. */
export async function sealRow<Row extends object, Clear extends keyof Row>(
  cryptoKey: CryptoKey,
  place: Place,
  row: Row,
  clear: readonly Clear[],
): Promise<Sealed<Row, Clear>> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: binding(place) }, cryptoKey, pack(row, clear));
  const open = Object.fromEntries(clear.map((field) => [field, row[field]])) as Pick<Row, Clear>;
  return { ...open, iv, sealed };
}

/** Decrypts a row. Rejects with UnreadableRecord when key, table or record key are not those it was sealed with, or a bit was changed. */
export async function openRow<Row extends object, Clear extends keyof Row>(
  cryptoKey: CryptoKey,
  place: Place,
  { iv, sealed, ...open }: Sealed<Row, Clear>,
): Promise<Row> {
  const algorithm = { name: 'AES-GCM', iv, additionalData: binding(place) };
  const packed = await crypto.subtle.decrypt(algorithm, cryptoKey, sealed).catch((cause: unknown) => {
    throw new UnreadableRecord(`${place.table} ${JSON.stringify(place.key)}`, { cause });
  });
  return { ...open, ...unpack(new Uint8Array(packed)) } as unknown as Row;
}

/** Rows written before local records were encrypted have no ciphertext. */
export function isSealed(row: object): boolean {
  return 'sealed' in row && 'iv' in row;
}

const binding = ({ table, key }: Place) => new TextEncoder().encode(`${table}\n${JSON.stringify(key)}`);

/** u32 length of the JSON, little-endian; the JSON; the bytes. */
function pack<Row extends object>(row: Row, clear: readonly (keyof Row)[]): Uint8Array<ArrayBuffer> {
  const { bytes, ...hidden } = Object.fromEntries(Object.entries(row).filter(([field]) => !clear.includes(field as keyof Row)));
  const json = new TextEncoder().encode(JSON.stringify(hidden));
  const raw = bytes instanceof Uint8Array ? bytes : new Uint8Array(0);
  const packed = new Uint8Array(LENGTH_BYTES + json.length + raw.length);
  new DataView(packed.buffer).setUint32(0, json.length, true);
  packed.set(json, LENGTH_BYTES);
  packed.set(raw, LENGTH_BYTES + json.length);
  return packed;
}

function unpack(packed: Uint8Array<ArrayBuffer>): object {
  const rawFrom = LENGTH_BYTES + new DataView(packed.buffer).getUint32(0, true);
  const hidden = JSON.parse(new TextDecoder().decode(packed.subarray(LENGTH_BYTES, rawFrom)));
  return rawFrom < packed.length ? { ...hidden, bytes: packed.slice(rawFrom) } : hidden;
}
