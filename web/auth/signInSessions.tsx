import { useState } from 'preact/hooks';
import { api } from '#web/api/client.ts';
import { ErrorNotice, Loaded } from '#web/api/loaded.tsx';
import { useLoad } from '#web/api/useLoad.ts';
import { auth } from '#web/copy/auth.ts';
import { agoText } from '#web/copy/time.ts';
import { Button } from '#web/ui/button.tsx';
import { showToast } from '#web/ui/toast.tsx';

export function SignInSessions() {
  const { reload, set, ...load } = useLoad('sign-in-sessions', api.signInSessions);
  const [failure, setFailure] = useState<unknown>(null);
  return (
    <Loaded load={load} reload={reload}>
      {(sessions) => (
        <>
          {failure !== null && <ErrorNotice error={failure} />}
          <ul class="plain-list auth-sessions">
            {sessions.map((session) => (
              <li key={session.id}>
                <span>
                  {session.userAgent}
                  <span class="muted small">
                    {' · '}
                    {session.current ? auth.settings.current : auth.settings.lastSeen(agoText(session.lastSeenAtUs, Date.now() * 1000))}
                  </span>
                </span>
                {!session.current && (
                  <Button
                    small
                    onClick={() => {
                      setFailure(null);
                      api.revokeSignInSession(session.id).then(() => {
                        set(sessions.filter((other) => other.id !== session.id));
                        showToast({ text: auth.settings.revoked });
                      }, setFailure);
                    }}
                  >
                    {auth.settings.revoke}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Loaded>
  );
}
