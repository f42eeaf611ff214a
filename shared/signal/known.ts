/** A value, or null and why there is none: shown to the person as it is, never replaced by 0. */
export type Known<T> = { readonly value: T; readonly reason: null } | { readonly value: null; readonly reason: string };

export function known<T>(value: T): Known<T> {
  return { value, reason: null };
}

export function unknown(reason: string): Known<never> {
  return { value: null, reason };
}

/** The same of what follows from the value; the reason stays. */
export function mapKnown<T, U>(of: Known<T>, next: (value: T) => U): Known<U> {
  return of.reason === null ? known(next(of.value)) : of;
}
