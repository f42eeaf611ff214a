import { ServiceError } from '#server/errors.ts';

/** WebAuthn relying party: the id is a host name, never an IP address (WebAuthn Level 3, section 4, RP ID). */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** The configured origin and, on a computer's own address, its twin: http://127.0.0.1:8787 and http://localhost:8787 are one place. */
export function allowedOrigins(configOrigin: string): readonly string[] {
  const url = new URL(configOrigin);
  const twin = url.hostname === '127.0.0.1' ? 'localhost' : url.hostname === 'localhost' ? '127.0.0.1' : null;
  if (twin === null) return [url.origin];
  return [url.origin, `${url.protocol}//${twin}${url.port ? `:${url.port}` : ''}`];
}

/** Relying party of a request. `requestOrigin` is its Origin header; null (a client that is no browser) means the configured origin. */
export function relyingParty(configOrigin: string, requestOrigin: string | null): RelyingParty {
  const allowed = allowedOrigins(configOrigin);
  const origin = requestOrigin ?? allowed[0];
  if (!allowed.includes(origin)) throw new ServiceError('forbidden', `Passkeys work only on ${allowed.join(' and ')}.`);
  const host = new URL(origin).hostname;
  if (!isIpAddress(host)) return { id: host, origin };
  const named = allowed.find((other) => !isIpAddress(new URL(other).hostname));
  const hint = named ? `Open ${named} in this browser instead.` : 'Open Evenpace by its name instead of its number.';
  throw new ServiceError('conflict', `Passkeys need an address with a name. ${hint}`);
}

const isIpAddress = (host: string) => /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.startsWith('[');
