import { useState } from 'preact/hooks';
import { Redirect, useLocation } from 'wouter-preact';
import { exerciseById } from '#shared/exercises/index.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { me } from '#web/api/session.ts';
import { useLoad } from '#web/api/useLoad.ts';
import { liveCopy } from '#web/copy/live.ts';
import { dayText } from '#web/copy/time.ts';
import { appDb, type SessionRow } from '#web/store/db.ts';
import { unfinishedSessions } from '#web/store/recorded.ts';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { handedOver, type Reopened, reopenLive } from './current.ts';
import { OtherTab } from './OtherTab.tsx';

/** After a crash or a reload: go on, or finish what is there. */
export function ResumePage() {
  const patientId = me.value?.patientId ?? '';
  const load = useLoad(`unfinished:${patientId}`, () => unfinishedSessions(appDb(), patientId));
  return (
    <Loaded load={load} reload={load.reload}>
      {(rows) => (rows.length === 0 ? <Redirect to="/" replace /> : <Offer row={rows[0]} />)}
    </Loaded>
  );
}

function Offer({ row }: { row: SessionRow }) {
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Reopened>('open');
  const exercise = exerciseById(row.session.setup.exerciseId);
  async function open(wish: 'resume' | 'finish') {
    setBusy(true);
    const reopened = await reopenLive(row.id, wish);
    setBusy(false);
    setAnswer(reopened);
    if (reopened === 'open') navigate('/session/live', { replace: true });
  }
  return (
    <PhonePage title={liveCopy.resume.title} back="/">
      <p>{liveCopy.resume.text(exercise?.name ?? row.session.setup.exerciseId, dayText(row.session.localDay))}</p>
      {handedOver.value && answer === 'open' && <Notice tone="info">{liveCopy.resume.handedOver}</Notice>}
      {answer === 'otherTab' && <OtherTab onAnswer={setAnswer} />}
      {answer !== 'open' && answer !== 'otherTab' && <Notice tone="warn">{liveCopy.resume[answer]}</Notice>}
      {answer !== 'otherTab' && row.state === 'recording' && (
        <Button variant="primary" block busy={busy} data-testid="resume" onClick={() => void open('resume')}>
          {liveCopy.resume.goOn}
        </Button>
      )}
      {answer !== 'otherTab' && (
        <Button block busy={busy} data-testid="resume-finish" onClick={() => void open('finish')}>
          {liveCopy.resume.finish}
        </Button>
      )}
    </PhonePage>
  );
}
