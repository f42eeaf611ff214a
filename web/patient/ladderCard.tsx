import { useState } from 'preact/hooks';
import type { LadderView } from '#shared/pacing/days/ladderView.ts';
import { exposureStepDone } from '#shared/pacing/days/plan.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { appDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { saveSaid } from '#web/store/records.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { NrsScale } from '#web/ui/nrsScale.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { DOUBLE_TAP_MS } from './doubleTap.ts';
import { forgetGuess, type Guess, keepGuess, keptGuess } from './ladderGuess.ts';
import { useStored } from './useStored.ts';
import { patientId } from './useToday.ts';

const copy = patientCopy.ladder;

/** The steps, which one is next and what the one after waits for. A guess before, an answer after: the guess is kept while the step is tried. */
export function LadderCard({ ladder, day }: { ladder: LadderView; day: string }) {
  const { steps, step, triedToday, offer } = ladder;
  const guess = useStored(`guess:${day}:${step}`, () => keptGuess(appDb(), day, step));
  const all = step >= steps.length;
  return (
    <Card title={copy.title} aside={all ? undefined : copy.place(step + 1, steps.length)}>
      <ol class="ladder">
        {steps.map((words, i) => (
          <li
            key={words}
            class={i < step ? 'ladder-done' : i === step ? 'ladder-now' : 'ladder-later'}
            aria-current={i === step ? 'step' : undefined}
          >
            <span>{words}</span>{' '}
            <span class="muted small">{i < step ? copy.done : i === step ? copy.now : i === step + 1 ? copy.after : ''}</span>
          </li>
        ))}
      </ol>
      <div class="stack-tight ladder-act">
        {all ? (
          <p>{copy.allDone}</p>
        ) : (
          <p>{triedToday ? copy.triedToday : guess == null ? (offer ?? copy.whenReady) : copy.guessed(guess.expectedHarm / 10)}</p>
        )}
        {!all && !triedToday && guess !== undefined && <Try key={String(guess === null)} guess={guess} step={step} day={day} />}
      </div>
    </Card>
  );
}

/** Before the try one question, after it one; each opens by a tap of its own. */
function Try({ guess, step, day }: { guess: Guess | null; step: number; day: string }) {
  const [openedMs, setOpenedMs] = useState<number | null>(null);
  const settled = (act: () => Promise<void>) => {
    if (openedMs !== null && performance.now() - openedMs >= DOUBLE_TAP_MS) void act();
  };
  if (openedMs === null) {
    return (
      <div class="row">
        <Button onClick={() => setOpenedMs(performance.now())}>{guess === null ? copy.start : copy.tried}</Button>
        {guess !== null && (
          <Button variant="quiet" small onClick={() => void tell(guess, day, null)}>
            {copy.notTried}
          </Button>
        )}
      </div>
    );
  }
  if (guess === null) {
    const keep = (value: number) => keepGuess(appDb(), { day, step, expectedHarm: 10 * value });
    return <NrsScale {...copy.guess} value={null} onChange={(value) => settled(() => keep(value))} />;
  }
  return <NrsScale {...copy.found} value={null} onChange={(value) => settled(() => tell(guess, day, 10 * value))} />;
}

async function tell({ step, expectedHarm }: Guess, day: string, actualHarm: number | null): Promise<void> {
  const event = { id: newId(), atUs: now.nowUs(), localDay: day, type: 'exposureTried' as const, step, expectedHarm, actualHarm };
  await saveSaid(appDb(), patientId(), event);
  await forgetGuess(appDb());
  showToast({
    text: actualHarm === null ? copy.saved.notTried : exposureStepDone(expectedHarm, actualHarm) ? copy.saved.better : copy.saved.again,
  });
}
