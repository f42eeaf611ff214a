import { suspendingDecision } from '#shared/pacing/suspends.ts';
import type { Profile } from '#shared/schema/profile.ts';
import type { EvenpaceDb } from './db.ts';

/**
 * A red flag (G1, G4) recorded on this phone that the clinic cannot have answered yet: its session is not acknowledged, or it was told after
 * `savedUs`, when the clinic's last word was loaded. Null when there is none.
 */
export async function localRedFlag(db: EvenpaceDb, patientId: string, savedUs: number): Promise<Profile['suspended']> {
  const rows = await db.sessions.openAll(db.sessions.raw.where('patientId').equals(patientId).toArray());
  for (const row of rows) {
    const told = suspendingDecision(row.decisions);
    if (told === undefined || (row.state === 'acknowledged' && (row.acknowledgedUs ?? 0) <= savedUs)) continue;
    return { sinceUs: told.validFromUs, ruleId: told.ruleIds[0], reason: told.ptText.slice(0, 300) };
  }
  return null;
}
