import { useState } from 'preact/hooks';
import type { RedFlag } from '#shared/schema/event.ts';
import { common } from '#web/copy/common.ts';
import { liveCopy } from '#web/copy/live.ts';
import { Button } from '#web/ui/button.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import type { LiveSession } from './liveSession.ts';
import { SymptomList } from './SymptomList.tsx';

/** Red-flag gate: asked before every session. */
export function GateStep({ live }: { live: LiveSession }) {
  const [chosen, setChosen] = useState<RedFlag[]>([]);
  return (
    <PhonePage title={liveCopy.gate.title} overline={live.exercise.name}>
      <SymptomList legend={liveCopy.gate.question} chosen={chosen} onChange={setChosen} />
      {chosen.length === 0 ? (
        <Button variant="primary" block data-testid="gate-none" onClick={() => live.dispatch({ type: 'gatePassed' })}>
          {liveCopy.gate.none}
        </Button>
      ) : (
        <Button variant="danger" block data-testid="gate-flag" onClick={() => live.dispatch({ type: 'redFlag', symptoms: chosen })}>
          {liveCopy.gate.some}
        </Button>
      )}
      <p class="muted small">{common.notEmergency}</p>
    </PhonePage>
  );
}
