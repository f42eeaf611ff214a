import { liveCopy } from '#web/copy/live.ts';
import { Button } from '#web/ui/button.tsx';
import { formatTimer } from './format.ts';
import type { LiveSession } from './liveSession.ts';
import { useSecond } from './useSecond.ts';

/** The centre without a motion sensor: repetitions by hand, or the time for exercises that are not counted. */
export function CountPanel({ live, targets }: { live: LiveSession; targets: boolean }) {
  const { setup, startedAt } = live.session();
  const machine = live.machine.value;
  const nowUs = useSecond();
  if (setup.plannedRepetitionsPerSet === null) {
    return (
      <div class="count-panel">
        <span class="count-number number">{formatTimer((nowUs - startedAt.utcUs) / 1_000_000)}</span>
      </div>
    );
  }
  const counting = machine.step === 'work';
  return (
    <div class="count-panel">
      <span class="count-number number" data-testid="rep-count" aria-live="polite">
        {machine.manualRepetitions}
      </span>
      {targets && <span class="muted">{liveCopy.screen.of(setup.plannedRepetitionsPerSet)}</span>}
      <div class="row">
        <Button
          data-testid="rep-minus"
          disabled={!counting || machine.manualRepetitions === 0}
          onClick={() => live.dispatch({ type: 'manualRepetition', change: -1 })}
        >
          {liveCopy.screen.takeOne}
        </Button>
        <Button
          variant="primary"
          data-testid="rep-plus"
          disabled={!counting}
          onClick={() => live.dispatch({ type: 'manualRepetition', change: 1 })}
        >
          {liveCopy.screen.addOne}
        </Button>
      </div>
    </div>
  );
}
