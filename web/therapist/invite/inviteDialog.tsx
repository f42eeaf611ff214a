import { useState } from 'preact/hooks';
import { type InvitationCreated, InvitationRequest } from '#shared/schema/api.ts';
import { api } from '#web/api/client.ts';
import { fieldErrors } from '#web/api/errorText.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { me } from '#web/api/session.ts';
import { therapist } from '#web/copy/therapist.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { type FieldErrors, formErrors } from '#web/ui/formErrors.ts';
import { SelectField } from '#web/ui/selectField.tsx';
import { TextField } from '#web/ui/textField.tsx';
import { InvitationLink } from './invitationLink.tsx';

const words = therapist.invite;

export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [created, setCreated] = useState<InvitationCreated | null>(null);
  function close() {
    setCreated(null);
    onClose();
  }
  return (
    <Dialog open={open} title={created === null ? words.titlePatient : words.ready(created.invitation.displayName)} onClose={close}>
      {created === null ? (
        <InviteForm onCreated={setCreated} />
      ) : (
        <>
          <InvitationLink created={created} />
          <div class="row row-fill">
            <Button onClick={() => setCreated(null)}>{words.another}</Button>
            <Button variant="primary" onClick={close}>
              {words.done}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

function InviteForm({ onCreated }: { onCreated: (created: InvitationCreated) => void }) {
  const [role, setRole] = useState<InvitationRequest['role']>('patient');
  const [displayName, setDisplayName] = useState('');
  const [complaint, setComplaint] = useState('');
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  async function submit() {
    const request = InvitationRequest.safeParse({ role, displayName, complaint: role === 'patient' ? complaint : '' });
    setErrors(request.success ? {} : formErrors(request.error));
    if (!request.success) return;
    setBusy(true);
    setFailure(null);
    try {
      onCreated(await api.invite(request.data));
    } catch (error) {
      setErrors(fieldErrors(error));
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
        void submit();
      }}
    >
      <TextField
        label={words.name}
        hint={words.nameHint}
        value={displayName}
        onValue={setDisplayName}
        autoFocus
        error={errors.displayName}
      />
      {me.value?.role === 'admin' && (
        <SelectField
          label={words.who}
          value={role}
          options={[
            { value: 'patient', label: words.patient },
            { value: 'pt', label: words.pt },
          ]}
          onValue={setRole}
        />
      )}
      {role === 'patient' && (
        <TextField label={words.complaint} hint={words.complaintHint} value={complaint} onValue={setComplaint} error={errors.complaint} />
      )}
      {failure !== null && <ErrorNotice error={failure} />}
      <Button type="submit" variant="primary" busy={busy}>
        {words.create}
      </Button>
    </form>
  );
}
