import { liveQuery } from 'dexie';
import { useEffect, useState } from 'preact/hooks';

/** Reads local records and again whenever they change; undefined until the first answer. */
export function useStored<T>(key: string, read: () => Promise<T>): T | undefined {
  const [value, setValue] = useState<{ key: string; value: T } | undefined>(undefined);
  useEffect(() => {
    const subscription = liveQuery(read).subscribe({ next: (next) => setValue({ key, value: next }), error: () => setValue(undefined) });
    return () => subscription.unsubscribe();
  }, [key]);
  return value?.key === key ? value.value : undefined;
}
