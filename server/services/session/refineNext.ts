import { eq } from 'drizzle-orm';
import { session } from '#server/db/schema/session.ts';
import { audited, reader } from '#server/db/statements.ts';
import { type Statement, StoreError } from '#server/db/store.ts';
import type { Deps, RefinedRecording } from '#server/deps.ts';
import { newId } from '#server/newId.ts';
import { Session } from '#shared/schema/session.ts';
import { loadRecording } from './recording.ts';

/** A second look takes well below a second; whoever has not finished in this time has died, us. */
const LEASE_US = 60_000_000;
/** What goes wrong this often, by ending the thread or the process, is not tried again. */
const MOST_ATTEMPTS = 4;

interface Task {
  readonly sessionId: string;
  readonly clinicId: string;
  /** Begun so far, this time included. */
  readonly attempts: number;
}

/** Queues the second look; in the batch that completes the session, so that neither is there without the other. */
export function refineLater(sessionId: string, clinicId: string, nowUs: number): Statement {
  return {
    sql: 'insert into refine_task ("sessionId", "clinicId", attempts, "notBeforeUs") values (?, ?, 0, ?)',
    args: [sessionId, clinicId, nowUs],
  };
}

/** For a process that has the database to itself: whoever had a task before it started is gone. */
export function freeRefineTasks(nowUs: number): Statement {
  return { sql: 'update refine_task set "notBeforeUs" = ? where "notBeforeUs" > ?', args: [nowUs, nowUs] };
}

/**
 * Takes the next second look that is due and adds its outcome to the summary. False when none is due. It may break off anywhere: the
 * task is anybody's again after its lease, and only who still has it may write the outcome.
 */
export async function refineNext(deps: Deps): Promise<boolean> {
  const nowUs = deps.clock.nowUs();
  const { rows } = await deps.store.query({
    sql: 'select "sessionId", "clinicId", attempts from refine_task where "notBeforeUs" <= ? order by "notBeforeUs" limit 1',
    args: [nowUs],
  });
  if (rows.length === 0) return false;
  const [sessionId, clinicId, before] = rows[0];
  const task: Task = { sessionId: String(sessionId), clinicId: String(clinicId), attempts: Number(before) + 1 };
  const claim: Statement = {
    sql: 'update refine_task set attempts = ?, "notBeforeUs" = ? where "sessionId" = ? and attempts = ?',
    args: [task.attempts, nowUs + LEASE_US, task.sessionId, Number(before)],
    expectRows: 1,
  };
  if (!(await unlessTaken(() => deps.store.batch([claim])))) return true;
  const { refinement, refineError } = task.attempts > MOST_ATTEMPTS ? GIVEN_UP : await lookAgain(deps, task);
  const kept = await unlessTaken(() => deps.store.batch(outcome(deps, task, refinement)));
  if (kept && refineError !== null) deps.log.error('refineFailed', { sessionId: task.sessionId, error: refineError });
  return true;
}

const GIVEN_UP: RefinedRecording = { refinement: { refined: null, notRefined: 'failed' }, refineError: 'gaveUp' };

async function lookAgain(deps: Deps, { sessionId }: Task): Promise<RefinedRecording> {
  const row = await reader(deps.store).select({ body: session.body }).from(session).where(eq(session.id, sessionId)).get();
  const ended = Session.parse(JSON.parse(row?.body ?? 'null'));
  const endedUs = ended.endedAt?.utcUs;
  if (endedUs === undefined) throw new StoreError('corrupt', 'a completed session has no end');
  return deps.analysis.refine(await loadRecording({ deps }, ended, endedUs));
}

function outcome(deps: Deps, task: Task, { refined, notRefined }: RefinedRecording['refinement']): Statement[] {
  return [
    {
      sql: `update session set summary = json_set(summary, '$.refined', json(?), '$.notRefined', ?) where id = ? and state = 'complete'`,
      args: [JSON.stringify(refined), notRefined, task.sessionId],
      expectRows: 1,
    },
    { sql: 'delete from refine_task where "sessionId" = ? and attempts = ?', args: [task.sessionId, task.attempts], expectRows: 1 },
    audited(
      { deps, requestId: newId(deps), actor: { clinicId: task.clinicId, userId: null } },
      'session.refine',
      'session',
      task.sessionId,
      { attempts: task.attempts, notRefined },
    ),
  ];
}

/** False when somebody else has the task by now: their outcome counts. */
async function unlessTaken(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'preconditionFailed') return false;
    throw error;
  }
}
