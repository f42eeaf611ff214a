import { Redirect } from 'wouter-preact';
import { currentLive } from './current.ts';
import { EmergencyStep } from './EmergencyStep.tsx';
import { GateStep } from './GateStep.tsx';
import { HoldStillStep } from './HoldStillStep.tsx';
import { LiveScreen } from './LiveScreen.tsx';
import { NotTodayStep } from './NotTodayStep.tsx';
import { ResumePage } from './ResumePage.tsx';
import { ZeroStep } from './ZeroStep.tsx';

/** The screen for the step the session is in; without a session in this tab, the offer to open an interrupted one. */
export function SessionPage() {
  const live = currentLive.value;
  if (live === null) return <ResumePage />;
  switch (live.machine.value.step) {
    case 'sensors':
    case 'gate':
      return <GateStep live={live} />;
    case 'holdStill':
      return <HoldStillStep live={live} />;
    case 'zero':
      return <ZeroStep live={live} />;
    case 'work':
    case 'rest':
    case 'coolDown':
      return <LiveScreen live={live} />;
    case 'notToday':
      return <NotTodayStep live={live} />;
    case 'emergency':
      return <EmergencyStep />;
    case 'questions':
    case 'done':
    case 'stopped':
      return <Redirect to={`/session/finish/${live.id}`} replace />;
  }
}
