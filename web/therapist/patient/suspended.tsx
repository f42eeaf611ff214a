import { useState } from 'preact/hooks';
import type { Profile } from '#shared/schema/profile.ts';
import { api } from '#web/api/client.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { common } from '#web/copy/common.ts';
import { therapist } from '#web/copy/therapist.ts';
import { agoText } from '#web/copy/time.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { TextField } from '#web/ui/textField.tsx';
import { showToast } from '#web/ui/toast.tsx';

const words = therapist.patient;

interface SuspendedProps {
  patientId: string;
  suspended: NonNullable<Profile['suspended']>;
  onCleared: (profile: Profile) => void;
}

/** Only a PT lifts a suspension, and is asked once. */
export function Suspended({ patientId, suspended, onCleared }: SuspendedProps) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  async function clear() {
    setMissing(reason.trim() === '');
    if (reason.trim() === '') return;
    setBusy(true);
    setFailure(null);
    try {
      const profile = await api.clearSuspension(patientId, { reason: reason.trim() });
      setAsking(false);
      showToast({ text: words.cleared });
      onCleared(profile);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <Notice
        tone="error"
        title={words.suspendedTitle}
        action={
          <Button small variant="danger" onClick={() => setAsking(true)}>
            {words.clear}
          </Button>
        }
      >
        {words.suspendedText(agoText(suspended.sinceUs, Date.now() * 1000), suspended.reason, suspended.ruleId)}
      </Notice>
      <Dialog open={asking} title={words.clearTitle} onClose={() => setAsking(false)}>
        <p>{words.clearText}</p>
        <TextField
          label={words.clearReason}
          value={reason}
          onValue={setReason}
          maxLength={300}
          error={missing ? words.clearReasonMissing : undefined}
        />
        {failure !== null && <ErrorNotice error={failure} />}
        <div class="row row-fill">
          <Button onClick={() => setAsking(false)}>{common.cancel}</Button>
          <Button variant="primary" busy={busy} onClick={() => void clear()}>
            {words.clear}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
