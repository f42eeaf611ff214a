import { useEffect, useState } from 'preact/hooks';
import { patientCopy } from '#web/copy/patient.ts';
import { syncState } from '#web/store/sync.ts';

/** One quiet line: nothing while all is sent, otherwise what is kept here and why. */
export function SyncLine() {
  const online = useOnline();
  const { pending, parked } = syncState.value;
  const text =
    parked > 0 ? patientCopy.sync.parked : pending > 0 ? patientCopy.sync.waiting(pending) : online ? null : patientCopy.sync.offline;
  return (
    <p class="sync-line muted small" role="status" data-testid="sync" data-pending={pending}>
      {text}
    </p>
  );
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    window.addEventListener('online', update);
    window.addEventListener('offline', update);
    return () => {
      window.removeEventListener('online', update);
      window.removeEventListener('offline', update);
    };
  }, []);
  return online;
}
