import { useState } from 'preact/hooks';
import type { PatientPacing } from '#shared/schema/pacingApi.ts';
import { api } from '#web/api/client.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { common } from '#web/copy/common.ts';
import { pacingCopy } from '#web/copy/pacing.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import type { FieldErrors } from '#web/ui/formErrors.ts';
import { NumberField } from '#web/ui/numberField.tsx';
import { TextField } from '#web/ui/textField.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { checkOverride } from './weekModel.ts';

const words = pacingCopy.override;

interface OverrideProps {
  pacing: PatientPacing;
  onClose: () => void;
  onSet: () => void;
}

/** Another dose for the patient's day, with a reason; what the engine says stays in view. */
export function OverrideDialog({ open, ...props }: OverrideProps & { open: boolean }) {
  return (
    <Dialog open={open} title={words.title} onClose={props.onClose}>
      <OverrideForm {...props} />
    </Dialog>
  );
}

function OverrideForm({ pacing, onClose, onSet }: OverrideProps) {
  const { today, settings, patientId } = pacing;
  const [id] = useState(newId);
  const [atUs] = useState(now.nowUs);
  const [doseMinutes, setDoseMinutes] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function send() {
    const checked = checkOverride({ doseMinutes, reason }, settings.limits, { id, atUs, localDay: today.localDay });
    setErrors(checked.ok ? {} : checked.errors);
    if (!checked.ok) return;
    setBusy(true);
    setFailure(null);
    try {
      await api.keepEvents(patientId, [checked.value]);
      showToast({ text: words.saved });
      onSet();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p>
        {today.engineDoseMinutes !== null && <b>{pacingCopy.today.engine(today.engineDoseMinutes)}</b>} {words.text}
      </p>
      <NumberField
        label={words.minutes}
        unit="min"
        value={doseMinutes}
        onValue={setDoseMinutes}
        min={0}
        max={settings.limits.doseMaxMinutes}
        step={0.5}
        hint={words.upTo(settings.limits.doseMaxMinutes)}
        error={errors.doseMinutes}
      />
      <TextField
        label={pacingCopy.answer.reason}
        hint={pacingCopy.answer.reasonHint}
        value={reason}
        onValue={setReason}
        maxLength={300}
        error={errors.reason}
      />
      {failure !== null && <ErrorNotice error={failure} />}
      <div class="row row-fill">
        <Button onClick={onClose}>{common.cancel}</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {common.save}
        </Button>
      </div>
    </form>
  );
}
