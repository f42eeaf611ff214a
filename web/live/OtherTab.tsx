import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { liveCopy } from '#web/copy/live.ts';
import { momentTimeText } from '#web/copy/time.ts';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { type Reopened, recordingTab, takeOverLive } from './current.ts';
import type { RecordingTab } from './tabs.ts';

/** Says which session another tab records, and goes on with it here once that tab has stored everything; `onAnswer` when it could not. */
export function OtherTab({ onAnswer }: { onAnswer: (answer: Exclude<Reopened, 'open'>) => void }) {
  const [, navigate] = useLocation();
  const [tab, setTab] = useState<RecordingTab | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void recordingTab().then(setTab);
  }, []);
  async function takeOver() {
    setBusy(true);
    const taken = await takeOverLive();
    setBusy(false);
    if (taken === 'open') navigate('/session/live', { replace: true });
    else onAnswer(taken);
  }
  const button = (
    <Button busy={busy} data-testid="take-over" onClick={() => void takeOver()}>
      {liveCopy.otherTab.takeOver}
    </Button>
  );
  return (
    <Notice
      tone="warn"
      title={liveCopy.otherTab.title(tab?.exerciseName ?? null, tab === null ? null : momentTimeText(tab.startedAt))}
      action={button}
    >
      {liveCopy.otherTab.text}
    </Notice>
  );
}
