import { useCallback, useEffect, useState } from 'preact/hooks';
import { ApiError } from './apiError.ts';
import { setMe } from './session.ts';

export type Load<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly error: unknown };

/**
 * Loads when `key` changes and again on `reload`. A reload keeps the old value on screen; a page that is left aborts its call.
 * `set` replaces the value after a change whose answer is already known.
 */
export function useLoad<T>(key: string, load: (call: { signal: AbortSignal }) => Promise<T>) {
  const [result, setResult] = useState<Load<T> & { key: string }>({ state: 'loading', key });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    load({ signal: abort.signal }).then(
      (value) => {
        if (!abort.signal.aborted) setResult({ state: 'ready', value, key });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        if (error instanceof ApiError && error.code === 'unauthenticated') setMe(null);
        setResult({ state: 'failed', error, key });
      },
    );
    return () => abort.abort();
  }, [key, round]);
  const reload = useCallback(() => setRound((value) => value + 1), []);
  const set = useCallback((value: T) => setResult({ state: 'ready', value, key }), [key]);
  const shown: Load<T> = result.key === key ? result : { state: 'loading' };
  return { ...shown, reload, set };
}
