import { useState } from 'preact/hooks';
import type { PacingProposal } from '#shared/schema/pacingApi.ts';
import type { Limits } from '#shared/schema/profile.ts';
import { ApiError } from '#web/api/apiError.ts';
import { api } from '#web/api/client.ts';
import { fieldErrors } from '#web/api/errorText.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { common } from '#web/copy/common.ts';
import { pacingCopy } from '#web/copy/pacing.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import type { FieldErrors } from '#web/ui/formErrors.ts';
import { Notice } from '#web/ui/notice.tsx';
import { NumberField } from '#web/ui/numberField.tsx';
import { TextField } from '#web/ui/textField.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { type AnswerKind, checkAnswer, quotaRange } from './weekModel.ts';

const words = pacingCopy.answer;
const VERBS: Readonly<Record<AnswerKind, string>> = { accepted: words.accept, edited: common.save, rejected: words.reject };

interface AnswerProps {
  proposal: PacingProposal;
  fromTo: string;
  limits: Limits;
  onClose: () => void;
  /** Answered, here or by someone who was faster. */
  onAnswered: () => void;
}

/** Opens for one answer; null: closed. */
export function AnswerDialog({ answer, ...props }: AnswerProps & { answer: AnswerKind | null }) {
  const [conflict, setConflict] = useState(false);
  return (
    <Dialog
      open={answer !== null}
      title={answer === null ? '' : words.titles[answer]}
      onClose={conflict ? props.onAnswered : props.onClose}
    >
      {answer !== null && <AnswerForm {...props} answer={answer} conflict={conflict} onConflict={setConflict} />}
    </Dialog>
  );
}

interface FormProps extends AnswerProps {
  answer: AnswerKind;
  conflict: boolean;
  onConflict: (conflict: boolean) => void;
}

/** One answer to one proposal. Its ids are made once, so that sending it again after a lost confirmation changes nothing. */
function AnswerForm({ answer, proposal, fromTo, limits, conflict, onConflict, onClose, onAnswered }: FormProps) {
  const [identity] = useState(() => ({ id: newId(), planId: newId(), at: now.moment() }));
  const [quotaMinutes, setQuotaMinutes] = useState<number | null>(Math.round(proposal.quotaMinutes * 10) / 10);
  const [reason, setReason] = useState('');
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const range = quotaRange(limits);

  async function send() {
    const checked = checkAnswer({ answer, quotaMinutes, reason }, limits, identity);
    setErrors(checked.ok ? {} : checked.errors);
    if (!checked.ok) return;
    setBusy(true);
    setFailure(null);
    try {
      await api.answerProposal(proposal.id, checked.value);
      showToast({ text: words.saved[answer] });
      onAnswered();
    } catch (error) {
      setErrors(fieldErrors(error));
      setFailure(error);
      onConflict(error instanceof ApiError && error.code === 'conflict');
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
        <b>{fromTo}</b> {pacingCopy.proposal.aDay}. {words.effect[answer]}
      </p>
      {answer === 'edited' && (
        <NumberField
          label={words.quota}
          unit="min"
          value={quotaMinutes}
          onValue={setQuotaMinutes}
          min={range.from}
          max={range.to}
          step={0.5}
          hint={words.between(range.from, range.to)}
          error={errors.quotaMinutes}
        />
      )}
      <TextField
        label={answer === 'accepted' ? words.reasonOptional : words.reason}
        hint={words.reasonHint}
        value={reason}
        onValue={setReason}
        maxLength={300}
        error={errors.reason}
      />
      {conflict && (
        <Notice tone="warn" title={words.conflictTitle} action={<Button onClick={onAnswered}>{common.reload}</Button>}>
          {words.conflict}
        </Notice>
      )}
      {failure !== null && !conflict && <ErrorNotice error={failure} />}
      {!conflict && (
        <div class="row row-fill">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" variant={answer === 'rejected' ? 'danger' : 'primary'} busy={busy}>
            {VERBS[answer]}
          </Button>
        </div>
      )}
    </form>
  );
}
