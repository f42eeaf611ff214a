import type { InvitationCreated } from '#shared/schema/api.ts';
import { therapist } from '#web/copy/therapist.ts';
import { Button } from '#web/ui/button.tsx';
import { Field } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { QrCode } from '#web/ui/qrCode.tsx';
import { showToast } from '#web/ui/toast.tsx';
import './invite.css';

const words = therapist.invite;

/** The link as code and as text. It is shown this once: the server keeps only its hash. */
export function InvitationLink({ created }: { created: InvitationCreated }) {
  return (
    <div class="invite-link">
      <QrCode text={created.url} label={words.qr(created.invitation.displayName)} />
      <p class="muted">{words.readyText}</p>
      <Field label={words.link}>
        {(control) => (
          <input id={control.id} class="input" readOnly value={created.url} onFocus={(event) => event.currentTarget.select()} />
        )}
      </Field>
      <Button
        onClick={() => {
          copy(created.url).then(
            () => showToast({ text: words.copied }),
            () => showToast({ text: words.copyFailed }),
          );
        }}
      >
        <Icon name="copy" size={20} />
        {words.copy}
      </Button>
    </div>
  );
}

/** The clipboard exists on secure origins only. */
async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
