import { useEffect, useState } from 'preact/hooks';
import type { Today } from '#shared/schema/api.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { patientNav } from '#web/copy/navigation.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { tensCopy } from '#web/copy/tens.ts';
import { useStored } from '#web/patient/useStored.ts';
import { patientId, useToday } from '#web/patient/useToday.ts';
import { appDb } from '#web/store/db.ts';
import { mergeStimulations } from '#web/store/mergeStimulations.ts';
import { now } from '#web/store/now.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { forgetAnswers, readAnswers, type ScreenAnswers } from './answers.ts';
import { TensAfter } from './tensAfter.tsx';
import { TensHistory } from './tensHistory.tsx';
import { TensQuestions } from './tensQuestions.tsx';
import { TensRunning } from './tensRunning.tsx';
import { TensStart } from './tensStart.tsx';
import './tens.css';

/** The TENS log: questions first, then place and programme, a timer, and what it did. */
export function TensScreen() {
  const load = useToday();
  const local = useStored('tens', () => appDb().stimulations.all());
  const answers = useStored('tensScreen', () => readAnswers(appDb(), patientId(), now.nowUs()));
  return (
    <PhonePage title={tensCopy.title} nav={patientNav}>
      <Loaded load={load} reload={load.reload}>
        {({ today }) =>
          local !== undefined &&
          answers !== undefined && (
            <TensUses today={today} uses={mergeStimulations(local, patientId(), today.stimulations)} answers={answers} />
          )
        }
      </Loaded>
    </PhonePage>
  );
}

function TensUses({ today, uses, answers }: { today: Today; uses: readonly Stimulation[]; answers: ScreenAnswers | null }) {
  return (
    <div class="stack">
      <TensNow uses={uses} answers={answers} prescriptions={today.plan?.tens ?? []} suspended={today.profile.suspended !== null} />
      <TensHistory uses={uses} />
    </div>
  );
}

interface NowProps {
  uses: readonly Stimulation[];
  answers: ScreenAnswers | null;
  prescriptions: Parameters<typeof TensStart>[0]['prescriptions'];
  suspended: boolean;
}

function TensNow({ uses, answers, prescriptions, suspended }: NowProps) {
  const [starting, setStarting] = useState(false);
  const [endingId, setEndingId] = useState<string | null>(null);
  const running = uses.find((use) => use.endedAt === null);
  const ending = uses.find((use) => use.id === endingId);
  // Each step is a page of its own: the button that led here was at the bottom of the one before.
  const step = [starting, answers === null, running?.id, endingId].join();
  useEffect(() => scrollTo(0, 0), [step]);
  if (ending !== undefined) return <TensAfter use={ending} onDone={() => setEndingId(null)} />;
  if (running !== undefined) return <TensRunning use={running} onEnd={() => setEndingId(running.id)} />;
  if (suspended) return <Notice tone="warn">{patientCopy.suspended.title}</Notice>;
  if (!starting) {
    return (
      <Card>
        <p>{tensCopy.intro}</p>
        <Button variant="primary" block onClick={() => setStarting(true)}>
          {tensCopy.start}
        </Button>
      </Card>
    );
  }
  if (answers === null) return <TensQuestions />;
  if (answers.yes.length > 0) {
    return (
      <Notice
        tone="warn"
        title={tensCopy.blockedTitle}
        action={<Button onClick={() => forgetAnswers(appDb(), patientId())}>{tensCopy.changeAnswers}</Button>}
      >
        {tensCopy.blocked}
      </Notice>
    );
  }
  return <TensStart prescriptions={prescriptions} onStarted={() => setStarting(false)} />;
}
