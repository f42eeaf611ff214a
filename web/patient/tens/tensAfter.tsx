import { useState } from 'preact/hooks';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import { tensCopy } from '#web/copy/tens.ts';
import { appDb } from '#web/store/db.ts';
import { saveStimulation } from '#web/store/records.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { NrsScale } from '#web/ui/nrsScale.tsx';
import { showToast } from '#web/ui/toast.tsx';

type Sensation = NonNullable<Stimulation['sensation']>;
const SENSATIONS: readonly Sensation[] = ['none', 'tingling', 'strong', 'painful'];

/** What it did: asked once, right after the end; every answer may be left out. */
export function TensAfter({ use, onDone }: { use: Stimulation; onDone: () => void }) {
  const [pain, setPain] = useState(use.painAfterNrs);
  const [fatigue, setFatigue] = useState(use.fatigueAfterNrs);
  const [sensation, setSensation] = useState(use.sensation);
  const [skinOk, setSkinOk] = useState(use.skinCheckOk);
  async function save() {
    await saveStimulation(appDb(), { ...use, painAfterNrs: pain, fatigueAfterNrs: fatigue, sensation, skinCheckOk: skinOk });
    showToast({ text: tensCopy.saved });
    onDone();
  }
  return (
    <Card title={tensCopy.afterTitle}>
      <div class="stack">
        <NrsScale legend={tensCopy.painAfter} value={pain} onChange={setPain} />
        <NrsScale
          legend={tensCopy.fatigueAfter}
          value={fatigue}
          onChange={setFatigue}
          lowWord={tensCopy.fatigueLow}
          highWord={tensCopy.fatigueHigh}
          tone="accent"
        />
        {use.sensation === null && (
          <fieldset class="tens-choices">
            <legend class="scale-legend">{tensCopy.sensation}</legend>
            {SENSATIONS.map((each) => (
              <label key={each} class="tens-choice">
                <input type="radio" name="sensation" checked={sensation === each} onChange={() => setSensation(each)} />
                <span>{tensCopy.sensations[each]}</span>
              </label>
            ))}
          </fieldset>
        )}
        <fieldset class="tens-choices">
          <legend class="scale-legend">{tensCopy.skin}</legend>
          {([true, false] as const).map((fine) => (
            <label key={String(fine)} class="tens-choice">
              <input type="radio" name="skin" checked={skinOk === fine} onChange={() => setSkinOk(fine)} />
              <span>{fine ? tensCopy.skinFine : tensCopy.skinSore}</span>
            </label>
          ))}
        </fieldset>
        <Button variant="primary" block onClick={save}>
          {tensCopy.save}
        </Button>
      </div>
    </Card>
  );
}
