/** A software authenticator: ES256 keys by WebCrypto, CBOR by hand, attestation "none" (WebAuthn Level 3, sections 6.1 and 6.5). */

interface CreationOptions {
  challenge: string;
  rp: { id: string };
  user: { id: string };
}
interface RequestOptions {
  challenge: string;
  rpId: string;
}

export interface Authenticator {
  create(options: CreationOptions, origin: string): Promise<Record<string, unknown>>;
  get(options: RequestOptions, origin: string): Promise<Record<string, unknown>>;
}

export async function createAuthenticator(): Promise<Authenticator> {
  const keys = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])) as CryptoKeyPair;
  const credentialId = crypto.getRandomValues(new Uint8Array(16));
  const id = base64Url(credentialId);
  let counter = 0;
  let userHandle = '';
  const clientData = (type: string, challenge: string, origin: string) =>
    utf8(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  return {
    async create(options, origin) {
      userHandle = options.user.id;
      const attested = concat(new Uint8Array(16), u16(credentialId.length), credentialId, await coseKey(keys.publicKey));
      const authData = concat(await sha256(utf8(options.rp.id)), [FLAG_UP | FLAG_UV | FLAG_AT], u32(counter), attested);
      const attestationObject = concat([0xa3], text('fmt'), text('none'), text('attStmt'), [0xa0], text('authData'), bytes(authData));
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64Url(clientData('webauthn.create', options.challenge, origin)),
          attestationObject: base64Url(attestationObject),
          transports: ['internal'],
        },
      };
    },
    async get(options, origin) {
      counter += 1;
      const client = clientData('webauthn.get', options.challenge, origin);
      const authData = concat(await sha256(utf8(options.rpId)), [FLAG_UP | FLAG_UV], u32(counter));
      const signed = concat(authData, await sha256(client));
      const raw = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, signed));
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64Url(client),
          authenticatorData: base64Url(authData),
          signature: base64Url(derSignature(raw)),
          userHandle,
        },
      };
    },
  };
}

/** Authenticator data flags: user present, user verified, attested credential data included. */
const [FLAG_UP, FLAG_UV, FLAG_AT] = [0x01, 0x04, 0x40];

/** COSE_Key of an ES256 public key: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y} (RFC 9053, 7.1). */
async function coseKey(key: CryptoKey): Promise<Uint8Array<ArrayBuffer>> {
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', key));
  return concat([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21], bytes(point.slice(1, 33)), [0x22], bytes(point.slice(33, 65)));
}

/** r || s as SEQUENCE of two INTEGERs. */
function derSignature(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const integer = (half: Uint8Array) => {
    const first = half.findIndex((byte) => byte !== 0);
    const trimmed = half.slice(first);
    const value = trimmed[0] >= 0x80 ? concat([0], trimmed) : concat(trimmed);
    return concat([0x02, value.length], value);
  };
  const body = concat(integer(raw.slice(0, 32)), integer(raw.slice(32)));
  return concat([0x30, body.length], body);
}

/** CBOR text and byte strings, up to 65,535 bytes (RFC 8949, 3.1). */
const text = (value: string) => concat(head(0x60, utf8(value).length), utf8(value));
const bytes = (value: Uint8Array) => concat(head(0x40, value.length), value);
const head = (major: number, length: number) =>
  length < 24 ? [major | length] : length < 256 ? [major | 24, length] : [major | 25, length >> 8, length & 0xff];

const u16 = (value: number) => [value >> 8, value & 0xff];
const u32 = (value: number) => [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
const utf8 = (value: string) => new TextEncoder().encode(value);
const sha256 = async (value: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest('SHA-256', value));
const base64Url = (value: Uint8Array) => Buffer.from(value).toString('base64url');

function concat(...parts: readonly (ArrayLike<number> & Iterable<number>)[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
