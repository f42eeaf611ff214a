import { useLocation } from 'wouter-preact';
import { suspendingDecision } from '#shared/pacing/suspends.ts';
import { common } from '#web/copy/common.ts';
import { liveCopy } from '#web/copy/live.ts';
import { Button } from '#web/ui/button.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { Shape } from '#web/ui/shape.tsx';
import { leaveLive } from './current.ts';
import type { LiveSession } from './liveSession.ts';

/** No exercise today: the reason in the engine's own sentence, and whether the therapist has to be asked first. */
export function NotTodayStep({ live }: { live: LiveSession }) {
  const [, navigate] = useLocation();
  const { decision } = live.shown.value;
  const suspended = decision !== null && suspendingDecision([decision]) !== undefined;
  return (
    <PhonePage title={liveCopy.notToday.title} overline={live.exercise.name}>
      <div class="emergency" role="alert" data-testid="not-today" data-rule={decision?.ruleIds[0]}>
        <Shape light="stop" size="4rem" />
        <p>{decision?.patientText ?? liveCopy.notToday.text}</p>
      </div>
      <p>{suspended ? liveCopy.notToday.suspended : liveCopy.notToday.kept}</p>
      <p class="muted small">{common.notEmergency}</p>
      <Button
        block
        data-testid="not-today-close"
        onClick={() => {
          void leaveLive().then(() => navigate('/', { replace: true }));
        }}
      >
        {liveCopy.emergency.leave}
      </Button>
    </PhonePage>
  );
}
