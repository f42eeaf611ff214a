import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import type { Panel } from '#shared/schema/api.ts';
import { api } from '#web/api/client.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { useLoad } from '#web/api/useLoad.ts';
import { therapist } from '#web/copy/therapist.ts';
import { InviteDialog } from '#web/therapist/invite/inviteDialog.tsx';
import { Shell } from '#web/therapist/shell.tsx';
import { Button } from '#web/ui/button.tsx';
import { EmptyState } from '#web/ui/emptyState.tsx';
import { countAttention, filterRows } from './panelList.ts';
import { PanelRowView } from './panelRow.tsx';
import { usePanelKeys } from './usePanelKeys.ts';
import './panel.css';

const words = therapist.panel;
/** A panel left open on the desk stays true. */
const REFRESH_MS = 60_000;

export function PanelPage() {
  const { reload, set: _set, ...load } = useLoad('panel', api.panel);
  const [query, setQuery] = useState('');
  const [inviting, setInviting] = useState(false);
  const searchRef = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [reload]);
  return (
    <Shell
      title={words.title}
      search={
        <input
          ref={searchRef}
          class="search"
          type="search"
          aria-label={words.search}
          placeholder={words.searchHint}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
          }}
        />
      }
    >
      <Loaded load={load} reload={reload}>
        {(panel) => (
          <PanelList
            panel={panel}
            query={query}
            clear={() => setQuery('')}
            invite={() => setInviting(true)}
            focusSearch={() => searchRef.current?.focus()}
          />
        )}
      </Loaded>
      <InviteDialog
        open={inviting}
        onClose={() => {
          setInviting(false);
          reload();
        }}
      />
    </Shell>
  );
}

interface PanelListProps {
  panel: Panel;
  query: string;
  clear: () => void;
  invite: () => void;
  focusSearch: () => void;
}

function PanelList({ panel, query, clear, invite, focusSearch }: PanelListProps) {
  const [, navigate] = useLocation();
  const rows = useMemo(() => filterRows(panel.rows, query), [panel.rows, query]);
  const counts = useMemo(() => countAttention(panel.rows), [panel.rows]);
  const tableRef = useRef<HTMLTableElement>(null);
  const selected = usePanelKeys({
    rows,
    open: (row) => navigate(`/patients/${row.patientId}`),
    focusSearch,
    reveal: (row) => tableRef.current?.querySelector(`[data-patient="${row.patientId}"]`)?.scrollIntoView({ block: 'nearest' }),
  });
  const nowUs = Date.now() * 1000;
  if (panel.rows.length === 0) {
    return (
      <>
        <h1>{words.title}</h1>
        <EmptyState
          title={words.emptyTitle}
          action={
            <Button variant="primary" onClick={invite}>
              {words.emptyAction}
            </Button>
          }
        >
          {words.emptyText}
        </EmptyState>
        <OpenInvitations panel={panel} />
      </>
    );
  }
  return (
    <>
      <div class="panel-head">
        <h1>{words.title}</h1>
        <span class="muted">{words.counts(panel.total, counts.now + counts.today, counts.look, counts.steady)}</span>
        <span class="panel-head-end">
          <span class="panel-keys muted small">{words.keys}</span>
          <Button variant="primary" small onClick={invite}>
            {words.invite}
          </Button>
        </span>
      </div>
      <OpenInvitations panel={panel} />
      {rows.length === 0 ? (
        <EmptyState title={words.noMatch(query)} action={<Button onClick={clear}>{words.clearSearch}</Button>} />
      ) : (
        <div class="panel-box">
          <table class="panel-table" ref={tableRef}>
            <thead>
              <tr>
                <th scope="col">{words.columns.patient}</th>
                <th scope="col">
                  <span class="visually-hidden">{words.columns.attention}</span>
                </th>
                <th scope="col">{words.columns.why}</th>
                <th scope="col">{words.columns.strip}</th>
                <th scope="col">{words.columns.sessions}</th>
                <th scope="col">{words.columns.seen}</th>
                <th scope="col">
                  <span class="visually-hidden">{words.columns.act}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <PanelRowView key={row.patientId} row={row} selected={index === selected} nowUs={nowUs} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function OpenInvitations({ panel }: { panel: Panel }) {
  if (panel.openInvitations.length === 0) return null;
  return (
    <p class="muted small">
      <Link href="/invitations">{words.invitations(panel.openInvitations.length)}</Link>
      {': '}
      {panel.openInvitations.map((invitation) => invitation.displayName).join(', ')}
    </p>
  );
}
