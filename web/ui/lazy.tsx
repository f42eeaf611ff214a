import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { common } from '#web/copy/common.ts';
import { Button } from './button.tsx';
import { Loading } from './loading.tsx';
import { Notice } from './notice.tsx';

/** A component in its own chunk. When the chunk cannot be fetched (offline, new version deployed) it says so and offers a reload. */
export function lazy<P extends object = Record<never, never>>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [, arrived] = useState(loaded !== null);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (loaded !== null) return;
      load().then(
        (component) => {
          loaded = component;
          arrived(true);
        },
        () => setFailed(true),
      );
    }, []);
    if (loaded !== null) {
      const Loaded = loaded;
      return <Loaded {...props} />;
    }
    if (!failed) return <Loading />;
    return (
      <Notice tone="offline" title={common.pageMissing} action={<Button onClick={() => location.reload()}>{common.reload}</Button>}>
        {common.pageMissingText}
      </Notice>
    );
  };
}
