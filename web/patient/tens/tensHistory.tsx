import type { Stimulation } from '#shared/schema/stimulation.ts';
import { tensCopy } from '#web/copy/tens.ts';
import { formatShortDay } from '#web/patient/format.ts';
import { Card } from '#web/ui/card.tsx';
import { EmptyState } from '#web/ui/emptyState.tsx';

const WIDTH = 330;
const HEIGHT = 110;
const SHOWN = 20;

/** Pain before and after each use, oldest left, with a table for those who would rather read. */
export function TensHistory({ uses }: { uses: readonly Stimulation[] }) {
  const ended = uses.filter((use) => use.endedAt !== null).slice(0, SHOWN);
  if (ended.length === 0) {
    return (
      <Card title={tensCopy.historyTitle}>
        <EmptyState title={tensCopy.historyEmptyTitle}>{tensCopy.historyEmpty}</EmptyState>
      </Card>
    );
  }
  const shown = [...ended].reverse();
  const step = WIDTH / Math.max(6, shown.length);
  const y = (pain: number) => 8 + (10 - pain) * ((HEIGHT - 16) / 10);
  return (
    <Card title={tensCopy.historyTitle}>
      <p class="muted small">{tensCopy.historyNote}</p>
      <svg class="day-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <path class="axis" d={`M0 ${y(0)}H${WIDTH}M0 ${y(5)}H${WIDTH}M0 ${y(10)}H${WIDTH}`} />
        {shown.map((use, i) => {
          const x = (i + 0.5) * step;
          return (
            <g key={use.id} class="tens-pair">
              {use.painBeforeNrs !== null && use.painAfterNrs !== null && (
                <path d={`M${x} ${y(use.painBeforeNrs)}V${y(use.painAfterNrs)}`} />
              )}
              {use.painBeforeNrs !== null && <circle class="tens-before" cx={x} cy={y(use.painBeforeNrs)} r="5" />}
              {use.painAfterNrs !== null && <circle class="tens-after" cx={x} cy={y(use.painAfterNrs)} r="4" />}
            </g>
          );
        })}
      </svg>
      <ul class="plan-list">
        {ended.slice(0, 8).map((use) => (
          <li key={use.id} class="plan-row">
            <span class="plan-words">
              <strong>{use.site}</strong>
              <span class="muted small">
                {formatShortDay(use.localDay)} · {tensCopy.minutesShort(minutesOf(use))}
              </span>
            </span>
            <span class="number">
              {use.painBeforeNrs ?? '–'} → {use.painAfterNrs ?? '–'}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function minutesOf(use: Stimulation): number {
  return use.endedAt === null ? use.plannedMinutes : Math.round((use.endedAt.utcUs - use.startedAt.utcUs) / 60e6);
}
