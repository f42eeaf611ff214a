/** Secrets handed to people (session cookie, invitation, set-up link): 256 random bits, of which only the SHA-256 is stored. */

/** 43 base64url characters. */
export function newToken(random: { bytes(length: number): Uint8Array }): string {
  return toBase64Url(random.bytes(32));
}

/** SHA-256 in lower-case hex. A fast hash is right here: the input has 256 bits of entropy, so guessing is hopeless. */
export async function tokenHash(token: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** RFC 4648 section 5, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
