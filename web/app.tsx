import { useEffect } from 'preact/hooks';
import { Redirect, Route, Switch } from 'wouter-preact';
import { me } from '#web/api/session.ts';
import { AppUpdate } from '#web/ui/appUpdate.tsx';
import { lazy } from '#web/ui/lazy.tsx';
import { Loading } from '#web/ui/loading.tsx';
import { usePageTop } from '#web/ui/pageTop.ts';
import { ToastHost } from '#web/ui/toast.tsx';

const PatientRoutes = lazy(async () => (await import('#web/patient/routes.tsx')).PatientRoutes);
const TherapistRoutes = lazy(async () => (await import('#web/therapist/routes.tsx')).TherapistRoutes);
const SetupPage = lazy(async () => (await import('#web/auth/setupPage.tsx')).SetupPage);
const InvitePage = lazy(async () => (await import('#web/auth/invitePage.tsx')).InvitePage);
const SignInPage = lazy(async () => (await import('#web/auth/signInPage.tsx')).SignInPage);
const PatientSettings = lazy(async () => (await import('#web/auth/patientSettings.tsx')).PatientSettings);

/** Everything behind the sign-in. A page asked for by link stays in the address bar while the person signs in. */
function Signed() {
  const person = me.value;
  if (person === undefined) return <Loading />;
  if (person === null) return <SignInPage />;
  if (person.role !== 'patient') return <TherapistRoutes />;
  return <PatientArea />;
}

/** Sending starts with the area, whichever page comes first: a record waits for no particular screen. */
function PatientArea() {
  useEffect(() => {
    void import('#web/store/sync.ts').then(({ startAppSync }) => startAppSync());
  }, []);
  return (
    <Switch>
      <Route path="/settings">
        <PatientSettings />
      </Route>
      <Route>
        <PatientRoutes />
      </Route>
    </Switch>
  );
}

export function App() {
  usePageTop();
  return (
    <>
      <Switch>
        <Route path="/setup/:token">{({ token }) => <SetupPage token={token} />}</Route>
        <Route path="/invite/:token">{({ token }) => <InvitePage token={token} />}</Route>
        <Route path="/sign-in">{me.value ? <Redirect to="/" replace /> : <SignInPage />}</Route>
        <Route>
          <Signed />
        </Route>
      </Switch>
      <ToastHost />
      <AppUpdate />
    </>
  );
}
