import { useState } from 'preact/hooks';
import type { Me, Passkey } from '#shared/schema/api.ts';
import { api } from '#web/api/client.ts';
import { ErrorNotice, Loaded } from '#web/api/loaded.tsx';
import { setMe } from '#web/api/session.ts';
import { useLoad } from '#web/api/useLoad.ts';
import { auth } from '#web/copy/auth.ts';
import { common } from '#web/copy/common.ts';
import { agoText } from '#web/copy/time.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { showToast } from '#web/ui/toast.tsx';

/** The last way into an account stays: without a password the only passkey cannot be removed. */
export const isLastWayIn = (person: Pick<Me, 'hasPassword' | 'passkeyCount'>) => !person.hasPassword && person.passkeyCount <= 1;

/** The person's passkeys, each with a way to remove it. */
export function PasskeyList({ person }: { person: Me }) {
  const { reload, set: _set, ...load } = useLoad(`passkeys:${person.passkeyCount}`, api.passkeys);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  async function remove({ id }: Passkey) {
    setBusy(true);
    setFailure(null);
    try {
      setMe(await api.removePasskey(id));
      showToast({ text: auth.settings.passkeyRemoved });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
      setRemoving(null);
    }
  }
  const kept = isLastWayIn(person);
  return (
    <Loaded load={load} reload={reload}>
      {(passkeys) => (
        <>
          {failure !== null && <ErrorNotice error={failure} />}
          <ul class="plain-list auth-sessions">
            {passkeys.map((passkey) => (
              <li key={passkey.id}>
                <span>
                  {passkey.label}
                  <span class="muted small">
                    {' · '}
                    {whenText(passkey)}
                  </span>
                </span>
                {!kept && (
                  <Button small onClick={() => setRemoving(passkey)}>
                    {auth.settings.removePasskey}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {kept && <p class="muted small">{auth.settings.lastWayIn}</p>}
          <Dialog open={removing !== null} title={auth.settings.removePasskeyTitle} onClose={() => setRemoving(null)}>
            <p>{auth.settings.removePasskeyText}</p>
            <div class="row row-fill">
              <Button onClick={() => setRemoving(null)}>{common.cancel}</Button>
              <Button variant="danger" busy={busy} onClick={() => removing !== null && void remove(removing)}>
                {auth.settings.removePasskey}
              </Button>
            </div>
          </Dialog>
        </>
      )}
    </Loaded>
  );
}

function whenText({ createdAtUs, lastUsedAtUs }: Passkey): string {
  const nowUs = Date.now() * 1000;
  return lastUsedAtUs === null
    ? auth.settings.passkeyMade(agoText(createdAtUs, nowUs))
    : auth.settings.passkeyUsed(agoText(lastUsedAtUs, nowUs));
}
