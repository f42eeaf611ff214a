import { useLocation } from 'wouter-preact';
import { ApiError } from '#web/api/apiError.ts';
import { api } from '#web/api/client.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { me, setMe } from '#web/api/session.ts';
import { useLoad } from '#web/api/useLoad.ts';
import { auth } from '#web/copy/auth.ts';
import { ButtonLink } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { AccountForm } from './accountForm.tsx';
import { AuthPage } from './authPage.tsx';

/** Opened from the therapist's link or QR code, most often on a phone. */
export function InvitePage({ token }: { token: string }) {
  const { reload, ...load } = useLoad(token, (call) => api.invitationPreview(token, call));
  const [, navigate] = useLocation();
  const gone =
    load.state === 'failed' &&
    load.error instanceof ApiError &&
    ['notFound', 'conflict', 'badRequest', 'validation'].includes(load.error.code);
  const title = load.state === 'ready' ? auth.invite.title(load.value.displayName) : auth.product;
  const lead = load.state === 'ready' ? auth.invite.lead(load.value.invitedBy, load.value.clinicName) : undefined;
  if (gone) {
    return (
      <AuthPage title={auth.invite.goneTitle} lead={auth.invite.goneText}>
        <ButtonLink href="/sign-in" block>
          {auth.signIn.submit}
        </ButtonLink>
      </AuthPage>
    );
  }
  return (
    <AuthPage title={title} lead={lead}>
      <Loaded load={load} reload={reload}>
        {(preview) => (
          <>
            {me.value && <Notice tone="warn">{auth.invite.otherAccount(me.value.displayName)}</Notice>}
            <AccountForm
              suggestedName={preview.displayName}
              submitLabel={auth.invite.accept}
              create={(account) => api.acceptInvitation(token, account)}
              onDone={(person) => {
                setMe(person);
                navigate('/', { replace: true });
              }}
            />
          </>
        )}
      </Loaded>
    </AuthPage>
  );
}
