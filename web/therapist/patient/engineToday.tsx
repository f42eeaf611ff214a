import { useState } from 'preact/hooks';
import type { DayColour } from '#shared/schema/dayDecision.ts';
import type { PatientPacing } from '#shared/schema/pacingApi.ts';
import { minutesWord, pacingCopy } from '#web/copy/pacing.ts';
import { Button } from '#web/ui/button.tsx';
import { Shape } from '#web/ui/shape.tsx';
import { DayReason } from '#web/ui/timeline/dayReason.tsx';
import { OverrideDialog } from './overrideDialog.tsx';
import { lightOfColour, spokenToday } from './weekModel.ts';

const words = pacingCopy.today;

/** Dose, morning and state of the patient's day with their reasons; the PT's own dose beside the engine's. */
export function EngineToday({ pacing, onSet }: { pacing: PatientPacing; onSet: () => void }) {
  const [choosing, setChoosing] = useState(false);
  const { today, override, todayDecisions, refused } = pacing;
  const { doseMinutes, engineDoseMinutes, quotaMinutes, state, colour } = today;
  const spoken = spokenToday(todayDecisions, state);
  return (
    <div class="stack-tight">
      <h3>{words.title}</h3>
      <p class="week-number">
        <strong>{doseMinutes === null ? words.none : minutesWord(doseMinutes)}</strong>{' '}
        {quotaMinutes !== null && <span class="muted">{words.ofQuota(quotaMinutes)}</span>}
      </p>
      <p class="row">
        <Morning colour={colour} />
        <span>{words.state[state]}</span>
      </p>
      {override !== null && (
        <p>
          {words.chosen(override.doseMinutes, override.reason)} {engineDoseMinutes !== null && <b>{words.engine(engineDoseMinutes)}</b>}
        </p>
      )}
      {spoken.length === 0 && <p class="muted">{words.quiet}</p>}
      {spoken.map((decision) => (
        <DayReason key={decision.id} decision={decision} brief />
      ))}
      {refused.length > 0 && <p class="muted small">{words.refused(refused.length)}</p>}
      {state !== 'suspended' && quotaMinutes !== null && (
        <div>
          <Button onClick={() => setChoosing(true)}>{override === null ? pacingCopy.override.open : pacingCopy.override.change}</Button>
        </div>
      )}
      <OverrideDialog
        open={choosing}
        pacing={pacing}
        onClose={() => setChoosing(false)}
        onSet={() => {
          setChoosing(false);
          onSet();
        }}
      />
    </div>
  );
}

/** Colour, shape and word together. */
function Morning({ colour }: { colour: DayColour }) {
  const light = lightOfColour[colour];
  return (
    <span class="week-morning">
      {light === null ? <span class="week-unknown" aria-hidden="true" /> : <Shape light={light} />} {words.colour[colour]}
    </span>
  );
}
