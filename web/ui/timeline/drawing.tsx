import { useId } from 'preact/hooks';
import { durationText } from '#web/copy/time.ts';
import { timeline } from '#web/copy/timeline.ts';
import type { Interval } from './intervals.ts';
import type { TimelineLayout } from './layout.ts';
import { lightOf } from './light.ts';

const points = (line: readonly (readonly [number, number])[]) => `M${line.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;

/** The picture alone; reading it is up to timeline.tsx. */
export function Drawing({ layout, label }: { layout: TimelineLayout; label: string }) {
  const hatch = useId();
  return (
    <svg width={layout.widthPx} height={layout.heightPx} viewBox={`0 0 ${layout.widthPx} ${layout.heightPx}`} role="img" aria-label={label}>
      <defs>
        <pattern id={hatch} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V7" stroke="var(--muted)" stroke-width="2" opacity=".55" />
        </pattern>
      </defs>
      <Heart layout={layout} hatch={hatch} />
      <Lower layout={layout} hatch={hatch} />
      {layout.pills.map((pill) => (
        <path
          key={pill.decision.id}
          d={`M${pill.x} ${pill.stemTop}V${layout.axisY - 18}`}
          stroke={`var(--${lightOf(pill.decision.kind)})`}
          stroke-width="1.5"
          stroke-dasharray="3 3"
        />
      ))}
      <path d={`M${layout.plotLeft} ${layout.axisY - 15}H${layout.plotRight}`} stroke="var(--line)" />
      {layout.ticks.map((tick) => (
        <text
          key={tick.minute}
          class="timeline-label"
          x={tick.x}
          y={layout.axisY}
          text-anchor={tick.minute === 0 ? 'start' : tick.x > layout.widthPx - 24 ? 'end' : 'middle'}
        >
          {timeline.minutes(tick.minute)}
        </text>
      ))}
    </svg>
  );
}

function Heart({ layout, hatch }: { layout: TimelineLayout; hatch: string }) {
  const { heart, lanes, plotLeft, plotRight } = layout;
  if (heart === null) {
    return (
      <text class="timeline-label" x={plotLeft} y={(lanes.heart.top + lanes.heart.bottom) / 2 + 4}>
        {timeline.noHeartRate}
      </text>
    );
  }
  const width = plotRight - plotLeft;
  return (
    <g>
      {heart.band !== null && (
        <rect x={plotLeft} y={heart.band.top} width={width} height={heart.band.bottom - heart.band.top} fill="var(--go)" opacity=".13" />
      )}
      {heart.ceilingY !== null && <path d={`M${plotLeft} ${heart.ceilingY}H${plotRight}`} stroke="var(--stop)" stroke-width="1.5" />}
      {heart.labels.map((label) => (
        <text
          key={`${label.bpm}-${label.ceiling}`}
          class={label.ceiling ? 'timeline-ceiling' : 'timeline-label'}
          x={plotLeft - 8}
          y={label.y + 4}
          text-anchor="end"
        >
          {Math.round(label.bpm)}
        </text>
      ))}
      <Gaps layout={layout} gaps={layout.gaps.heart} top={lanes.heart.top} bottom={lanes.heart.bottom} hatch={hatch} named />
      {heart.lines.map((line) => (
        <path
          key={line[0][0]}
          d={points(line)}
          fill="none"
          stroke="var(--ink)"
          stroke-width="2"
          stroke-linejoin="round"
          stroke-linecap="round"
        />
      ))}
    </g>
  );
}

function Lower({ layout, hatch }: { layout: TimelineLayout; hatch: string }) {
  const { lanes, plotLeft } = layout;
  return (
    <g>
      {layout.pains.length > 0 && <LaneName x={plotLeft} y={lanes.pain.top + 17} text={timeline.pain} />}
      {layout.pains.map(({ event, x, y }) => (
        <g key={event.id}>
          <circle cx={x} cy={y} r="11.5" fill="var(--pain)" />
          <text class="timeline-pain" x={x} y={y + 4.5} text-anchor="middle">
            {event.painNrs}
          </text>
        </g>
      ))}
      {layout.bars.length > 0 && <LaneName x={plotLeft} y={lanes.motion.bottom - 2} text={timeline.rom} />}
      <Gaps
        layout={layout}
        gaps={layout.bars.length > 0 ? layout.gaps.motion : []}
        top={lanes.motion.top}
        bottom={lanes.motion.bottom}
        hatch={hatch}
      />
      {layout.bars.map((bar) => (
        <rect
          key={bar.repetition.startUs}
          x={bar.x}
          y={bar.y}
          width={bar.width}
          height={bar.height}
          rx={Math.min(2, bar.width / 2)}
          fill="var(--accent)"
          opacity={bar.repetition.confidence < 0.5 ? 0.45 : 0.85}
        />
      ))}
      {layout.tens.length > 0 && <LaneName x={plotLeft} y={lanes.tens.bottom - 1} text={timeline.tens} />}
      {layout.tens.map((span) => (
        <rect
          key={span.stimulation.id}
          x={span.x}
          y={lanes.tens.top}
          width={span.width}
          height="10"
          rx="4"
          fill="var(--tens)"
          opacity=".85"
        />
      ))}
    </g>
  );
}

function LaneName({ x, y, text }: { x: number; y: number; text: string }) {
  return (
    <text class="timeline-label" x={x - 8} y={y} text-anchor="end">
      {text}
    </text>
  );
}

interface GapsProps {
  layout: TimelineLayout;
  gaps: readonly Interval[];
  top: number;
  bottom: number;
  hatch: string;
  named?: boolean;
}

/** A gap is drawn as a gap: hatched, named when there is room, never bridged. */
function Gaps({ layout, gaps, top, bottom, hatch, named }: GapsProps) {
  return (
    <g>
      {gaps.map((gap) => {
        const x = layout.x(gap.fromUs);
        const width = Math.max(2, layout.x(gap.toUs) - x);
        const middle = Math.min(Math.max(x + width / 2, layout.plotLeft + 44), layout.plotRight - 44);
        return (
          <g key={gap.fromUs}>
            <rect x={x} y={top} width={width} height={bottom - top} fill={`url(#${hatch})`} />
            {named && width > 16 && (
              <text class="timeline-label" x={middle} y={top - 4} text-anchor="middle">
                {timeline.noSignal(durationText((gap.toUs - gap.fromUs) / 1e6))}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
