import { useMemo, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import type { DayAggregate, PatientDetail } from '#shared/schema/api.ts';
import { therapist } from '#web/copy/therapist.ts';
import { shortDayText } from '#web/copy/time.ts';
import { Card } from '#web/ui/card.tsx';
import { Segments } from '#web/ui/segments.tsx';
import { useWidth } from '#web/ui/useWidth.ts';
import { WeeksDrawing } from './weeksDrawing.tsx';
import { layoutWeeks } from './weeksLayout.ts';

const words = therapist.patient;
const spans = [84, 42, 14] as const;

/** Twelve weeks of small multiples; point at a day to read it, click it for its session. */
export function TwelveWeeks({ detail }: { detail: PatientDetail }) {
  const [span, setSpan] = useState<number>(84);
  const { ref, widthPx } = useWidth<HTMLDivElement>(800);
  const days = useMemo(() => detail.days.slice(-span), [detail.days, span]);
  const layout = useMemo(() => layoutWeeks(days, widthPx), [days, widthPx]);
  const [marked, setMarked] = useState<number | null>(null);
  const shown = marked === null ? undefined : days[marked];
  const session = shown === undefined ? undefined : detail.sessions.find((candidate) => candidate.localDay === shown.localDay);
  return (
    <Card
      title={words.weeks}
      aside={
        <Segments
          label={words.span}
          value={span}
          options={spans.map((value) => ({ value, label: words.spans[value] }))}
          onValue={setSpan}
        />
      }
    >
      <div
        ref={ref}
        class="weeks-stage"
        onPointerMove={(event) => setMarked(layout.dayAt(event.clientX - event.currentTarget.getBoundingClientRect().left))}
        onPointerLeave={() => setMarked(null)}
      >
        <WeeksDrawing layout={layout} marked={marked} />
        {marked !== null && session !== undefined && (
          <Link
            class="weeks-day"
            href={`/patients/${detail.patientId}/sessions/${session.id}`}
            aria-label={shortDayText(session.localDay)}
            style={{ left: `${layout.dayX(marked) - layout.bar / 2 - 2}px`, width: `${layout.bar + 4}px` }}
          />
        )}
      </div>
      <p class="weeks-reading muted small">{shown === undefined ? words.hint : dayWords(shown)}</p>
      <details class="weeks-table">
        <summary>{words.table}</summary>
        <DayTable days={days} />
      </details>
    </Card>
  );
}

function dayWords(day: DayAggregate): string {
  const parts = [shortDayText(day.localDay)];
  if (day.doneMinutes !== null) parts.push(`${Math.round(day.doneMinutes)} min`);
  if (day.plannedMinutes !== null) parts.push(`${words.planned.split(',')[0].toLowerCase()} ${Math.round(day.plannedMinutes)}`);
  if (day.morningPainNrs !== null) parts.push(`${words.lanes.pain[0].toLowerCase()} ${day.morningPainNrs}`);
  if (day.flare === true) parts.push(words.flare);
  if (day.romMedianDeg !== null) parts.push(`ROM ${Math.round(day.romMedianDeg)}°`);
  if (day.tensMinutes > 0) parts.push(`TENS ${Math.round(day.tensMinutes)} min`);
  return parts.join(' · ');
}

function DayTable({ days }: { days: readonly DayAggregate[] }) {
  const shown = days.filter((day) => day.sessionCount > 0 || day.morningPainNrs !== null || day.tensMinutes > 0).toReversed();
  const value = (number: number | null) => (number === null ? '–' : String(Math.round(number)));
  return (
    <table class="plain-table">
      <thead>
        <tr>
          {[words.day, words.planned, words.done, words.lanes.pain[0], words.lanes.rom[0], words.lanes.tens[0]].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((day) => (
          <tr key={day.localDay}>
            <th scope="row">{shortDayText(day.localDay)}</th>
            <td>{value(day.plannedMinutes)}</td>
            <td>{value(day.doneMinutes)}</td>
            <td>
              {value(day.morningPainNrs)} {day.flare === true && words.flare}
            </td>
            <td>{value(day.romMedianDeg)}</td>
            <td>{day.tensMinutes > 0 ? value(day.tensMinutes) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
