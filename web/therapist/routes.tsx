import { Redirect, Route, Switch } from 'wouter-preact';
import { InvitationsPage } from './invite/invitationsPage.tsx';
import { PacingSettingsPage } from './pacing/settingsPage.tsx';
import { PanelPage } from './panel/panelPage.tsx';
import { PatientPage } from './patient/patientPage.tsx';
import { SessionPage } from './patient/sessionPage.tsx';
import { PlanPage } from './plan/planPage.tsx';
import { SettingsPage } from './settingsPage.tsx';

export function TherapistRoutes() {
  return (
    <Switch>
      <Route path="/patients">
        <PanelPage />
      </Route>
      <Route path="/patients/:id">{({ id }) => <PatientPage patientId={id} />}</Route>
      <Route path="/patients/:id/plan">{({ id }) => <PlanPage patientId={id} />}</Route>
      <Route path="/patients/:id/sessions/:sessionId">{({ id, sessionId }) => <SessionPage patientId={id} sessionId={sessionId} />}</Route>
      <Route path="/patients/:id/pacing">{({ id }) => <PacingSettingsPage patientId={id} />}</Route>
      <Route path="/settings/pacing">
        <PacingSettingsPage patientId={null} />
      </Route>
      <Route path="/invitations">
        <InvitationsPage />
      </Route>
      <Route path="/settings">
        <SettingsPage />
      </Route>
      <Route>
        <Redirect to="/patients" replace />
      </Route>
    </Switch>
  );
}
