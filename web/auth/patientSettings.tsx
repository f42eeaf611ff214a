import { useEffect } from 'preact/hooks';
import { me, signOutGuards, signOutTasks } from '#web/api/session.ts';
import { auth } from '#web/copy/auth.ts';
import { patientNav } from '#web/copy/navigation.ts';
import { appDb } from '#web/store/db.ts';
import { clearLocal, unsentHere } from '#web/store/prune.ts';
import { startAppSync } from '#web/store/sync.ts';
import { lazy } from '#web/ui/lazy.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { AccountSettings } from './accountSettings.tsx';
import './auth.css';

const SensorSettings = lazy(async () => (await import('#web/live/SensorSettings.tsx')).SensorSettings);

/** Records that are not at the clinic yet are a reason to stay signed in: only their owner's sign-in can send them. */
async function unsentRecords(): Promise<string | null> {
  const { pending, unfinished } = await unsentHere(appDb());
  if (pending > 0) return auth.settings.unsent(pending);
  return unfinished > 0 ? auth.settings.unfinished : null;
}

/** Nothing of a person stays on the device after a sign-out, unless it is not at the clinic yet. */
const clearWhatIsSent = () => clearLocal(appDb());

export function PatientSettings() {
  useEffect(() => {
    startAppSync();
    signOutGuards.add(unsentRecords);
    signOutTasks.add(clearWhatIsSent);
    return () => {
      signOutGuards.delete(unsentRecords);
      signOutTasks.delete(clearWhatIsSent);
    };
  }, []);
  const person = me.value;
  if (!person) return null;
  return (
    <PhonePage title={auth.settings.title} nav={patientNav}>
      <SensorSettings />
      <AccountSettings person={person} />
    </PhonePage>
  );
}
