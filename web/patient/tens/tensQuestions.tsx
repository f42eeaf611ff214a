import { useState } from 'preact/hooks';
import { tens } from '#shared/treatments/tens.ts';
import { common } from '#web/copy/common.ts';
import { tensCopy } from '#web/copy/tens.ts';
import { patientId } from '#web/patient/useToday.ts';
import { appDb } from '#web/store/db.ts';
import { now } from '#web/store/now.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { keepAnswers } from './answers.ts';

/** Every question needs an answer of its own; nothing is preselected. */
export function TensQuestions() {
  const [answers, setAnswers] = useState<Readonly<Record<string, boolean>>>({});
  const [asked, setAsked] = useState(false);
  const complete = tens.cautions.every((caution) => caution.id in answers);
  function submit() {
    if (!complete) return setAsked(true);
    const yes = tens.cautions.filter((caution) => answers[caution.id]).map((caution) => caution.id);
    return void keepAnswers(appDb(), patientId(), { answeredAtUs: now.nowUs(), yes });
  }
  return (
    <Card title={tensCopy.screenTitle}>
      <p class="muted">{tensCopy.screenIntro}</p>
      <ul class="plan-list">
        {tens.cautions.map((caution) => (
          <li key={caution.id}>
            <fieldset class="tens-question">
              <legend>{caution.question}</legend>
              <Choice
                name={caution.id}
                word={tensCopy.no}
                chosen={answers[caution.id] === false}
                onChoose={() => setAnswers({ ...answers, [caution.id]: false })}
              />
              <Choice
                name={caution.id}
                word={tensCopy.yes}
                chosen={answers[caution.id] === true}
                onChoose={() => setAnswers({ ...answers, [caution.id]: true })}
              />
            </fieldset>
          </li>
        ))}
      </ul>
      {asked && !complete && <Notice tone="error">{tensCopy.unanswered}</Notice>}
      <Button variant="primary" block onClick={submit}>
        {common.save}
      </Button>
    </Card>
  );
}

function Choice(props: { name: string; word: string; chosen: boolean; onChoose: () => void }) {
  return (
    <label class="tens-choice">
      <input type="radio" name={props.name} checked={props.chosen} onChange={props.onChoose} />
      <span>{props.word}</span>
    </label>
  );
}
