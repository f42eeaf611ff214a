import { useEffect } from 'preact/hooks';
import { Redirect, Route, Switch } from 'wouter-preact';
import { startAppSync } from '#web/store/sync.ts';
import { FinishScreen } from './FinishScreen.tsx';
import { OwnSensorPage } from './OwnSensorPage.tsx';
import { askBluetooth } from './picking.ts';
import { SessionPage } from './SessionPage.tsx';
import { StartScreen } from './StartScreen.tsx';
import './live.css';

/** Everything below /session: start, the running session, its end. */
export function LiveRoutes() {
  useEffect(() => {
    startAppSync();
    void askBluetooth();
  }, []);
  return (
    <Switch>
      <Route path="/session/start/:planExerciseId">{({ planExerciseId }) => <StartScreen planExerciseId={planExerciseId} />}</Route>
      <Route path="/session/live">
        <SessionPage />
      </Route>
      <Route path="/session/finish/:sessionId">{({ sessionId }) => <FinishScreen sessionId={sessionId} />}</Route>
      <Route path="/session/own-sensor">
        <OwnSensorPage />
      </Route>
      <Route>
        <Redirect to="/" replace />
      </Route>
    </Switch>
  );
}
