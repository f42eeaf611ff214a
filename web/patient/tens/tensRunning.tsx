import { useEffect, useState } from 'preact/hooks';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import { tensCopy } from '#web/copy/tens.ts';
import { formatTimer } from '#web/patient/format.ts';
import { appDb } from '#web/store/db.ts';
import { now } from '#web/store/now.ts';
import { saveStimulation } from '#web/store/records.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { NrsScale } from '#web/ui/nrsScale.tsx';

const HALF_HOUR_S = 30 * 60;

/** The timer. Time that is up ends nothing by itself: the box is in the patient's hand. */
export function TensRunning({ use, onEnd }: { use: Stimulation; onEnd: () => void }) {
  const [nowUs, setNowUs] = useState(now.nowUs());
  useEffect(() => {
    const timer = setInterval(() => setNowUs(now.nowUs()), 1000);
    return () => clearInterval(timer);
  }, []);
  const ranS = Math.max(0, (nowUs - use.startedAt.utcUs) / 1e6);
  const leftS = use.plannedMinutes * 60 - ranS;
  const change = (part: Partial<Stimulation>) => saveStimulation(appDb(), { ...use, ...part });
  async function end() {
    await change({ endedAt: now.moment() });
    onEnd();
  }
  const share = Math.min(1, ranS / (use.plannedMinutes * 60));
  return (
    <Card title={tensCopy.running} aside={use.site}>
      <div class="stack">
        <p class="tens-clock" role="timer">
          {leftS > 0 ? tensCopy.left(formatTimer(leftS)) : tensCopy.over}
        </p>
        <progress class="tens-bar" value={share} max={1} aria-label={tensCopy.running} />
        {use.sensation === 'painful' && <Notice tone="error">{tensCopy.painfulText}</Notice>}
        {ranS >= HALF_HOUR_S && use.painAt30MinNrs === null && (
          <NrsScale legend={tensCopy.at30} value={null} onChange={(painAt30MinNrs) => change({ painAt30MinNrs })} />
        )}
        <Button variant="primary" block onClick={end}>
          {tensCopy.end}
        </Button>
        {use.sensation !== 'painful' && (
          <Button variant="danger" block onClick={() => change({ sensation: 'painful' })}>
            {tensCopy.painful}
          </Button>
        )}
      </div>
    </Card>
  );
}
