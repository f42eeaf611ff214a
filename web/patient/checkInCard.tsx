import { useRef, useState } from 'preact/hooks';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { appDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { saveCheckIn, saveCorrection } from '#web/store/records.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { NrsScale } from '#web/ui/nrsScale.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { patientId } from './useToday.ts';

const copy = patientCopy.checkIn;
type Answers = Pick<CheckIn, 'painNrs' | 'sleepQuality' | 'confidence' | 'flare'>;
const EMPTY: Answers = { painNrs: null, sleepQuality: null, confidence: null, flare: null };
const COUNT = 4;
const DOUBLE_TAP_MS = 350;

/** Four questions, one tap each. Answers already given can be changed; the first ones stay in the history. */
export function CheckInCard({ checkIn, day }: { checkIn: CheckIn | null; day: string }) {
  const [changing, setChanging] = useState(false);
  if (checkIn !== null && !changing) return <CheckInDone checkIn={checkIn} onChange={() => setChanging(true)} />;
  return <CheckInQuestions checkIn={checkIn} day={day} onDone={() => setChanging(false)} />;
}

function CheckInQuestions({ checkIn, day, onDone }: { checkIn: CheckIn | null; day: string; onDone: () => void }) {
  const [answers, setAnswers] = useState<Answers>(checkIn ?? EMPTY);
  const [index, setIndex] = useState(0);
  const [refused, setRefused] = useState(0);
  const shownAtMs = useRef(Number.NEGATIVE_INFINITY);
  /** A double tap on one question is not an answer to the next one, which appears under the finger. */
  function tap(change: Partial<Answers>) {
    if (performance.now() - shownAtMs.current >= DOUBLE_TAP_MS) void answer(change);
    else setRefused(refused + 1);
  }
  async function answer(change: Partial<Answers>) {
    shownAtMs.current = performance.now();
    const next = { ...answers, ...change };
    setAnswers(next);
    if (index + 1 < COUNT) return setIndex(index + 1);
    await (checkIn === null ? create(next, day) : correct(checkIn, next));
    showToast({ text: checkIn === null ? copy.saved : copy.corrected });
    return onDone();
  }
  const questions = [
    <NrsScale key="pain" legend={copy.pain} value={answers.painNrs} onChange={(painNrs) => tap({ painNrs })} />,
    <NrsScale
      key="sleep"
      legend={copy.sleep}
      value={answers.sleepQuality}
      onChange={(sleepQuality) => tap({ sleepQuality })}
      lowWord={copy.sleepLow}
      highWord={copy.sleepHigh}
      tone="accent"
    />,
    <NrsScale
      key="confidence"
      legend={copy.confidence}
      value={answers.confidence}
      onChange={(confidence) => tap({ confidence })}
      lowWord={copy.confidenceLow}
      highWord={copy.confidenceHigh}
      tone="accent"
    />,
    <fieldset key="flare">
      <legend class="scale-legend">{copy.flare}</legend>
      <div class="row two">
        <Button onClick={() => tap({ flare: false })}>{copy.no}</Button>
        <Button onClick={() => tap({ flare: true })}>{copy.yes}</Button>
      </div>
    </fieldset>,
  ];
  const nothing: Partial<Answers>[] = [{ painNrs: null }, { sleepQuality: null }, { confidence: null }, { flare: null }];
  return (
    <Card title={copy.title} aside={copy.progress(index + 1, COUNT)}>
      {/* Drawn anew after a refused tap, so that nothing looks answered that is not. */}
      <div key={refused}>{questions[index]}</div>
      <div class="row spread">
        {index > 0 ? (
          <Button variant="quiet" small onClick={() => setIndex(index - 1)}>
            {copy.back}
          </Button>
        ) : (
          <span />
        )}
        <Button variant="quiet" small onClick={() => void answer(nothing[index])}>
          {copy.skip}
        </Button>
      </div>
    </Card>
  );
}

function CheckInDone({ checkIn, onChange }: { checkIn: CheckIn; onChange: () => void }) {
  const word = (value: number | null) => (value === null ? copy.answer.none : String(value));
  const flare = checkIn.flare === null ? copy.answer.none : checkIn.flare ? copy.yes : copy.no;
  return (
    <Card
      title={copy.doneTitle}
      aside={
        <Button variant="quiet" small onClick={onChange}>
          {copy.change}
        </Button>
      }
    >
      <dl class="facts facts-row">
        {[
          [copy.answer.pain, word(checkIn.painNrs)],
          [copy.answer.sleep, word(checkIn.sleepQuality)],
          [copy.answer.confidence, word(checkIn.confidence)],
          [copy.answer.flare, flare],
        ].map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function create(answers: Answers, day: string): Promise<void> {
  const { painNrs, sleepQuality, confidence, flare } = answers;
  return saveCheckIn(appDb(), {
    id: newId(),
    patientId: patientId(),
    at: now.moment(),
    localDay: day,
    painNrs,
    sleepQuality,
    confidence,
    flare,
    tensInLastHour: null,
  });
}

async function correct(checkIn: CheckIn, answers: Answers): Promise<void> {
  const changed = (Object.keys(EMPTY) as (keyof Answers)[]).filter((field) => answers[field] !== checkIn[field]);
  for (const field of changed) {
    await saveCorrection(appDb(), {
      id: newId(),
      patientId: patientId(),
      at: now.moment(),
      target: { type: 'checkIn', id: checkIn.id },
      field,
      value: answers[field],
      reason: copy.correctionReason,
    });
  }
}
