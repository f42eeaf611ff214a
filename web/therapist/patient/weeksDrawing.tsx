import { therapist } from '#web/copy/therapist.ts';
import { shortDayText } from '#web/copy/time.ts';
import type { LaneId, WeeksLayout } from './weeksLayout.ts';

const line = (points: readonly (readonly [number, number])[]) => `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;

export function WeeksDrawing({ layout, marked }: { layout: WeeksLayout; marked: number | null }) {
  const { lanes, bar } = layout;
  return (
    <svg
      width={layout.widthPx}
      height={layout.heightPx}
      viewBox={`0 0 ${layout.widthPx} ${layout.heightPx}`}
      role="img"
      aria-label={therapist.patient.drawing}
    >
      {marked !== null && (
        <rect x={layout.dayX(marked) - bar / 2 - 1} width={bar + 2} y="0" height={layout.axisY - 14} fill="var(--accent-soft)" />
      )}
      {(Object.keys(lanes) as LaneId[]).map((id, i) => (
        <LaneFrame key={id} id={id} layout={layout} first={i === 0} empty={isEmpty(id, layout)} />
      ))}
      {layout.load.map((day) => (
        <rect
          key={day.x}
          x={day.x}
          y={day.y}
          width={bar}
          height={day.height}
          rx="1.5"
          fill={day.boom ? 'var(--rest)' : 'var(--accent)'}
          opacity={day.boom ? 1 : 0.5}
        />
      ))}
      <path d={layout.quota} fill="none" stroke="var(--ink)" stroke-width="1.5" stroke-dasharray="4 3" />
      {layout.pain.length > 0 && <path d={line(layout.pain)} fill="none" stroke="var(--pain)" stroke-width="2" stroke-linejoin="round" />}
      {layout.pain.length > 0 &&
        layout.pain.length < 20 &&
        layout.pain.map(([x, y]) => <circle key={x} cx={x} cy={y} r="2.6" fill="var(--pain)" />)}
      {layout.flares.map((x) => (
        <path key={x} d={`M${x} ${lanes.pain.top - 1}l5 8h-10z`} fill="var(--stop)" />
      ))}
      {layout.sessions.map((day) => (
        <rect
          key={day.x}
          x={day.x}
          y={lanes.sessions.top + 3}
          width={bar}
          height="14"
          rx="2"
          fill={day.done ? 'var(--go)' : 'none'}
          stroke={day.done ? 'none' : 'var(--line-strong)'}
          opacity={day.done ? 0.75 : 0.7}
        />
      ))}
      {layout.romBand !== null && <path d={layout.romBand} fill="var(--accent)" opacity=".13" />}
      {layout.rom.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r="2.6" fill="var(--accent)" />
      ))}
      {layout.heart.map((day) => (
        <g key={day.x}>
          <rect x={day.x} y={lanes.heart.bottom - day.light} width={bar} height={day.light} fill="var(--go)" opacity=".45" />
          <rect
            x={day.x}
            y={lanes.heart.bottom - day.light - day.moderate}
            width={bar}
            height={day.moderate}
            fill="var(--go)"
            opacity=".9"
          />
          <rect x={day.x} y={lanes.heart.bottom - day.light - day.moderate - day.above} width={bar} height={day.above} fill="var(--ease)" />
        </g>
      ))}
      {layout.tens.map((day) => (
        <rect key={day.x} x={day.x} y={lanes.tens.top + 2} width={bar} height="12" rx="2" fill="var(--tens)" opacity={day.opacity} />
      ))}
      {layout.ticks.map((tick) => (
        <text key={tick.day} class="weeks-label" x={tick.x} y={layout.axisY + 4}>
          {shortDayText(tick.day)}
        </text>
      ))}
    </svg>
  );
}

function isEmpty(id: LaneId, layout: WeeksLayout): boolean {
  return layout[id].length === 0;
}

function LaneFrame({ id, layout, first, empty }: { id: LaneId; layout: WeeksLayout; first: boolean; empty: boolean }) {
  const { top, bottom } = layout.lanes[id];
  const [name, unit] = therapist.patient.lanes[id];
  const middle = (top + bottom) / 2;
  return (
    <g>
      {!first && !layout.narrow && <path d={`M0 ${top - 7.5}H${layout.widthPx}`} stroke="var(--line)" />}
      {layout.narrow ? (
        <text x="0" y={top - 6} class="weeks-label">
          <tspan class="weeks-name">{name}</tspan> {unit}
        </text>
      ) : bottom - top < 30 ? (
        <text x="0" y={middle + 4} class="weeks-label">
          <tspan class="weeks-name">{name}</tspan>
        </text>
      ) : (
        <>
          <text x="0" y={middle - 2} class="weeks-name">
            {name}
          </text>
          <text x="0" y={middle + 14} class="weeks-label">
            {unit}
          </text>
        </>
      )}
      {empty && (
        <text x={layout.left} y={middle + 4} class="weeks-label">
          {therapist.patient.noData}
        </text>
      )}
    </g>
  );
}
