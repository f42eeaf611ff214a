import type { ComponentChildren } from 'preact';
import { common } from '#web/copy/common.ts';
import { Button } from '#web/ui/button.tsx';
import { Loading } from '#web/ui/loading.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { ApiError } from './apiError.ts';
import { errorText } from './errorText.ts';
import type { Load } from './useLoad.ts';

/** The three faces of a page that loads: waiting, failed with a way out, ready. */
export function Loaded<T>({ load, reload, children }: { load: Load<T>; reload: () => void; children: (value: T) => ComponentChildren }) {
  if (load.state === 'loading') return <Loading />;
  if (load.state === 'failed') {
    return <ErrorNotice error={load.error} action={<Button onClick={reload}>{common.retry}</Button>} />;
  }
  return <>{children(load.value)}</>;
}

export function ErrorNotice({ error, action }: { error: unknown; action?: ComponentChildren }) {
  const offline = error instanceof ApiError && error.code === 'offline';
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <Notice tone={offline ? 'offline' : 'error'} title={common.error.title} action={action}>
      {errorText(error)}
      {requestId !== null && <span class="muted small"> {common.error.requestId(requestId)}</span>}
    </Notice>
  );
}
