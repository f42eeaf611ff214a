import { signal } from '@preact/signals';
import { Me } from '#shared/schema/api.ts';
import { ApiError } from './apiError.ts';
import { api } from './client.ts';

const KEY = 'evenpace.me';

/** Who is signed in: undefined = not known yet, null = nobody. */
export const me = signal<Me | null | undefined>(undefined);

/** Keeps the answer for the next start without network: name and role, no health data. */
export function setMe(value: Me | null): void {
  me.value = value;
  try {
    if (value === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(value));
  } catch {
    // Storage is switched off: the sign-in then lasts as long as the page.
  }
}

function remembered(): Me | null {
  try {
    const parsed = Me.safeParse(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Asks the server; without network the last known person stays signed in on this phone. */
export async function loadMe(): Promise<void> {
  const known = remembered();
  if (known !== null) me.value = known;
  try {
    setMe(await api.me());
  } catch (error) {
    if (error instanceof ApiError && (error.code === 'unauthenticated' || error.code === 'forbidden')) setMe(null);
    else if (me.value === undefined) me.value = null;
  }
}

/** Asked before a sign-out; an answer is a reason to wait in plain words, e.g. recordings that are not sent yet. */
export const signOutGuards = new Set<() => Promise<string | null>>();

/** Run when the server has ended this sign-in, while the person is still known: what a page keeps of them is cleared here. */
export const signOutTasks = new Set<() => Promise<unknown>>();

/** First reason to wait, or null. */
export async function reasonToStay(): Promise<string | null> {
  for (const guard of signOutGuards) {
    const reason = await guard();
    if (reason !== null) return reason;
  }
  return null;
}

/** Ends the sign-in here, or all of them. Throws ApiError when the server could not be told. */
export async function signOut(where: 'here' | 'everywhere' = 'here'): Promise<void> {
  try {
    await (where === 'here' ? api.signOut() : api.signOutEverywhere());
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'unauthenticated') throw error;
  }
  for (const task of signOutTasks) await task();
  setMe(null);
}
