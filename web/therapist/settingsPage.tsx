import { Link } from 'wouter-preact';
import { me } from '#web/api/session.ts';
import { AccountSettings } from '#web/auth/accountSettings.tsx';
import '#web/auth/auth.css';
import { auth } from '#web/copy/auth.ts';
import { settingsCopy } from '#web/copy/pacingSettings.ts';
import { Shell } from './shell.tsx';

export function SettingsPage() {
  const person = me.value;
  if (!person) return null;
  return (
    <Shell title={auth.settings.title}>
      <div class="narrow-column">
        <h1>{auth.settings.title}</h1>
        <p>
          <Link href="/settings/pacing">{settingsCopy.open}</Link>
        </p>
        <AccountSettings person={person} />
      </div>
    </Shell>
  );
}
