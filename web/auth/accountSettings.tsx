import { useState } from 'preact/hooks';
import type { Me } from '#shared/schema/api.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { reasonToStay, setMe, signOut } from '#web/api/session.ts';
import { auth } from '#web/copy/auth.ts';
import { common } from '#web/copy/common.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { createPasskey, passkeySupportHere } from './passkey.ts';
import { PasskeyList } from './passkeyList.tsx';
import { PasswordForm } from './passwordForm.tsx';
import { SignInSessions } from './signInSessions.tsx';

/** Everything about one's own sign-in. The same on the phone and on the laptop. */
export function AccountSettings({ person }: { person: Me }) {
  return (
    <>
      <Card title={auth.settings.you}>
        <p>
          <b>{person.displayName}</b> {auth.settings.clinic(person.clinicName)}
        </p>
        <p class="muted small">{person.email}</p>
      </Card>
      <Passkeys person={person} />
      <Card title={auth.settings.password} aside={person.hasPassword ? undefined : auth.settings.noPassword}>
        <PasswordForm
          hasPassword={person.hasPassword}
          onDone={(changed) => {
            setMe(changed);
            showToast({ text: auth.settings.passwordSaved });
          }}
        />
      </Card>
      <Card title={auth.settings.sessions}>
        <SignInSessions />
      </Card>
      <SignOut />
      <p class="muted small">{common.notEmergency}</p>
    </>
  );
}

function Passkeys({ person }: { person: Me }) {
  const support = passkeySupportHere();
  const [busy, setBusy] = useState(false);
  const [remark, setRemark] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  async function add() {
    setBusy(true);
    setRemark(null);
    setFailure(null);
    try {
      const outcome = await createPasskey();
      if (outcome.ok) {
        setMe(outcome.me);
        showToast({ text: auth.settings.passkeyAdded });
      } else setRemark(auth.passkey[outcome.reason]);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Card title={auth.settings.passkeys}>
      <div class="stack">
        <p>
          {auth.settings.passkeyCount(person.passkeyCount)} {person.hasPassword && auth.settings.passwordSet}
        </p>
        {person.passkeyCount > 0 && <PasskeyList person={person} />}
        {remark !== null && <Notice tone="info">{remark}</Notice>}
        {failure !== null && <ErrorNotice error={failure} />}
        {support.available ? (
          <div>
            <Button busy={busy} onClick={() => void add()}>
              {auth.settings.addPasskey}
            </Button>
          </div>
        ) : (
          <p class="muted small">{support.why}</p>
        )}
      </div>
    </Card>
  );
}

function SignOut() {
  const [stay, setStay] = useState<string | null>(null);
  const [where, setWhere] = useState<'here' | 'everywhere'>('here');
  const [failure, setFailure] = useState<unknown>(null);
  async function leave(from: 'here' | 'everywhere', sure: boolean) {
    const reason = sure ? null : await reasonToStay();
    setWhere(from);
    setStay(reason);
    setFailure(null);
    if (reason === null) await signOut(from).catch(setFailure);
  }
  return (
    <>
      {failure !== null && <ErrorNotice error={failure} />}
      <div class="stack-tight">
        <div class="row">
          <Button onClick={() => void leave('here', false)}>{auth.settings.signOut}</Button>
          <Button onClick={() => void leave('everywhere', false)}>{auth.settings.signOutEverywhere}</Button>
        </div>
        <span class="muted small">{auth.settings.everywhereHint}</span>
      </div>
      <Dialog open={stay !== null} title={auth.settings.notYet} onClose={() => setStay(null)}>
        <p>{stay}</p>
        <div class="row row-fill">
          <Button variant="primary" onClick={() => setStay(null)}>
            {auth.settings.stay}
          </Button>
          <Button variant="danger" onClick={() => void leave(where, true)}>
            {auth.settings.signOutAnyway}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
