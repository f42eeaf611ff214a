import { useState } from 'preact/hooks';
import { PEM_QUESTIONS, type PemAnswer } from '#shared/pacing/pemQuestions.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { appDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { saveSaid } from '#web/store/records.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { DOUBLE_TAP_MS } from './doubleTap.ts';
import { patientId } from './useToday.ts';

const copy = patientCopy.pem;

/** The questions that A9 asks for: how often, and how bad where it happens at all. `why`: the rule's own sentence. */
export function PemCard({ why, day }: { why: string; day: string }) {
  const [answers, setAnswers] = useState<readonly PemAnswer[] | null>(null);
  const [frequency, setFrequency] = useState<number | null>(null);
  const [shownMs, setShownMs] = useState(0);
  if (answers === null) {
    return (
      <Card title={copy.title}>
        <div class="stack-tight">
          <p>{why}</p>
          <div>
            <Button onClick={() => show([], null)}>{copy.start}</Button>
          </div>
        </div>
      </Card>
    );
  }
  function show(next: readonly PemAnswer[], often: number | null) {
    setAnswers(next);
    setFrequency(often);
    setShownMs(performance.now());
  }
  /** A double tap is not an answer to what has appeared under the finger. */
  function tap(value: number, given: readonly PemAnswer[]) {
    if (performance.now() - shownMs < DOUBLE_TAP_MS) return;
    if (frequency === null && value > 0) return show(given, value);
    const next = [...given, { frequency: frequency ?? 0, severity: frequency === null ? 0 : value }];
    if (next.length < PEM_QUESTIONS.length) return show(next, null);
    void save(next, day);
  }
  const back = frequency !== null ? () => show(answers, null) : () => show(answers.slice(0, -1), null);
  const words = frequency === null ? copy.frequency : copy.severity;
  return (
    <Card title={copy.title} aside={copy.progress(answers.length + 1, PEM_QUESTIONS.length)}>
      <fieldset key={`${answers.length}-${frequency}`}>
        <legend class="scale-legend">
          {PEM_QUESTIONS[answers.length]}: {frequency === null ? copy.howOften : copy.howBad}
        </legend>
        <div class="stack-tight">
          {words.map((word, value) =>
            frequency !== null && value === 0 ? null : (
              <Button key={word} block onClick={() => tap(value, answers)}>
                {word}
              </Button>
            ),
          )}
        </div>
      </fieldset>
      <div class="row spread">
        {answers.length > 0 || frequency !== null ? (
          <Button variant="quiet" small onClick={back}>
            {copy.back}
          </Button>
        ) : (
          <span />
        )}
        <Button variant="quiet" small onClick={() => setAnswers(null)}>
          {copy.later}
        </Button>
      </div>
    </Card>
  );
}

async function save(answers: readonly PemAnswer[], localDay: string): Promise<void> {
  await saveSaid(appDb(), patientId(), { id: newId(), atUs: now.nowUs(), localDay, type: 'pemAnswered', answers: [...answers] });
  showToast({ text: copy.saved });
}
