import { z } from 'zod';
import type { Stretch } from '#shared/import/likeness.ts';
import { SessionListItem } from '#shared/schema/api.ts';
import { request } from '#web/api/request.ts';
import type { EvenpaceDb } from '#web/store/db.ts';
import { keptToday } from '#web/store/today.ts';
import { knownStretch } from './review.ts';

/** Sessions that are there, each once; `complete` false: the clinic was not reached, so only what this phone has. */
export interface KnownSessions {
  readonly stretches: readonly Stretch[];
  readonly complete: boolean;
}

const PATIENCE_MS = 5000;

export async function knownSessions(db: EvenpaceDb, patientId: string): Promise<KnownSessions> {
  const rows = (await db.sessions.all()).filter((row) => row.patientId === patientId);
  const here = rows.flatMap(({ session, summary }) => knownStretch(session, summary));
  const ids = new Set(here.map(({ id }) => id));
  const path = `/patients/${encodeURIComponent(patientId)}/sessions`;
  const listed = await request({ path, answer: z.array(SessionListItem), timeoutMs: PATIENCE_MS }).catch(() => null);
  const others = listed ?? (await keptToday(db, patientId))?.today.sessions ?? [];
  const clinic = others.filter(({ id }) => !ids.has(id)).flatMap((item) => knownStretch(item, null));
  return { stretches: [...here, ...clinic], complete: listed !== null };
}
