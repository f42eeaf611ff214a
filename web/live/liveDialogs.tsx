import { useState } from 'preact/hooks';
import { RedFlag } from '#shared/schema/event.ts';
import { common } from '#web/copy/common.ts';
import { liveCopy } from '#web/copy/live.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { NumberField } from '#web/ui/numberField.tsx';
import type { LiveSession } from './liveSession.ts';
import { NumberGrid } from './NumberGrid.tsx';
import { SymptomList } from './SymptomList.tsx';

export type OpenDialog = 'pain' | 'effort' | 'pulse' | 'finish' | 'unwell' | null;

export const painWord = (n: number): string | undefined => (n === 0 ? common.painNone : n === 10 ? common.painWorst : undefined);
export const effortWord = (n: number): string | undefined => common.effortWords[n];

/** Questions over the running session. Each is answered in one tap where it can be. */
export function LiveDialogs({ live, open, close }: { live: LiveSession; open: OpenDialog; close: () => void }) {
  const machine = live.machine.value;
  return (
    <>
      <Dialog open={open === 'pain'} title={liveCopy.pain.title} onClose={close}>
        <NumberGrid
          label={liveCopy.pain.title}
          testId="pain"
          value={machine.painNrs}
          wordOf={painWord}
          onPick={(painNrs) => {
            live.dispatch({ type: 'pain', painNrs });
            close();
          }}
        />
      </Dialog>
      <Dialog open={open === 'effort'} title={liveCopy.effortDialog.title} onClose={close}>
        <NumberGrid
          label={liveCopy.effortDialog.title}
          testId="effort"
          value={machine.rpeCr10}
          wordOf={effortWord}
          onPick={(rpeCr10) => {
            live.dispatch({ type: 'rpe', rpeCr10 });
            close();
          }}
        />
      </Dialog>
      <PulseDialog live={live} open={open === 'pulse'} close={close} />
      <Dialog open={open === 'finish'} title={liveCopy.finishDialog.title} onClose={close}>
        <p>{liveCopy.finishDialog.text}</p>
        <div class="row row-fill">
          <Button onClick={close}>{liveCopy.finishDialog.no}</Button>
          <Button variant="primary" data-testid="confirm-finish" onClick={() => live.dispatch({ type: 'finish' })}>
            {liveCopy.finishDialog.yes}
          </Button>
        </div>
      </Dialog>
      <UnwellDialog live={live} open={open === 'unwell'} close={close} />
    </>
  );
}

/** What the record takes as a pulse (shared/schema/event.ts), beats/min. */
const PULSE = { min: 20, max: 260 } as const;

function PulseDialog({ live, open, close }: { live: LiveSession; open: boolean; close: () => void }) {
  const [bpm, setBpm] = useState<number | null>(null);
  const fine = bpm !== null && bpm >= PULSE.min && bpm <= PULSE.max;
  return (
    <Dialog open={open} title={liveCopy.pulse.title} onClose={close}>
      <NumberField
        label={liveCopy.pulse.label}
        unit={liveCopy.screen.heartUnit}
        hint={liveCopy.pulse.hint}
        min={PULSE.min}
        max={PULSE.max}
        value={bpm}
        onValue={setBpm}
        error={bpm === null || fine ? undefined : liveCopy.pulse.range(PULSE.min, PULSE.max)}
      />
      <Button
        variant="primary"
        block
        disabled={!fine}
        data-testid="pulse-save"
        onClick={() => {
          if (bpm !== null) live.dispatch({ type: 'pulse', heartRateBpm: bpm });
          setBpm(null);
          close();
        }}
      >
        {common.save}
      </Button>
    </Dialog>
  );
}

function UnwellDialog({ live, open, close }: { live: LiveSession; open: boolean; close: () => void }) {
  const [chosen, setChosen] = useState<RedFlag[]>([]);
  return (
    <Dialog open={open} title={liveCopy.unwell.title} onClose={close}>
      <SymptomList
        legend={liveCopy.gate.question}
        options={RedFlag.options}
        words={liveCopy.redFlag}
        chosen={chosen}
        onChange={setChosen}
      />
      {chosen.length > 0 ? (
        <Button variant="danger" block data-testid="stop-alarm" onClick={() => live.dispatch({ type: 'redFlag', symptoms: chosen })}>
          {liveCopy.unwell.alarm}
        </Button>
      ) : (
        <Button block data-testid="stop-session" onClick={() => live.dispatch({ type: 'stop' })}>
          {liveCopy.unwell.none}
        </Button>
      )}
      <Button block onClick={close}>
        {liveCopy.unwell.back}
      </Button>
    </Dialog>
  );
}
