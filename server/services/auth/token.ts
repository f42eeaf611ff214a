import { createHash } from 'node:crypto';

/** Secrets handed to people (session cookie, invitation, set-up link): 256 random bits, of which only the SHA-256 is stored. */

/** 43 base64url characters. */
export function newToken(random: { bytes(length: number): Uint8Array }): string {
  return toBase64Url(random.bytes(32));
}

/**
 * SHA-256 in lower-case hex. A fast hash is right here: the input has 256 bits of entropy, so guessing is hopeless. Synchronous: every
 * request needs it, and handing 43 bytes to another thread and back takes a hundred times as long as hashing them.
 */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** RFC 4648 section 5, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
