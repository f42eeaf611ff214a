import { useState } from 'preact/hooks';
import { type Me, SetPassword } from '#shared/schema/api.ts';
import { api } from '#web/api/client.ts';
import { fieldErrors } from '#web/api/errorText.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { auth } from '#web/copy/auth.ts';
import { Button } from '#web/ui/button.tsx';
import { type FieldErrors, formErrors } from '#web/ui/formErrors.ts';
import { TextField } from '#web/ui/textField.tsx';

/** Sets the first password, or changes it against the current one. */
export function PasswordForm({ hasPassword, onDone }: { hasPassword: boolean; onDone: (me: Me) => void }) {
  const [currentPassword, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  async function submit() {
    const parsed = SetPassword.safeParse({ currentPassword: hasPassword ? currentPassword : null, password });
    setErrors(parsed.success ? {} : formErrors(parsed.error));
    setFailure(null);
    if (!parsed.success) return;
    setBusy(true);
    try {
      const person = await api.setPassword(parsed.data);
      setCurrent('');
      setPassword('');
      onDone(person);
    } catch (error) {
      setErrors(fieldErrors(error));
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {hasPassword && (
        <TextField
          label={auth.settings.currentPassword}
          type="password"
          value={currentPassword}
          onValue={setCurrent}
          autoComplete="current-password"
          error={errors.currentPassword}
        />
      )}
      <TextField
        label={auth.settings.newPassword}
        hint={auth.account.passwordHint}
        type="password"
        value={password}
        onValue={setPassword}
        autoComplete="new-password"
        error={errors.password}
      />
      {failure !== null && <ErrorNotice error={failure} />}
      <div>
        <Button type="submit" busy={busy}>
          {hasPassword ? auth.settings.changePassword : auth.settings.setPassword}
        </Button>
      </div>
    </form>
  );
}
