import { useState } from 'preact/hooks';
import type { PatientPacing } from '#shared/schema/pacingApi.ts';
import { api } from '#web/api/client.ts';
import { ErrorNotice, Loaded } from '#web/api/loaded.tsx';
import { useLoad } from '#web/api/useLoad.ts';
import { plan as words } from '#web/copy/plan.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { TextField } from '#web/ui/textField.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { ladderSteps } from './ladderForm.ts';

const copy = words.ladder;

/** The steps that the engine may offer (A6). They are no part of the plan's versions: the log keeps every ladder and every try. */
export function LadderEditor({ patientId }: { patientId: string }) {
  const { reload, ...load } = useLoad(`ladder:${patientId}`, (call) => api.pacing(patientId, call));
  return (
    <Card title={copy.title}>
      <Loaded load={load} reload={reload}>
        {(pacing) => <LadderForm key={pacing.settings.ladder.join('\n')} pacing={pacing} onSaved={reload} />}
      </Loaded>
    </Card>
  );
}

function LadderForm({ pacing, onSaved }: { pacing: PatientPacing; onSaved: () => void }) {
  const { ladder, ladderStep, mode } = pacing.settings;
  const before = ladder.join('\n');
  const [text, setText] = useState(before);
  const [error, setError] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function save() {
    const { steps, error: found } = ladderSteps(text);
    setError(found);
    if (found !== null) return;
    setBusy(true);
    setFailure(null);
    try {
      const at = { id: newId(), atUs: now.nowUs(), localDay: pacing.today.localDay };
      await api.keepEvents(pacing.patientId, [{ ...at, type: 'ladderSet', steps }]);
      showToast({ text: copy.saved });
      onSaved();
    } catch (thrown) {
      setFailure(thrown);
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
        void save();
      }}
    >
      <p>
        {ladder.length === 0
          ? copy.none
          : ladderStep >= ladder.length
            ? copy.allDone
            : copy.place(ladderStep + 1, ladder.length, ladder[ladderStep])}
      </p>
      {mode === 'pemSafe' && <p class="muted">{copy.pemSafe}</p>}
      <TextField
        multiline
        label={copy.steps}
        hint={ladder.length === 0 ? copy.hint : `${copy.hint} ${copy.again}`}
        value={text}
        onValue={setText}
        error={error ?? undefined}
      />
      {failure !== null && <ErrorNotice error={failure} />}
      <div>
        <Button type="submit" busy={busy} disabled={text.trim() === before.trim()}>
          {copy.save}
        </Button>
      </div>
    </form>
  );
}
