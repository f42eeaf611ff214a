import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '#server/context.ts';
import type { Client } from '#server/services/auth/client.ts';
import { findSession } from '#server/services/auth/findSession.ts';
import type { SignedIn } from '#server/services/auth/newSession.ts';

const NAME = 'evenpace';

/** Sets `actor` from the sign-in cookie; null when nobody is signed in. */
export function sessionMiddleware() {
  return createMiddleware<AppEnv>(async (c, next) => {
    const token = readToken(c);
    c.set('actor', token === null ? null : await findSession(c.get('deps'), token));
    await next();
  });
}

/** __Host-: the browser keeps the cookie to this host, this path and https. */
export const cookieName = (origin: string) => (isSecure(origin) ? `__Host-${NAME}` : NAME);

const isSecure = (origin: string) => origin.startsWith('https:');

function readToken(c: Context<AppEnv>): string | null {
  const value = getCookie(c, cookieName(c.get('deps').config.origin));
  return value && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
}

/** The browser behind a sign-in request. */
export function clientOf(c: Context<AppEnv>): Client {
  const peer = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket?.remoteAddress;
  return { userAgent: c.req.header('user-agent') ?? null, address: peer ?? 'unknown', previousToken: readToken(c) };
}

export function setSessionCookie(c: Context<AppEnv>, signedIn: SignedIn): void {
  const { origin } = c.get('deps').config;
  setCookie(c, cookieName(origin), signedIn.token, {
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(origin),
    path: '/',
    maxAge: signedIn.maxAgeS,
  });
}

export function clearSessionCookie(c: Context<AppEnv>): void {
  const { origin } = c.get('deps').config;
  deleteCookie(c, cookieName(origin), { path: '/', secure: isSecure(origin) });
}
