import { useLocation } from 'wouter-preact';
import { common } from '#web/copy/common.ts';
import { liveCopy } from '#web/copy/live.ts';
import { Button } from '#web/ui/button.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { Shape } from '#web/ui/shape.tsx';
import { leaveLive } from './current.ts';

/** After a red flag: nothing but what to do now. The session is already kept. */
export function EmergencyStep() {
  const [, navigate] = useLocation();
  return (
    <PhonePage title={liveCopy.emergency.title}>
      <div class="emergency" role="alert" data-testid="emergency">
        <Shape light="stop" size="4rem" />
        <p>{liveCopy.emergency.text}</p>
      </div>
      <p>{liveCopy.emergency.kept}</p>
      <p class="muted small">{common.notEmergency}</p>
      <Button
        block
        data-testid="emergency-close"
        onClick={() => {
          void leaveLive().then(() => navigate('/', { replace: true }));
        }}
      >
        {liveCopy.emergency.leave}
      </Button>
    </PhonePage>
  );
}
