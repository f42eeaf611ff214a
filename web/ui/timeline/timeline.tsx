import { useMemo, useState } from 'preact/hooks';
import { timeline } from '#web/copy/timeline.ts';
import { Shape } from '#web/ui/shape.tsx';
import { useWidth } from '#web/ui/useWidth.ts';
import { DecisionDetail } from './decisionDetail.tsx';
import { Drawing } from './drawing.tsx';
import { heartRateAt, layoutTimeline, type TimelineData, type TimelineLayout } from './layout.ts';
import { lightOf } from './light.ts';
import { sessionClock, timelineRows } from './rows.ts';
import './timeline.css';

export interface SessionTimelineProps extends TimelineData {
  audience?: 'patient' | 'pt';
  /** A decision that is open from the start, e.g. the one behind a flag. */
  openDecisionId?: string;
}

/** Heart rate, repetitions, pain, TENS and decisions on one time axis. A marker opens its reason. */
export function SessionTimeline({ audience = 'pt', openDecisionId, ...data }: SessionTimelineProps) {
  const { ref, widthPx } = useWidth<HTMLDivElement>(600);
  const { session, summary, events, decisions, stimulations } = data;
  const layout = useMemo(() => layoutTimeline(data, widthPx), [session, summary, events, decisions, stimulations, widthPx]);
  const [openId, setOpenId] = useState<string | null>(openDecisionId ?? null);
  const [pointerX, setPointerX] = useState<number | null>(null);
  const open = layout.pills.find((pill) => pill.decision.id === openId)?.decision ?? null;
  return (
    <div class="timeline">
      <div
        ref={ref}
        class="timeline-stage"
        onPointerMove={(event) => setPointerX(event.clientX - event.currentTarget.getBoundingClientRect().left)}
        onPointerLeave={() => setPointerX(null)}
      >
        <Drawing layout={layout} label={drawingText(layout)} />
        {layout.pills.map((pill) => {
          const { decision } = pill;
          const light = lightOf(decision.kind);
          return (
            <button
              key={decision.id}
              type="button"
              class={`timeline-pill timeline-pill-${light}`}
              style={{ left: `${pill.left}px`, top: `${pill.top}px`, width: `${layout.pillWidth}px`, height: `${layout.pillRow}px` }}
              aria-pressed={decision.id === openId}
              aria-label={timeline.decisionButton(
                decision.ruleIds[0],
                timeline.kind[decision.kind],
                sessionClock(decision.validFromUs, layout.startUs),
              )}
              onClick={() => setOpenId(decision.id === openId ? null : decision.id)}
            >
              <span class="timeline-pill-look">
                <Shape light={light} />
                {layout.narrow ? decision.ruleIds[0] : `${decision.ruleIds[0]} ${timeline.kind[decision.kind].split(' ')[0].toLowerCase()}`}
              </span>
            </button>
          );
        })}
        {pointerX !== null && <Reading layout={layout} data={data} pointerX={pointerX} />}
      </div>
      <div class="timeline-open" aria-live="polite">
        {open !== null && <DecisionDetail decision={open} startUs={layout.startUs} audience={audience} />}
      </div>
      <details>
        <summary>{timeline.tableSummary}</summary>
        <div class="timeline-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{timeline.time}</th>
                <th scope="col">{timeline.what}</th>
              </tr>
            </thead>
            <tbody>
              {timelineRows(data).map((row) => (
                <tr key={`${row.atUs}-${row.text}`}>
                  <td class="number">{sessionClock(row.atUs, layout.startUs)}</td>
                  <td>{row.text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  );
}

/** Time and heart rate under the pointer. Extra for those who can point; the table holds the same. */
function Reading({ layout, data, pointerX }: { layout: TimelineLayout; data: TimelineData; pointerX: number }) {
  if (pointerX < layout.plotLeft || pointerX > layout.plotRight) return null;
  const share = (pointerX - layout.plotLeft) / (layout.plotRight - layout.plotLeft);
  const atUs = layout.startUs + share * (layout.endUs - layout.startUs);
  const bpm = heartRateAt(data.summary, atUs);
  return (
    <span class="timeline-reading" style={{ left: `${Math.min(Math.max(pointerX, 70), layout.widthPx - 70)}px` }} aria-hidden="true">
      {sessionClock(atUs, layout.startUs)}
      {bpm !== null && ` · ${Math.round(bpm)} ${timeline.bpm}`}
    </span>
  );
}

function drawingText(layout: TimelineLayout): string {
  return timeline.drawing([
    layout.hasHeart ? timeline.heart : timeline.noHeartRate,
    timeline.repetitions(layout.bars.length),
    `${timeline.pain} ${layout.pains.map(({ event }) => event.painNrs).join(', ')}`,
    timeline.decisions(layout.pills.length),
  ]);
}
