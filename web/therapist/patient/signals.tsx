import { useMemo } from 'preact/hooks';
import type { SessionDetail } from '#shared/schema/api.ts';
import { therapist } from '#web/copy/therapist.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { ChartHost } from '#web/ui/chart/chartHost.tsx';
import { createChartGroup } from '#web/ui/chart/group.ts';
import { sessionSignals } from './signalsModel.ts';

const words = therapist.session;

/** Heart rate and joint angle as they were recorded, over one axis: a drag in one zooms both. */
export function Signals({ detail }: { detail: SessionDetail }) {
  const signals = useMemo(() => sessionSignals(detail), [detail]);
  const group = useMemo(createChartGroup, [detail]);
  if (signals.length === 0) return null;
  return (
    <Card
      title={words.signals}
      aside={
        group.zoomed.value ? (
          <Button small onClick={group.reset}>
            {words.signalsAll}
          </Button>
        ) : (
          words.signalsHint
        )
      }
    >
      <div class="stack-tight">
        {signals.map(({ id, title, spec, data }) => (
          <figure key={id}>
            <figcaption class="muted small">{title}</figcaption>
            <ChartHost spec={spec} data={data} onReady={group.join} testId={`signal-${id}`} />
          </figure>
        ))}
      </div>
    </Card>
  );
}
