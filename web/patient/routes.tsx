import { Route, Switch } from 'wouter-preact';
import { patientNav } from '#web/copy/navigation.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { EmptyState } from '#web/ui/emptyState.tsx';
import { lazy } from '#web/ui/lazy.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { HistoryScreen } from './history.tsx';
import { ProgressScreen } from './progress.tsx';
import { TensScreen } from './tens/tens.tsx';
import { TodayScreen } from './today.tsx';

const LiveRoutes = lazy(() => import('#web/live/routes.tsx').then((module) => module.LiveRoutes));

const ImportScreen = lazy(() => import('#web/import/ImportScreen.tsx').then((module) => module.ImportScreen));

/** The patient's area. The running session is its own chunk: it carries drivers and kernels. */
export function PatientRoutes() {
  return (
    <Switch>
      <Route path="/" component={TodayScreen} />
      <Route path="/check-in" component={TodayScreen} />
      <Route path="/tens" component={TensScreen} />
      <Route path="/progress" component={ProgressScreen} />
      <Route path="/history/:sessionId">{(params) => <HistoryScreen sessionId={params.sessionId} />}</Route>
      <Route path="/import">{() => <ImportScreen />}</Route>
      <Route path="/session/*?">{() => <LiveRoutes />}</Route>
      <Route>
        <PhonePage title={patientCopy.history.title} back="/" nav={patientNav}>
          <EmptyState title={patientCopy.history.title}>{patientCopy.history.notHere}</EmptyState>
        </PhonePage>
      </Route>
    </Switch>
  );
}
