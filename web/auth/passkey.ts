import { browserSupportsWebAuthn, startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser';
import type { CeremonyOptions, Me } from '#shared/schema/api.ts';
import { api } from '#web/api/client.ts';
import { auth } from '#web/copy/auth.ts';

export type PasskeySupport = { readonly available: true } | { readonly available: false; readonly why: string };

/** A passkey belongs to a host name: an IP address cannot own one (WebAuthn level 3, section 5.1.2, relying party id). */
export function passkeySupport(
  place: Pick<Location, 'hostname' | 'port' | 'protocol'>,
  secure: boolean,
  supported: boolean,
): PasskeySupport {
  const isIp = /^\d+(\.\d+){3}$/.test(place.hostname) || place.hostname.startsWith('[');
  const isLoopback = place.hostname.startsWith('127.') || place.hostname === '[::1]';
  if (isIp && isLoopback) {
    return { available: false, why: auth.passkey.ipOrigin(`${place.protocol}//localhost${place.port === '' ? '' : `:${place.port}`}`) };
  }
  if (!secure || isIp) return { available: false, why: auth.passkey.insecure };
  return supported ? { available: true } : { available: false, why: auth.passkey.unsupported };
}

export function passkeySupportHere(): PasskeySupport {
  return passkeySupport(location, isSecureContext, browserSupportsWebAuthn());
}

export type PasskeyOutcome =
  | { readonly ok: true; readonly me: Me }
  | { readonly ok: false; readonly reason: 'cancelled' | 'alreadyThere' | 'failed' };

type RegistrationJson = Parameters<typeof startRegistration>[0]['optionsJSON'];
type AuthenticationJson = Parameters<typeof startAuthentication>[0]['optionsJSON'];

/** Saves a passkey for the signed-in person. Throws ApiError when the server cannot be reached or refuses. */
export async function createPasskey(): Promise<PasskeyOutcome> {
  const ceremony = await api.passkeyRegisterOptions();
  const response = await settle(() => startRegistration({ optionsJSON: optionsOf<RegistrationJson>(ceremony) }));
  if (!response.ok) return response;
  return { ok: true, me: await api.passkeyRegisterVerify({ challengeId: ceremony.challengeId, response: { ...response.value } }) };
}

/** Signs in with a passkey of this device. */
export async function signInWithPasskey(): Promise<PasskeyOutcome> {
  const ceremony = await api.passkeySignInOptions();
  const response = await settle(() => startAuthentication({ optionsJSON: optionsOf<AuthenticationJson>(ceremony) }));
  if (!response.ok) return response;
  return { ok: true, me: await api.passkeySignInVerify({ challengeId: ceremony.challengeId, response: { ...response.value } }) };
}

/** The options pass through our API as plain JSON; the browser itself checks every member. */
function optionsOf<T>(ceremony: CeremonyOptions): T {
  return ceremony.options as T;
}

/** The one place where errors of the platform become our closed reasons. */
async function settle<T>(
  ceremony: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; reason: 'cancelled' | 'alreadyThere' | 'failed' }> {
  try {
    return { ok: true, value: await ceremony() };
  } catch (error) {
    if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
      return { ok: false, reason: 'alreadyThere' };
    const cancelled = error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError');
    return { ok: false, reason: cancelled ? 'cancelled' : 'failed' };
  }
}
