import { useState } from 'preact/hooks';
import type { LadderView } from '#shared/pacing/days/ladderView.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { appDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { saveSaid } from '#web/store/records.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { NrsScale } from '#web/ui/nrsScale.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { forgetGuess, type Guess, keepGuess, keptGuess } from './ladderGuess.ts';
import { useStored } from './useStored.ts';
import { patientId } from './useToday.ts';

const copy = patientCopy.ladder;

/** The steps, which one is next and what the one after waits for. A guess before, an answer after: the guess is kept while the step is tried. */
export function LadderCard({ ladder, day }: { ladder: LadderView; day: string }) {
  const { steps, step, triedToday, offer } = ladder;
  const guess = useStored(`guess:${day}:${step}`, () => keptGuess(appDb(), day, step));
  const [guessing, setGuessing] = useState(false);
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
      {all ? <p>{copy.allDone}</p> : <p>{triedToday ? copy.triedToday : (offer ?? copy.whenReady)}</p>}
      {!all &&
        !triedToday &&
        guess === null &&
        (guessing ? (
          <NrsScale
            {...copy.guess}
            value={null}
            onChange={(value) => void keepGuess(appDb(), { day, step, expectedHarm: 10 * value }).then(() => setGuessing(false))}
          />
        ) : (
          <Button onClick={() => setGuessing(true)}>{copy.start}</Button>
        ))}
      {guess !== null && guess !== undefined && !triedToday && <Afterwards guess={guess} day={day} />}
    </Card>
  );
}

function Afterwards({ guess, day }: { guess: Guess; day: string }) {
  async function tell(actualHarm: number | null) {
    const { step, expectedHarm } = guess;
    const event = { id: newId(), atUs: now.nowUs(), localDay: day, type: 'exposureTried' as const, step, expectedHarm, actualHarm };
    await saveSaid(appDb(), patientId(), event);
    await forgetGuess(appDb());
    showToast({ text: actualHarm === null ? copy.saved.notTried : actualHarm < expectedHarm ? copy.saved.better : copy.saved.again });
  }
  return (
    <div class="stack-tight">
      <p>{copy.guessed(guess.expectedHarm / 10)}</p>
      <NrsScale {...copy.found} value={null} onChange={(value) => void tell(10 * value)} />
      <div>
        <Button variant="quiet" small onClick={() => void tell(null)}>
          {copy.notTried}
        </Button>
      </div>
    </div>
  );
}
