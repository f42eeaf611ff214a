import { useEffect, useState } from 'preact/hooks';
import { ProfileDraft } from '#shared/schema/api.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { ApiError } from '#web/api/apiError.ts';
import { api } from '#web/api/client.ts';
import { fieldErrors } from '#web/api/errorText.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { common } from '#web/copy/common.ts';
import { therapist } from '#web/copy/therapist.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { type FieldErrors, formErrors } from '#web/ui/formErrors.ts';
import { Notice } from '#web/ui/notice.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { ProfileFields } from './profileFields.tsx';
import { type ProfileForm, profileForm } from './profileForm.ts';

const words = therapist.profile;

interface ProfileDialogProps {
  open: boolean;
  profile: Profile;
  onSaved: (profile: Profile) => void;
  onClose: () => void;
  onConflict: () => void;
}

export function ProfileDialog({ open, profile, onSaved, onClose, onConflict }: ProfileDialogProps) {
  const [form, setForm] = useState<ProfileForm>(() => profileForm(profile));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!open) return;
    setForm(profileForm(profile));
    setErrors({});
    setFailure(null);
  }, [open, profile]);

  async function save() {
    const draft = ProfileDraft.safeParse(form);
    setErrors(draft.success ? {} : formErrors(draft.error));
    if (!draft.success) return;
    setBusy(true);
    setFailure(null);
    try {
      onSaved(await api.updateProfile(profile.patientId, { baseVersion: profile.version, profile: draft.data }));
      showToast({ text: words.saved });
      onClose();
    } catch (error) {
      setErrors(fieldErrors(error));
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  const conflict = failure instanceof ApiError && (failure.code === 'conflict' || failure.code === 'preconditionFailed');
  return (
    <Dialog open={open} title={words.title} onClose={conflict ? onConflict : onClose} wide>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <ProfileFields form={form} errors={errors} change={(part) => setForm({ ...form, ...part })} />
        {conflict && <Notice tone="warn">{words.conflict}</Notice>}
        {failure !== null && !conflict && <ErrorNotice error={failure} />}
        <div class="row row-fill">
          <Button onClick={conflict ? onConflict : onClose}>{common.cancel}</Button>
          <Button type="submit" variant="primary" busy={busy}>
            {common.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
