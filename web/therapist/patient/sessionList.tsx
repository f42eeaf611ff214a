import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { exerciseName } from '#shared/import/activities.ts';
import type { SessionListItem } from '#shared/schema/api.ts';
import { therapist } from '#web/copy/therapist.ts';
import { durationText, momentTimeText, shortDayText } from '#web/copy/time.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { EmptyState } from '#web/ui/emptyState.tsx';

const words = therapist.patient;
const FIRST_SHOWN = 8;

export function SessionList({ patientId, sessions }: { patientId: string; sessions: readonly SessionListItem[] }) {
  const [all, setAll] = useState(false);
  const sorted = sessions.toSorted((a, b) => b.startedAt.utcUs - a.startedAt.utcUs);
  const shown = all ? sorted : sorted.slice(0, FIRST_SHOWN);
  return (
    <Card title={words.sessions} aside={sorted.length > 0 ? String(sorted.length) : undefined}>
      {sorted.length === 0 && <EmptyState title={words.noSessions}>{words.noSessionsText}</EmptyState>}
      <ul class="plain-list session-list">
        {shown.map((session) => (
          <li key={session.id}>
            <Link href={`/patients/${patientId}/sessions/${session.id}`}>
              <span>
                <b>{shortDayText(session.localDay)}</b> <span class="muted small">{momentTimeText(session.startedAt)}</span>
              </span>
              <span class="session-facts">
                {exerciseName(session.exerciseId)} <span class="muted small">{sessionFacts(session)}</span>
              </span>
              <span class="session-prompts muted small">{session.decisionCount > 0 && words.decisions(session.decisionCount)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {sorted.length > shown.length && (
        <Button variant="quiet" small onClick={() => setAll(true)}>
          + {sorted.length - shown.length}
        </Button>
      )}
    </Card>
  );
}

function sessionFacts({ state, summary, imported }: SessionListItem): string {
  if (summary === null) return state === 'receiving' ? words.receiving : '';
  const count = summary.repetitions.length > 0 ? summary.repetitions.length : summary.manualRepetitions;
  const above = summary.heartRate?.aboveCeilingS ?? 0;
  return [
    durationText(summary.durationS),
    count === null || count === 0 ? '' : words.repetitions(count),
    summary.rpeCr10 === null ? '' : words.effort(summary.rpeCr10),
    summary.pain === null ? '' : words.pain(summary.pain.first, summary.pain.last),
    above > 0 ? words.above(durationText(above)) : '',
    state === 'receiving' ? words.receiving : '',
    imported != null ? words.imported : '',
  ]
    .filter((text) => text !== '')
    .join(' · ');
}
