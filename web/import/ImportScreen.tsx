import { useState } from 'preact/hooks';
import type { Today } from '#shared/schema/api.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { useLoad } from '#web/api/useLoad.ts';
import { importCopy } from '#web/copy/import.ts';
import { patientNav } from '#web/copy/navigation.ts';
import { patientId } from '#web/patient/useToday.ts';
import { loadToday } from '#web/store/today.ts';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { ChooseFiles } from './ChooseFiles.tsx';
import { CsvStep } from './CsvStep.tsx';
import { ReviewStep } from './ReviewStep.tsx';
import { type ImportFlow, useImport } from './useImport.ts';
import './import.css';

/** Sessions from files: a whole way of recording for everybody without Bluetooth. Works without network. */
export function ImportScreen() {
  const load = useLoad(`import:${patientId()}`, () => loadToday(patientId()));
  if (load.state === 'ready') return <Flow today={load.value.today} />;
  return (
    <PhonePage title={importCopy.title} back="/" nav={patientNav}>
      <Loaded load={load} reload={load.reload}>
        {() => null}
      </Loaded>
    </PhonePage>
  );
}

function Flow({ today }: { today: Today }) {
  const flow = useImport(patientId(), today);
  const { state } = flow;
  const title =
    state.step === 'questions'
      ? importCopy.csv.title(state.file)
      : state.step === 'done'
        ? importCopy.done.title(state.sessionIds.length)
        : importCopy.title;
  return (
    <PhonePage title={title} back="/" nav={patientNav}>
      <Step flow={flow} today={today} />
    </PhonePage>
  );
}

function Step({ flow, today }: { flow: ImportFlow; today: Today }) {
  const { state } = flow;
  switch (state.step) {
    case 'pick':
      return <ChooseFiles onFiles={(files, days) => void flow.read(files, days)} />;
    case 'reading':
      return <Working text={importCopy.reading(state.file)} share={state.share} onCancel={flow.cancel} />;
    case 'preparing':
      return <Working text={importCopy.preparing} share={state.share} onCancel={flow.cancel} />;
    case 'questions':
      return <CsvStep key={state.file} questions={state.questions} onAnswer={flow.answer} />;
    case 'review':
      return <ReviewStep {...state} plan={today.plan} onChange={flow.change} onAdd={() => void flow.add()} onAgain={flow.again} />;
    case 'done':
      return <Done flow={flow} />;
    case 'failed':
      return (
        <Notice
          tone="error"
          title={state.full ? importCopy.full.title : importCopy.failedTitle}
          action={<Button onClick={flow.again}>{importCopy.again}</Button>}
        >
          {state.full ? importCopy.full.text : importCopy.failedText}
        </Notice>
      );
  }
}

function Working({ text, share, onCancel }: { text: string; share: number; onCancel: () => void }) {
  return (
    <Card>
      <div class="stack">
        <p role="status">{text}</p>
        <div class="import-progress">
          <progress max={1} value={share} aria-label={text} />
          <span class="number">{importCopy.percent(share)}</span>
        </div>
        <Button block data-testid="import-cancel" onClick={onCancel}>
          {importCopy.cancel}
        </Button>
      </div>
    </Card>
  );
}

function Done({ flow }: { flow: ImportFlow }) {
  const [busy, setBusy] = useState(false);
  const undo = async () => {
    setBusy(true);
    const undone = await flow.undo();
    setBusy(false);
    showToast({ text: undone ? importCopy.done.undone : importCopy.done.tooLate });
  };
  return (
    <div class="stack">
      <p role="status" data-testid="import-done">
        {importCopy.done.text}
      </p>
      <ButtonLink href="/progress" variant="primary" block>
        {importCopy.done.see}
      </ButtonLink>
      <Button block busy={busy} data-testid="import-undo" onClick={() => void undo()}>
        {importCopy.done.undo}
      </Button>
      <Button block variant="quiet" onClick={flow.again}>
        {importCopy.done.more}
      </Button>
    </div>
  );
}
