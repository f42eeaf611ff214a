import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { Me } from '#shared/schema/api.ts';
import { ApiError } from '#web/api/apiError.ts';
import { api } from '#web/api/client.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { setMe } from '#web/api/session.ts';
import { auth } from '#web/copy/auth.ts';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { TextField } from '#web/ui/textField.tsx';
import { AuthPage } from './authPage.tsx';
import { passkeySupportHere, signInWithPasskey } from './passkey.ts';

/** Shown in place of any page that needs a sign-in, so the address stays and the person lands where they wanted to be. */
export function SignInPage() {
  const support = passkeySupportHere();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState<'passkey' | 'password' | null>(null);
  const [remark, setRemark] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [location, navigate] = useLocation();

  async function attempt(way: 'passkey' | 'password', signIn: () => Promise<Me | null>) {
    setBusy(way);
    setRemark(null);
    setFailure(null);
    try {
      const person = await signIn();
      if (person === null) return;
      setMe(person);
      if (location === '/sign-in') navigate('/', { replace: true });
    } catch (error) {
      const refused =
        error instanceof ApiError &&
        ['unauthenticated', 'validation', 'badRequest', 'unprocessable', 'conflict', 'forbidden'].includes(error.code);
      if (refused) setRemark(way === 'password' ? auth.signIn.wrong : auth.passkey.failed);
      else setFailure(error);
    } finally {
      setBusy(null);
    }
  }

  async function byPasskey(): Promise<Me | null> {
    const outcome = await signInWithPasskey();
    if (outcome.ok) return outcome.me;
    setRemark(outcome.reason === 'cancelled' ? auth.passkey.signInCancelled : auth.passkey.failed);
    return null;
  }

  return (
    <AuthPage title={auth.signIn.title} lead={auth.signIn.lead}>
      {support.available ? (
        <>
          <Button variant="primary" block busy={busy === 'passkey'} onClick={() => void attempt('passkey', byPasskey)}>
            {auth.signIn.withPasskey}
          </Button>
          <div class="auth-or">{auth.signIn.or}</div>
        </>
      ) : (
        <Notice tone="info">{support.why}</Notice>
      )}
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void attempt('password', () => api.signInWithPassword({ email: email.trim(), password }));
        }}
      >
        <TextField label={auth.account.email} type="email" name="email" value={email} onValue={setEmail} autoComplete="username" />
        <TextField
          label={auth.account.password}
          type="password"
          name="password"
          value={password}
          onValue={setPassword}
          autoComplete="current-password"
        />
        {remark !== null && <Notice tone="error">{remark}</Notice>}
        {failure !== null && <ErrorNotice error={failure} />}
        <Button type="submit" variant={support.available ? 'plain' : 'primary'} block busy={busy === 'password'}>
          {auth.signIn.submit}
        </Button>
      </form>
      <p class="muted small">{auth.signIn.newHere}</p>
    </AuthPage>
  );
}
