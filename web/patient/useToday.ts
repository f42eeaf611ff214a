import { useEffect, useRef } from 'preact/hooks';
import { me } from '#web/api/session.ts';
import { useLoad } from '#web/api/useLoad.ts';
import { syncState } from '#web/store/sync.ts';
import { type LoadedToday, loadToday } from '#web/store/today.ts';

/** The signed-in patient's id. The patient area is mounted only for patients. */
export function patientId(): string {
  return me.value?.patientId ?? '';
}

/**
 * Today from the network or this phone; loads again when the page comes back to the front, when the network returns, and when the clinic has
 * received what was waiting here: the morning's answers may change the dose.
 */
export function useToday() {
  const load = useLoad<LoadedToday>(`today:${patientId()}`, () => loadToday(patientId()));
  useEffect(() => {
    const again = () => {
      if (document.visibilityState === 'visible') load.reload();
    };
    document.addEventListener('visibilitychange', again);
    window.addEventListener('online', again);
    return () => {
      document.removeEventListener('visibilitychange', again);
      window.removeEventListener('online', again);
    };
  }, [load.reload]);
  const { pending } = syncState.value;
  const waited = useRef(false);
  useEffect(() => {
    if (pending === 0 && waited.current) load.reload();
    waited.current = pending > 0;
  }, [pending, load.reload]);
  return load;
}
