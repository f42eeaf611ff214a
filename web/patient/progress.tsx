import { Link } from 'wouter-preact';
import { exerciseById } from '#shared/exercises/index.ts';
import type { DayAggregate, SessionListItem } from '#shared/schema/api.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { patientNav } from '#web/copy/navigation.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { appDb } from '#web/store/db.ts';
import type { LoadedToday } from '#web/store/today.ts';
import { Card } from '#web/ui/card.tsx';
import { EmptyState } from '#web/ui/emptyState.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { formatShortDay, formatTime } from './format.ts';
import { listItemOf } from './localRecords.ts';
import { MinutesChart, PainChart } from './progressCharts.tsx';
import { useStored } from './useStored.ts';
import { patientId, useToday } from './useToday.ts';
import './patient.css';

const copy = patientCopy.progress;

/** What was done and how the mornings felt; then every session, newest first. */
export function ProgressScreen() {
  const load = useToday();
  const local = useStored('sessions', async () =>
    (await appDb().sessions.toArray()).filter((row) => row.patientId === patientId()).map(listItemOf),
  );
  return (
    <PhonePage title={copy.title} nav={patientNav}>
      <Loaded load={load} reload={load.reload}>
        {(loaded) => local !== undefined && <ProgressBody loaded={loaded} local={local} />}
      </Loaded>
    </PhonePage>
  );
}

function ProgressBody({ loaded, local }: { loaded: LoadedToday; local: readonly SessionListItem[] }) {
  const onServer = new Set(loaded.today.sessions.map((session) => session.id));
  const sessions = [...loaded.today.sessions, ...local.filter((session) => !onServer.has(session.id))];
  sessions.sort((a, b) => b.startedAt.utcUs - a.startedAt.utcUs);
  const days: readonly DayAggregate[] = loaded.today.days;
  if (sessions.length === 0 && days.every((day) => day.morningPainNrs === null)) {
    return (
      <Card>
        <EmptyState title={copy.emptyTitle}>{copy.empty}</EmptyState>
      </Card>
    );
  }
  return (
    <div class="stack">
      <Card title={copy.minutes} aside={copy.minutesNote}>
        <MinutesChart days={days} />
      </Card>
      <Card title={copy.pain} aside={copy.painNote}>
        <PainChart days={days} />
      </Card>
      <Card title={copy.sessions}>
        <ul class="plan-list">
          {sessions.map((session) => (
            <SessionRowLink key={session.id} session={session} here={!onServer.has(session.id)} />
          ))}
        </ul>
      </Card>
    </div>
  );
}

function SessionRowLink({ session, here }: { session: SessionListItem; here: boolean }) {
  const { summary } = session;
  const state = here ? copy.notSent : session.state === 'receiving' ? copy.receiving : summary === null ? copy.noSummary : null;
  return (
    <li class="plan-row">
      <Link href={`/history/${session.id}`} class="row-link">
        <strong>{exerciseById(session.exerciseId)?.name ?? session.exerciseId}</strong>
        <span class="muted small">
          {formatShortDay(session.localDay)}, {formatTime(session.startedAt.utcUs)}
          {summary !== null && ` · ${copy.item(Math.round(summary.durationS / 60), summary.repetitions.length)}`}
          {state !== null && ` · ${state}`}
        </span>
      </Link>
    </li>
  );
}
