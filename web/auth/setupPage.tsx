import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { SetupRequest } from '#shared/schema/api.ts';
import { ApiError } from '#web/api/apiError.ts';
import { api } from '#web/api/client.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { setMe } from '#web/api/session.ts';
import { useLoad } from '#web/api/useLoad.ts';
import { auth } from '#web/copy/auth.ts';
import { ButtonLink } from '#web/ui/button.tsx';
import { EmptyState } from '#web/ui/emptyState.tsx';
import { formErrors } from '#web/ui/formErrors.ts';
import { TextField } from '#web/ui/textField.tsx';
import { AccountForm } from './accountForm.tsx';
import { AuthPage } from './authPage.tsx';

const ClinicName = SetupRequest.pick({ clinicName: true });

/** Opened from the link that the server prints at its first start. */
export function SetupPage({ token }: { token: string }) {
  const { reload, ...load } = useLoad(token, (call) => api.setupState(token, call));
  const unknown = load.state === 'failed' && load.error instanceof ApiError && ['notFound', 'validation'].includes(load.error.code);
  const [clinicName, setClinicName] = useState('');
  const [, navigate] = useLocation();
  return (
    <AuthPage title={auth.setup.title} lead={auth.setup.lead}>
      <Loaded load={unknown ? { state: 'ready', value: { open: false } } : load} reload={reload}>
        {({ open }) =>
          open ? (
            <AccountForm
              suggestedName=""
              submitLabel={auth.setup.create}
              before={(errors) => (
                <TextField
                  label={auth.setup.clinicName}
                  value={clinicName}
                  onValue={setClinicName}
                  autoComplete="organization"
                  autoFocus
                  error={errors.clinicName}
                />
              )}
              check={() => {
                const parsed = ClinicName.safeParse({ clinicName });
                return parsed.success ? {} : formErrors(parsed.error);
              }}
              create={(account) => api.setup({ ...account, token, clinicName })}
              onDone={(me) => {
                setMe(me);
                navigate('/', { replace: true });
              }}
            />
          ) : (
            <EmptyState
              title={auth.setup.closedTitle}
              action={
                <ButtonLink href="/sign-in" variant="primary">
                  {auth.signIn.submit}
                </ButtonLink>
              }
            >
              {auth.setup.closedText}
            </EmptyState>
          )
        }
      </Loaded>
    </AuthPage>
  );
}
