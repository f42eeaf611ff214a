import { useRef, useState } from 'preact/hooks';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { Plan } from '#shared/schema/plan.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { appDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { saveCheckIn, saveCorrection } from '#web/store/records.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { NrsScale } from '#web/ui/nrsScale.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { type Answers, answersOf, changedAnswers, type Question, questionsFor } from './checkInModel.ts';
import { DOUBLE_TAP_MS } from './doubleTap.ts';
import { isAskedOn, keepAsking } from './measuredChoice.ts';
import { isMeasured, type Measured, measuredOf, measuredWords } from './measuredModel.ts';
import { MeasuredStep } from './measuredStep.tsx';
import { patientId } from './useToday.ts';

const copy = patientCopy.checkIn;

interface CheckInProps {
  checkIn: CheckIn | null;
  plan: Plan | null;
  day: string;
}

/** A few questions, one tap each. Answers already given can be changed; the first ones stay in the history. */
export function CheckInCard({ checkIn, plan, day }: CheckInProps) {
  const [changing, setChanging] = useState(false);
  const [asked, setAsked] = useState(false);
  if (checkIn !== null && !changing) {
    const measured = measuredOf(checkIn);
    const close = (choice?: Parameters<typeof keepAsking>[0]) => {
      if (choice !== undefined) keepAsking(choice);
      setAsked(false);
    };
    if (!asked && !(isAskedOn(day) && !isMeasured(measured)))
      return <CheckInDone checkIn={checkIn} plan={plan} onChange={() => setChanging(true)} onAdd={() => setAsked(true)} />;
    return (
      <MeasuredStep
        measured={measured}
        onSave={async (values) => {
          await correct(checkIn, measured, values);
          showToast({ text: copy.measured.saved });
          close('on');
        }}
        onSkip={() => close(day)}
        onStop={isAskedOn(day) ? () => close('off') : null}
      />
    );
  }
  return <CheckInQuestions checkIn={checkIn} plan={plan} day={day} onDone={() => setChanging(false)} />;
}

function CheckInQuestions({ checkIn, plan, day, onDone }: CheckInProps & { onDone: () => void }) {
  const questions = questionsFor(plan);
  const [answers, setAnswers] = useState<Answers>(() => answersOf(checkIn));
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
    if (index + 1 < questions.length) return setIndex(index + 1);
    await (checkIn === null ? create(next, day) : correct(checkIn, answersOf(checkIn), next));
    showToast({ text: checkIn === null ? copy.saved : copy.corrected });
    return onDone();
  }
  const question = questions[index];
  return (
    <Card title={copy.title} aside={copy.progress(index + 1, questions.length)}>
      {/* Drawn anew after a refused tap, so that nothing looks answered that is not. */}
      <div key={`${question}-${refused}`}>
        <QuestionField question={question} answers={answers} onAnswer={tap} />
      </div>
      <div class="row spread">
        {index > 0 ? (
          <Button variant="quiet" small onClick={() => setIndex(index - 1)}>
            {copy.back}
          </Button>
        ) : (
          <span />
        )}
        {/* Passing over a question while changing others does not take its answer back. */}
        <Button variant="quiet" small onClick={() => void answer({})}>
          {answers[question] === null ? copy.skip : copy.keep}
        </Button>
      </div>
    </Card>
  );
}

const SCALES = {
  painNrs: { legend: copy.pain },
  sleepQuality: { legend: copy.sleep, lowWord: copy.sleepLow, highWord: copy.sleepHigh, tone: 'accent' },
  confidence: { legend: copy.confidence, lowWord: copy.confidenceLow, highWord: copy.confidenceHigh, tone: 'accent' },
} as const;
const YES_NO = { flare: copy.flare, tensInLastHour: copy.tens, worseAfterActivity: copy.worse } as const;

function QuestionField({
  question,
  answers,
  onAnswer,
}: {
  question: Question;
  answers: Answers;
  onAnswer: (change: Partial<Answers>) => void;
}) {
  if (question === 'painNrs' || question === 'sleepQuality' || question === 'confidence')
    return <NrsScale {...SCALES[question]} value={answers[question]} onChange={(value) => onAnswer({ [question]: value })} />;
  return (
    <fieldset>
      <legend class="scale-legend">{YES_NO[question]}</legend>
      <div class="row two">
        <Button onClick={() => onAnswer({ [question]: false })}>{copy.no}</Button>
        <Button onClick={() => onAnswer({ [question]: true })}>{copy.yes}</Button>
      </div>
    </fieldset>
  );
}

interface CheckInDoneProps {
  checkIn: CheckIn;
  plan: Plan | null;
  onChange: () => void;
  onAdd: () => void;
}

function CheckInDone({ checkIn, plan, onChange, onAdd }: CheckInDoneProps) {
  const measured = measuredOf(checkIn);
  const answers = answersOf(checkIn);
  const word = (question: Question): string => {
    const value = answers[question];
    if (value === null) return copy.answer.none;
    if (question === 'worseAfterActivity') return value ? copy.answer.worse : copy.answer.asUsual;
    return typeof value === 'boolean' ? (value ? copy.yes : copy.no) : String(value);
  };
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
        {questionsFor(plan).map((question) => (
          <div key={question}>
            <dt>{copy.answer[question]}</dt>
            <dd>{word(question)}</dd>
          </div>
        ))}
        {measuredWords(measured).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Button variant="quiet" small onClick={onAdd}>
        {isMeasured(measured) ? copy.measured.change : copy.measured.add}
      </Button>
    </Card>
  );
}

function create(answers: Answers, day: string): Promise<void> {
  return saveCheckIn(appDb(), { id: newId(), patientId: patientId(), at: now.moment(), localDay: day, ...answers, ...measuredOf(null) });
}

async function correct<T extends Answers | Measured>(checkIn: CheckIn, before: T, after: T): Promise<void> {
  for (const { field, value } of changedAnswers(before, after)) {
    await saveCorrection(appDb(), {
      id: newId(),
      patientId: patientId(),
      at: now.moment(),
      target: { type: 'checkIn', id: checkIn.id },
      field,
      value,
      reason: copy.correctionReason,
    });
  }
}
