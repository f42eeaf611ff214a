import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { AcceptInvitation, type Me } from '#shared/schema/api.ts';
import { fieldErrors } from '#web/api/errorText.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { auth } from '#web/copy/auth.ts';
import { Button } from '#web/ui/button.tsx';
import { type FieldErrors, formErrors } from '#web/ui/formErrors.ts';
import { Notice } from '#web/ui/notice.tsx';
import { TextField } from '#web/ui/textField.tsx';
import { createPasskey, passkeySupportHere } from './passkey.ts';
import { PasskeyStep } from './passkeyStep.tsx';

export interface AccountFormProps {
  /** Fields in front of name and email. */
  before?: (errors: FieldErrors) => ComponentChildren;
  /** Checks those fields. */
  check?: () => FieldErrors;
  suggestedName: string;
  submitLabel: string;
  /** Creates the account and signs it in. */
  create: (account: AcceptInvitation) => Promise<Me>;
  onDone: (me: Me) => void;
}

/** Name, email and a way to come back: a passkey first, a password where that is not to be had or wanted. */
export function AccountForm({ before, check, suggestedName, submitLabel, create, onDone }: AccountFormProps) {
  const support = passkeySupportHere();
  const [displayName, setDisplayName] = useState(suggestedName);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [byPasskey, setByPasskey] = useState(support.available);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [unfinished, setUnfinished] = useState<Me | null>(null);

  async function submit() {
    const account = AcceptInvitation.safeParse({ displayName, email: email.trim(), password: byPasskey ? null : password });
    const found = { ...check?.(), ...(account.success ? {} : formErrors(account.error)) };
    setErrors(found);
    setFailure(null);
    if (!account.success || Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      const created = await create(account.data);
      if (!byPasskey) return onDone(created);
      const passkey = await createPasskey().catch(() => null);
      if (passkey?.ok) onDone(passkey.me);
      else setUnfinished(created);
    } catch (error) {
      setErrors(fieldErrors(error));
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  if (unfinished !== null) return <PasskeyStep onDone={onDone} onSkip={() => onDone(unfinished)} />;
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {before?.(errors)}
      <TextField
        label={auth.account.displayName}
        value={displayName}
        onValue={setDisplayName}
        autoComplete="name"
        error={errors.displayName}
      />
      <TextField label={auth.account.email} type="email" value={email} onValue={setEmail} autoComplete="username" error={errors.email} />
      {!byPasskey && (
        <TextField
          label={auth.account.password}
          hint={auth.account.passwordHint}
          type="password"
          value={password}
          onValue={setPassword}
          autoComplete="new-password"
          error={errors.password}
        />
      )}
      {!support.available && <Notice tone="info">{support.why}</Notice>}
      {failure !== null && <ErrorNotice error={failure} />}
      <div class="stack-tight">
        <Button type="submit" variant="primary" block busy={busy}>
          {byPasskey ? auth.account.withPasskey : submitLabel}
        </Button>
        {byPasskey && <span class="muted small">{auth.account.passkeyHint}</span>}
        {support.available && (
          <Button variant="quiet" block onClick={() => setByPasskey(!byPasskey)}>
            {byPasskey ? auth.account.usePassword : auth.account.usePasskey}
          </Button>
        )}
      </div>
    </form>
  );
}
