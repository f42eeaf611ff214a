import { useMemo } from 'preact/hooks';
import { Link } from 'wouter-preact';
import type { PanelRow } from '#shared/schema/api.ts';
import type { PacingLight } from '#shared/schema/decision.ts';
import { common } from '#web/copy/common.ts';
import { therapist } from '#web/copy/therapist.ts';
import { agoText } from '#web/copy/time.ts';
import { Shape } from '#web/ui/shape.tsx';
import { leadSentence } from './panelList.ts';
import { Strip } from './strip.tsx';

const shapes: Record<PanelRow['attention'], PacingLight> = { now: 'stop', today: 'rest', look: 'ease', steady: 'go' };

export interface PanelRowViewProps {
  row: PanelRow;
  selected: boolean;
  nowUs: number;
}

export function PanelRowView({ row, selected, nowUs }: PanelRowViewProps) {
  // The strip is the costly part and does not change when the selection moves.
  const strip = useMemo(() => <Strip days={row.days} />, [row.days]);
  const words = therapist.panel;
  const [lead, rest] = leadSentence(row.why);
  const age = row.birthYear === null ? null : new Date(nowUs / 1000).getFullYear() - row.birthYear;
  const extra = row.openFlagCount - 1;
  return (
    <tr class={selected ? 'panel-row panel-row-selected' : 'panel-row'} data-patient={row.patientId}>
      <th scope="row" class="panel-name">
        <Link href={`/patients/${row.patientId}`}>{words.age(row.displayName, age)}</Link>
        {row.simulated && <span class="muted small"> {common.simulated}</span>}
      </th>
      <td class="panel-attention">
        <span class={`panel-badge panel-badge-${shapes[row.attention]}`}>
          <Shape light={shapes[row.attention]} />
          {words.attention[row.attention]}
        </span>
      </td>
      <td class="panel-why">
        {row.attention === 'steady' ? lead : <b>{lead}</b>}
        {rest}
        {extra > 0 && (
          <span class="panel-more" title={words.moreFlagsLong(extra)}>
            <span aria-hidden="true">{words.moreFlags(extra)}</span>
            <span class="visually-hidden">{words.moreFlagsLong(extra)}</span>
          </span>
        )}
      </td>
      <td class="panel-strip">{strip}</td>
      <td class="panel-sessions number">
        <span aria-hidden="true">{words.sessions(row.sessionsDone14d, row.sessionsPlanned14d)}</span>
        <span class="visually-hidden">{words.sessionsLong(row.sessionsDone14d, row.sessionsPlanned14d)}</span>
      </td>
      <td class="panel-seen muted">{row.lastSeenAtUs === null ? words.never : agoText(row.lastSeenAtUs, nowUs)}</td>
      <td class="panel-act">
        <Link class="button button-small" href={`/patients/${row.patientId}`} aria-label={words.openPatient(row.displayName)}>
          {words.open}
        </Link>
      </td>
    </tr>
  );
}
