import type { SessionListItem } from '#shared/schema/api.ts';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import { corrected } from '#shared/schema/correctable.ts';
import { isBesidePlan } from '#shared/schema/session.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import type { EvenpaceDb, SessionRow } from '#web/store/db.ts';

/** A session of this phone in the shape of the server's list. */
export function listItemOf(row: SessionRow): SessionListItem {
  return {
    id: row.id,
    startedAt: row.session.startedAt,
    endedAt: row.session.endedAt,
    localDay: row.session.localDay,
    exerciseId: row.session.setup.exerciseId,
    state: row.state === 'acknowledged' ? 'complete' : 'receiving',
    summary: row.summary,
    decisionCount: row.decisions.length,
    imported: row.session.imported?.format ?? null,
    besidePlan: isBesidePlan(row.session),
  };
}

export interface LocalDayRecords {
  readonly sessions: readonly SessionListItem[];
  readonly checkIn: CheckIn | null;
  readonly unfinished: SessionRow | null;
}

export async function readLocalDay(db: EvenpaceDb, patientId: string, day: LocalDay): Promise<LocalDayRecords> {
  // Asked for in one go: what is read after a decryption is no longer followed for changes.
  const [rows, checkIns, corrections] = await Promise.all([
    db.sessions.openAll(db.sessions.raw.where('patientId').equals(patientId).toArray()),
    db.checkIns.openAll(db.checkIns.raw.where('localDay').equals(day).toArray()),
    db.corrections.all(),
  ]);
  const checkIn = checkIns.find((each) => each.patientId === patientId) ?? null;
  const unfinished = rows.find((row) => row.state === 'recording' || row.state === 'ended') ?? null;
  return {
    sessions: rows.filter((row) => row !== unfinished).map(listItemOf),
    checkIn:
      checkIn === null
        ? null
        : corrected(
            checkIn,
            corrections.sort((a, b) => a.at.utcUs - b.at.utcUs || (a.id < b.id ? -1 : 1)),
          ),
    unfinished,
  };
}
