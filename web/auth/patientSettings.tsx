import { useEffect } from 'preact/hooks';
import { me, signOutGuards } from '#web/api/session.ts';
import { auth } from '#web/copy/auth.ts';
import { patientNav } from '#web/copy/navigation.ts';
import { startAppSync, syncState } from '#web/store/sync.ts';
import { PhonePage } from '#web/ui/page.tsx';
import { AccountSettings } from './accountSettings.tsx';
import './auth.css';

/** Records that are not at the clinic yet are a reason to stay signed in: only their owner's sign-in can send them. */
async function unsentRecords(): Promise<string | null> {
  const { pending } = syncState.value;
  return pending === 0 ? null : auth.settings.unsent(pending);
}

export function PatientSettings() {
  useEffect(() => {
    startAppSync();
    signOutGuards.add(unsentRecords);
    return () => {
      signOutGuards.delete(unsentRecords);
    };
  }, []);
  const person = me.value;
  if (!person) return null;
  return (
    <PhonePage title={auth.settings.title} nav={patientNav}>
      <AccountSettings person={person} />
    </PhonePage>
  );
}
