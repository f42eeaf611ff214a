import { useEffect, useState } from 'preact/hooks';
import { exerciseName } from '#shared/import/activities.ts';
import { liveCopy } from '#web/copy/live.ts';
import { appDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { loadRecorded, type RecordedSession } from '#web/store/recorded.ts';
import { saveCorrection } from '#web/store/records.ts';
import { syncState } from '#web/store/sync.ts';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { EmptyState } from '#web/ui/emptyState.tsx';
import { Loading } from '#web/ui/loading.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { SessionTimeline } from '#web/ui/timeline/timeline.tsx';
import { currentLive, leaveLive } from './current.ts';
import { effortWord, painWord } from './liveDialogs.tsx';
import type { LiveSession } from './liveSession.ts';
import { NumberGrid } from './NumberGrid.tsx';
import { ResumePage } from './ResumePage.tsx';

/** Pain and effort in two taps, then the one timeline. */
export function FinishScreen({ sessionId }: { sessionId: string }) {
  const live = currentLive.value;
  if (live?.id === sessionId && live.machine.value.step === 'questions') return <Questions live={live} />;
  return <Result sessionId={sessionId} live={live?.id === sessionId ? live : null} />;
}

function Questions({ live }: { live: LiveSession }) {
  const [painAnswered, setPainAnswered] = useState(false);
  const answered = () => live.dispatch({ type: 'answered' });
  return (
    <PhonePage title={liveCopy.finish.title} overline={live.exercise.name}>
      {painAnswered ? (
        <Card title={liveCopy.finish.effort}>
          <NumberGrid
            label={liveCopy.finish.effort}
            testId="rpe"
            value={null}
            wordOf={effortWord}
            onPick={(rpeCr10) => {
              live.dispatch({ type: 'rpe', rpeCr10 });
              answered();
            }}
          />
        </Card>
      ) : (
        <Card title={liveCopy.finish.painAfter}>
          <NumberGrid
            label={liveCopy.finish.painAfter}
            testId="pain"
            value={null}
            wordOf={painWord}
            onPick={(painNrs) => {
              live.dispatch({ type: 'pain', painNrs });
              setPainAnswered(true);
            }}
          />
        </Card>
      )}
      <Button block data-testid="answer-later" onClick={answered}>
        {liveCopy.finish.later}
      </Button>
    </PhonePage>
  );
}

function Result({ sessionId, live }: { sessionId: string; live: LiveSession | null }) {
  const [recorded, setRecorded] = useState<RecordedSession | null | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    void (live === null ? Promise.resolve() : leaveLive())
      .then(() => loadRecorded(appDb(), sessionId))
      .then((found) => {
        if (!gone) setRecorded(found);
      });
    return () => {
      gone = true;
    };
  }, [sessionId]);
  if (recorded === undefined) return <Loading text={liveCopy.finish.saving} />;
  if (recorded === null) {
    return (
      <PhonePage title={liveCopy.finish.done} back="/">
        <EmptyState title={liveCopy.finish.notHere} action={<ButtonLink href={`/history/${sessionId}`}>{liveCopy.finish.home}</ButtonLink>}>
          {liveCopy.finish.notHereText}
        </EmptyState>
      </PhonePage>
    );
  }
  const { row, events, stimulations } = recorded;
  if (row.state === 'recording' || row.state === 'ended') return <ResumePage />;
  const { pending } = syncState.value;
  return (
    <PhonePage title={exerciseName(row.session.setup.exerciseId)} overline={liveCopy.finish.title} back="/">
      <SessionTimeline
        session={row.session}
        summary={row.summary}
        events={events}
        decisions={row.decisions}
        stimulations={stimulations}
        audience="patient"
      />
      <p class="muted small" role="status" data-testid="kept">
        {liveCopy.finish.kept} {pending === 0 ? liveCopy.finish.sent : liveCopy.finish.waiting}
      </p>
      {row.summary?.rpeCr10 === null && <LateEffort recorded={recorded} />}
      <ButtonLink href="/" variant="primary" block>
        {liveCopy.finish.home}
      </ButtonLink>
    </PhonePage>
  );
}

/** Effort answered after the session was closed: a correction of the session, so that the record itself stays as it was. */
function LateEffort({ recorded }: { recorded: RecordedSession }) {
  const [kept, setKept] = useState(false);
  const { row } = recorded;
  if (kept) return <p role="status">{liveCopy.finish.effortKept}</p>;
  return (
    <Card title={liveCopy.finish.effortLater}>
      <NumberGrid
        label={liveCopy.finish.effortLater}
        testId="rpe"
        value={null}
        wordOf={effortWord}
        onPick={(rpeCr10) => {
          const target = { type: 'session', id: row.id } as const;
          const correction = {
            id: newId(),
            patientId: row.patientId,
            at: now.moment(),
            target,
            field: 'rpeCr10',
            value: rpeCr10,
            reason: 'answered later',
          };
          void saveCorrection(appDb(), correction).then(() => setKept(true));
        }}
      />
    </Card>
  );
}
