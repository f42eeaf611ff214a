import { signal } from '@preact/signals';
import { useLocation } from 'wouter-preact';
import { common } from '#web/copy/common.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import './appUpdate.css';

/** True while a session is being recorded: nothing may reload the page then. */
export const sessionRunning = signal(false);

/** The new version that waits for its turn. */
const waiting = signal<ServiceWorker | null>(null);

/** Set by the button of this tab: a tab with a running session is not reloaded because another one agreed. */
let agreed = false;

/** Starts offline use. A new version waits until the person agrees; it never takes over by itself. */
export function registerServiceWorker(): void {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (agreed) location.reload();
  });
  navigator.serviceWorker
    .register('/serviceWorker.js')
    .then(watch)
    .catch(() => {
      // No service worker (private window, plain http): the app works, only not offline from a cold start.
    });
}

function watch(registration: ServiceWorkerRegistration) {
  if (registration.waiting !== null && navigator.serviceWorker.controller !== null) waiting.value = registration.waiting;
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) waiting.value = worker;
    });
  });
}

function update(worker: ServiceWorker) {
  agreed = true;
  worker.postMessage({ type: 'SKIP_WAITING' });
}

export function AppUpdate() {
  const [location] = useLocation();
  const worker = waiting.value;
  if (worker === null || sessionRunning.value || location.startsWith('/session')) return null;
  return (
    <div class="app-update">
      <Notice
        tone="info"
        action={
          <Button small variant="primary" onClick={() => update(worker)}>
            {common.updateNow}
          </Button>
        }
      >
        {common.updateReady}
      </Notice>
    </div>
  );
}
