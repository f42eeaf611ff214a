import { useState } from 'preact/hooks';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { Session } from '#shared/schema/session.ts';
import { common } from '#web/copy/common.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { appDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { saveCorrection } from '#web/store/records.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { NrsScale } from '#web/ui/nrsScale.tsx';
import { RpeScale } from '#web/ui/rpeScale.tsx';
import { TextField } from '#web/ui/textField.tsx';
import { showToast } from '#web/ui/toast.tsx';

const copy = patientCopy.history;

/** Appends a correction; the event itself never changes. */
export function CorrectDialog(props: { session: Session; event: SessionEvent | null; onClose: () => void; onSaved: () => void }) {
  const { session, event, onClose, onSaved } = props;
  const [value, setValue] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const close = () => {
    setValue(null);
    setReason('');
    onClose();
  };
  async function save() {
    if (event === null || value === null) return;
    await saveCorrection(
      appDb(),
      {
        id: newId(),
        patientId: session.patientId,
        at: now.moment(),
        target: { type: 'sessionEvent', id: event.id },
        field: event.type === 'pain' ? 'painNrs' : 'rpeCr10',
        value,
        reason: reason.trim(),
      },
      session.id,
    );
    showToast({ text: patientCopy.checkIn.corrected });
    onSaved();
    close();
  }
  return (
    <Dialog open={event !== null} title={copy.correct} onClose={close}>
      {event?.type === 'rpe' ? (
        <RpeScale legend={copy.now} value={value} onChange={setValue} />
      ) : (
        <NrsScale legend={copy.now} value={value} onChange={setValue} />
      )}
      <TextField label={copy.reason} value={reason} onValue={setReason} maxLength={300} />
      <Button variant="primary" block disabled={value === null} onClick={save}>
        {common.save}
      </Button>
    </Dialog>
  );
}
