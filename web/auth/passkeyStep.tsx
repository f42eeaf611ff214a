import { useState } from 'preact/hooks';
import type { Me } from '#shared/schema/api.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { auth } from '#web/copy/auth.ts';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { createPasskey } from './passkey.ts';
import { PasswordForm } from './passwordForm.tsx';

/** The account exists, its passkey does not: say what that means and offer the step again. */
export function PasskeyStep({ onDone, onSkip }: { onDone: (me: Me) => void; onSkip: () => void }) {
  const [busy, setBusy] = useState(false);
  const [remark, setRemark] = useState<string>(auth.passkey.cancelled);
  const [byPassword, setByPassword] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  async function again() {
    setBusy(true);
    setFailure(null);
    try {
      const passkey = await createPasskey();
      if (passkey.ok) onDone(passkey.me);
      else setRemark(auth.passkey[passkey.reason]);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div class="stack">
      <Notice tone="warn" title={auth.passkey.unfinishedTitle}>
        {remark} {auth.passkey.unfinishedText}
      </Notice>
      {failure !== null && <ErrorNotice error={failure} />}
      <Button variant="primary" block busy={busy} onClick={() => void again()}>
        {auth.passkey.tryAgain}
      </Button>
      {byPassword ? (
        <PasswordForm hasPassword={false} onDone={onDone} />
      ) : (
        <Button block onClick={() => setByPassword(true)}>
          {auth.account.usePassword}
        </Button>
      )}
      <Button variant="quiet" block onClick={onSkip}>
        {auth.passkey.later}
      </Button>
    </div>
  );
}
