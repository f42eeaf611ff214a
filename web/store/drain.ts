import { CompletedSession, type MissingParts } from '#shared/schema/api.ts';
import { type Verdict, verdictOf } from './answers.ts';
import { type EvenpaceDb, OUTBOX_ORDER, type OutboxRow } from './db.ts';
import { enqueue } from './outbox.ts';
import { requestFor } from './requests.ts';
import { UnreadableRecord } from './sealedRow.ts';

export interface DrainDeps {
  readonly db: EvenpaceDb;
  readonly send: (path: string, init: RequestInit) => Promise<Response>;
  /** Asks the server who is signed in; null = nobody, or not a patient. Rejects when the server is not reached. */
  readonly whoAmI: () => Promise<string | null>;
  readonly nowUs: () => number;
  readonly stopped: () => boolean;
}

export type PassEnd =
  | { readonly type: 'drained' }
  | { readonly type: 'signIn' }
  | { readonly type: 'retry'; readonly problem: 'offline' | 'server'; readonly afterMs: number | null };

const MAX_EVENTS_PER_REQUEST = 500;
const MAX_REQUEUES = 3;
const SEND_TIMEOUT_MS = 20_000;

/** One pass over the outbox: group after group in order of age, within a group in the order the server needs. */
export async function drain(deps: DrainDeps): Promise<PassEnd> {
  if ((await deps.db.outbox.where('state').equals('waiting').count()) === 0) return { type: 'drained' };
  let patientId: string | null;
  try {
    patientId = await deps.whoAmI();
  } catch {
    return { type: 'retry', problem: 'offline', afterMs: null };
  }
  if (patientId === null) return { type: 'signIn' };
  const skip = new Set<string>();
  let serverTrouble = false;
  let others = false;
  for (;;) {
    const next = await nextGroup(deps.db, skip);
    if (next === null || deps.stopped()) break;
    skip.add(next.group);
    if (next.patientId !== patientId) {
      others = true;
      continue;
    }
    const end = await drainGroup(deps, next.group);
    if (end === 'groupTrouble') serverTrouble = true;
    else if (end === 'again') skip.delete(next.group);
    else if (end !== 'done') return end;
  }
  if (serverTrouble) return { type: 'retry', problem: 'server', afterMs: null };
  return others ? { type: 'signIn' } : { type: 'drained' };
}

async function nextGroup(db: EvenpaceDb, skip: ReadonlySet<string>): Promise<OutboxRow | null> {
  const row = await db.outbox
    .orderBy('id')
    .filter((each) => each.state === 'waiting' && !skip.has(each.group))
    .first();
  return row ?? null;
}

type GroupEnd = 'done' | 'again' | 'groupTrouble' | PassEnd;

async function drainGroup(deps: DrainDeps, group: string): Promise<GroupEnd> {
  const unsendable = await deps.db.outbox
    .where('[state+group]')
    .anyOf(['parked', group], ['held', group])
    .filter((row) => row.kind === 'session')
    .count();
  if (unsendable > 0) return 'done';
  const rows = await deps.db.outbox.where('[state+group]').equals(['waiting', group]).toArray();
  rows.sort((a, b) => OUTBOX_ORDER.indexOf(a.kind) - OUTBOX_ORDER.indexOf(b.kind) || a.id - b.id);
  const requests = batches(rows);
  while (requests.length > 0 && !deps.stopped()) {
    const batch = requests.shift() as OutboxRow[];
    let verdict: Verdict;
    try {
      verdict = await post(deps, batch);
    } catch {
      return { type: 'retry', problem: 'offline', afterMs: null };
    }
    switch (verdict.type) {
      case 'acknowledged':
        await acknowledge(deps, batch, verdict.body);
        break;
      case 'missingParts':
        return (await requeueMissing(deps.db, batch[0], verdict.missing)) ? 'again' : 'done';
      case 'later':
        return verdict.everything ? { type: 'retry', problem: 'server', afterMs: verdict.retryAfterMs } : 'groupTrouble';
      case 'signIn':
        return { type: 'signIn' };
      case 'notOurs':
      case 'refused':
        if (batch.length > 1) {
          requests.unshift(...batch.map((row) => [row]));
          break;
        }
        await deps.db.outbox.update(batch[0].id, { state: 'parked', reason: verdict.reason });
        if (batch[0].kind === 'session') return 'done';
    }
  }
  return 'done';
}

/** Rows in sending order; neighbouring rows of events become one request. */
function batches(rows: readonly OutboxRow[]): OutboxRow[][] {
  const out: OutboxRow[][] = [];
  let eventCount = 0;
  for (const row of rows) {
    const last = out.at(-1);
    if (row.kind === 'events' && last?.[0].kind === 'events' && eventCount + row.eventIds.length <= MAX_EVENTS_PER_REQUEST) {
      last.push(row);
      eventCount += row.eventIds.length;
    } else {
      out.push([row]);
      eventCount = row.eventIds.length;
    }
  }
  return out;
}

/** Bytes can be hurt on their way: a refused chunk is sent twice more before it counts as refused. */
async function post(deps: DrainDeps, batch: readonly OutboxRow[]): Promise<Verdict> {
  const outgoing = await requestFor(deps.db, batch).catch((error: unknown) => {
    if (error instanceof UnreadableRecord) return error;
    throw error;
  });
  if (outgoing === null) return { type: 'refused', reason: 'This record is no longer on this device.' };
  if (outgoing instanceof UnreadableRecord) return { type: 'refused', reason: 'This record can no longer be read on this device.' };
  let verdict: Verdict | null = null;
  for (let attempt = 0; attempt < (batch[0].kind === 'chunk' ? 3 : 1); attempt++) {
    const response = await deps.send(outgoing.path, {
      method: outgoing.method,
      headers: { ...outgoing.headers },
      body: outgoing.body,
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
    verdict = await verdictOf(response, batch[0].kind);
    if (verdict.type !== 'refused') break;
  }
  return verdict as Verdict;
}

async function acknowledge(deps: DrainDeps, batch: readonly OutboxRow[], body: unknown): Promise<void> {
  const { db } = deps;
  await db.dexie.transaction('rw', db.outbox, db.sessions.raw, async () => {
    await db.outbox.bulkDelete(batch.map((row) => row.id));
    if (batch[0].kind !== 'complete') return;
    const answer = CompletedSession.safeParse(body);
    await db.sessions.raw.update(batch[0].ref, {
      state: 'acknowledged',
      acknowledgedUs: deps.nowUs(),
      agrees: answer.success ? answer.data.agrees : null,
    });
  });
}

/** Queues again what the server says it lacks. False when that cannot help: the row is parked with the reason. */
async function requeueMissing(db: EvenpaceDb, row: OutboxRow, missing: MissingParts): Promise<boolean> {
  return db.dexie.transaction('rw', db.outbox, db.chunks.raw, db.events.raw, async () => {
    const sessionId = row.ref;
    const keys = missing.chunks.map((part): [string, string, number] => [sessionId, part.streamId, part.sequence]);
    const here = (await db.chunks.raw.bulkGet(keys)).filter((chunk) => chunk !== undefined);
    const eventIds = missing.eventsMissing > 0 ? await db.events.raw.where('sessionId').equals(sessionId).primaryKeys() : [];
    const parked = await db.outbox.where('[state+group]').equals(['parked', sessionId]).count();
    const helps = parked === 0 && here.length === keys.length && (keys.length > 0 || eventIds.length > 0) && row.requeues < MAX_REQUEUES;
    if (!helps) {
      await db.outbox.update(row.id, { state: 'parked', reason: 'The clinic lacks parts of this session that this device cannot send.' });
      return false;
    }
    const posting = { patientId: row.patientId, group: sessionId };
    for (const chunk of here) await enqueue(db, { ...posting, kind: 'chunk', ref: `${sessionId}/${chunk.streamId}/${chunk.sequence}` });
    for (let i = 0; i < eventIds.length; i += MAX_EVENTS_PER_REQUEST) {
      const part = eventIds.slice(i, i + MAX_EVENTS_PER_REQUEST);
      await enqueue(db, { ...posting, kind: 'events', ref: part[0], eventIds: part });
    }
    await enqueue(db, { ...posting, kind: 'complete', ref: sessionId }, { requeues: row.requeues + 1 });
    return true;
  });
}
