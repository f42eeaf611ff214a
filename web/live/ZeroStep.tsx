import { liveCopy } from '#web/copy/live.ts';
import { Button } from '#web/ui/button.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import type { LiveSession } from './liveSession.ts';
import { SensorChips } from './SensorChips.tsx';

/** The straight pose becomes zero degrees. */
export function ZeroStep({ live }: { live: LiveSession }) {
  return (
    <PhonePage title={liveCopy.zero.title} overline={live.exercise.name}>
      <SensorChips live={live} />
      <p>{liveCopy.zero.text}</p>
      <Button variant="primary" block data-testid="set-zero" onClick={() => live.dispatch({ type: 'zeroed' })}>
        {liveCopy.zero.set}
      </Button>
      <Button block data-testid="skip-zero" onClick={() => live.dispatch({ type: 'skipZero' })}>
        {liveCopy.zero.skip}
      </Button>
    </PhonePage>
  );
}
