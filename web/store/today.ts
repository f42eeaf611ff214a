import { suspendedDose } from '#shared/pacing/days/dayDose.ts';
import { Today } from '#shared/schema/api.ts';
import type { Profile } from '#shared/schema/profile.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import { ApiError } from '#web/api/apiError.ts';
import { request } from '#web/api/request.ts';
import { appDb, type EvenpaceDb } from './db.ts';
import { now } from './now.ts';
import { type DosedToday, withPhoneDose } from './phoneDose.ts';
import { localRedFlag } from './redFlag.ts';

export interface LoadedToday extends DosedToday {
  /** `cache`: what the clinic said when it was last reached, at `savedUs`. */
  readonly from: 'network' | 'cache';
  readonly savedUs: number;
}

type Kept = Omit<LoadedToday, Exclude<keyof DosedToday, 'today'>>;

export interface TodayDeps {
  readonly db: EvenpaceDb;
  readonly fetchToday: (patientId: string) => Promise<Today>;
  readonly nowUs: () => number;
  readonly localDay: () => LocalDay;
  readonly timeoutMs: number;
}

/** How long a person waits for the network before the last known day is shown. */
const PATIENCE_MS = 3000;

const appDeps = (): TodayDeps => ({
  db: appDb(),
  fetchToday: (patientId) => request({ path: `/patients/${encodeURIComponent(patientId)}/today?day=${now.localDay()}`, answer: Today }),
  nowUs: now.nowUs,
  localDay: now.localDay,
  timeoutMs: PATIENCE_MS,
});

/**
 * Network first, else what is kept. An answer that comes too late for this call is kept for the next one. Rejects (ApiError) only when
 * there is neither, or when the server says that this person is signed out. A red flag told on this phone that the clinic may not know
 * of yet locks the day as the clinic's own suspension does.
 */
export async function loadToday(patientId: string, deps: TodayDeps = appDeps()): Promise<LoadedToday> {
  const loaded = await loadUnlocked(patientId, deps);
  return dosedToday(loaded, deps);
}

/** The day as this phone knows it beyond what was loaded: its own red flag, and the dose with its own records. */
export async function dosedToday<T extends Kept>(
  loaded: T,
  { db, nowUs, localDay }: Pick<TodayDeps, 'db' | 'nowUs' | 'localDay'> = appDeps(),
): Promise<T & LoadedToday> {
  const [redFlag, { today, ...rest }] = await Promise.all([
    localRedFlag(db, loaded.today.profile.patientId, loaded.savedUs),
    withPhoneDose(db, loaded.today, { atUs: nowUs(), localDay: localDay() }),
  ]);
  const locked = redFlag === null || today.profile.suspended !== null ? today : suspendedToday(today, redFlag);
  return { ...loaded, ...rest, ...(redFlag === null ? {} : { rise: null, ladder: null }), today: locked };
}

function suspendedToday(today: Today, suspended: Profile['suspended']): Today {
  const { profile, pacing } = today;
  return {
    ...today,
    profile: { ...profile, suspended },
    ...(pacing === undefined ? {} : { pacing: { ...pacing, today: suspendedDose(pacing.today) } }),
  };
}

async function loadUnlocked(patientId: string, deps: TodayDeps): Promise<Kept> {
  const key = `today:${patientId}`;
  const fresh = deps.fetchToday(patientId).then(async (today): Promise<Kept> => {
    const savedUs = deps.nowUs();
    await deps.db.cache.put({ key, savedUs, value: today });
    return { today, from: 'network', savedUs };
  });
  fresh.catch(() => undefined);
  const kept = await keptToday(deps.db, patientId);
  if (kept === null) return fresh;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<Kept>((resolve) => {
    timer = setTimeout(() => resolve(kept), deps.timeoutMs);
  });
  try {
    return await Promise.race([fresh, patience]);
  } catch (error) {
    if (error instanceof ApiError && (error.code === 'unauthenticated' || error.code === 'forbidden')) throw error;
    return kept;
  } finally {
    clearTimeout(timer);
  }
}

/** The last day this device was told about; null when none is kept or can be read, or an older version of the app wrote it differently. */
export async function keptToday(db: EvenpaceDb, patientId: string): Promise<Kept | null> {
  const row = await db.cache.get(`today:${patientId}`).catch(() => undefined);
  const parsed = Today.safeParse(row?.value);
  return row !== undefined && parsed.success ? { today: parsed.data, from: 'cache', savedUs: row.savedUs } : null;
}
