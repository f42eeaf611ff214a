import { useState } from 'preact/hooks';
import { api } from '#web/api/client.ts';
import { ErrorNotice, Loaded } from '#web/api/loaded.tsx';
import { useLoad } from '#web/api/useLoad.ts';
import { therapist } from '#web/copy/therapist.ts';
import { browserDay, shortDayText } from '#web/copy/time.ts';
import { Shell } from '#web/therapist/shell.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { EmptyState } from '#web/ui/emptyState.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { InviteDialog } from './inviteDialog.tsx';
import './invite.css';

const words = therapist.invite;

export function InvitationsPage() {
  const { reload, set: _set, ...load } = useLoad('invitations', api.invitations);
  const [inviting, setInviting] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  function withdraw(invitationId: string) {
    setFailure(null);
    api.revokeInvitation(invitationId).then(() => {
      showToast({ text: words.withdrawn });
      reload();
    }, setFailure);
  }
  const invite = (
    <Button variant="primary" onClick={() => setInviting(true)}>
      {words.titlePatient}
    </Button>
  );
  return (
    <Shell title={words.title}>
      <div class="narrow-column">
        <div class="spread">
          <h1>{words.title}</h1>
          {invite}
        </div>
        <p class="muted">{words.lead}</p>
        {failure !== null && <ErrorNotice error={failure} />}
        <Loaded load={load} reload={reload}>
          {(invitations) => {
            const open = invitations.filter((invitation) => invitation.state === 'open');
            if (open.length === 0) {
              return <EmptyState title={words.empty}>{words.emptyText}</EmptyState>;
            }
            return (
              <Card>
                <ul class="plain-list invite-list">
                  {open.map((invitation) => (
                    <li key={invitation.id}>
                      <span>
                        <b>{invitation.displayName}</b>{' '}
                        <span class="muted small">
                          {words.role[invitation.role]} · {words.expires(shortDayText(browserDay(invitation.expiresAtUs)))}
                        </span>
                      </span>
                      <Button small onClick={() => withdraw(invitation.id)}>
                        {words.withdraw}
                      </Button>
                    </li>
                  ))}
                </ul>
              </Card>
            );
          }}
        </Loaded>
      </div>
      <InviteDialog
        open={inviting}
        onClose={() => {
          setInviting(false);
          reload();
        }}
      />
    </Shell>
  );
}
