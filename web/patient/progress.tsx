import { Link } from 'wouter-preact';
import { z } from 'zod';
import { exerciseName } from '#shared/import/activities.ts';
import { type DayAggregate, SessionListItem } from '#shared/schema/api.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { request } from '#web/api/request.ts';
import { useLoad } from '#web/api/useLoad.ts';
import { patientNav } from '#web/copy/navigation.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { momentTimeText } from '#web/copy/time.ts';
import { appDb } from '#web/store/db.ts';
import { Card } from '#web/ui/card.tsx';
import { EmptyState } from '#web/ui/emptyState.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { formatShortDay } from './format.ts';
import { listItemOf } from './localRecords.ts';
import { MinutesChart, PainChart } from './progressCharts.tsx';
import { useStored } from './useStored.ts';
import { patientId, useToday } from './useToday.ts';
import './patient.css';

const copy = patientCopy.progress;

/** What was done and how the mornings felt; then every session, newest first. */
export function ProgressScreen() {
  const load = useToday();
  const sent = useLoad(`sessions:${patientId()}`, (call) =>
    request({ ...call, path: `/patients/${patientId()}/sessions`, answer: z.array(SessionListItem) }),
  );
  const local = useStored('sessions', async () =>
    (await appDb().sessions.all()).filter((row) => row.patientId === patientId()).map(listItemOf),
  );
  return (
    <PhonePage title={copy.title} nav={patientNav}>
      <Loaded load={load} reload={load.reload}>
        {({ today }) =>
          local !== undefined &&
          sent.state !== 'loading' && (
            <ProgressBody
              days={today.days}
              sent={sent.state === 'ready' ? sent.value : today.sessions}
              complete={sent.state === 'ready'}
              local={local}
            />
          )
        }
      </Loaded>
    </PhonePage>
  );
}

interface BodyProps {
  days: readonly DayAggregate[];
  sent: readonly SessionListItem[];
  /** False while the clinic is out of reach: only what this phone knows is listed. */
  complete: boolean;
  local: readonly SessionListItem[];
}

function ProgressBody({ days, sent, complete, local }: BodyProps) {
  const onServer = new Set(sent.map((session) => session.id));
  const sessions = [...sent, ...local.filter((session) => !onServer.has(session.id))];
  sessions.sort((a, b) => b.startedAt.utcUs - a.startedAt.utcUs);
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
        {!complete && <p class="muted small">{copy.offline}</p>}
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
        <strong>{exerciseName(session.exerciseId)}</strong>
        <span class="muted small">
          {formatShortDay(session.localDay)}, {momentTimeText(session.startedAt)}
          {session.imported != null && ` · ${copy.imported}`}
          {summary !== null && ` · ${copy.item(Math.round(summary.durationS / 60), summary.repetitions.length)}`}
          {state !== null && ` · ${state}`}
        </span>
      </Link>
    </li>
  );
}
