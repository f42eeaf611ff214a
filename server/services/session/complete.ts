import { and, asc, eq, sql } from 'drizzle-orm';
import type { Ctx } from '#server/context.ts';
import { decision } from '#server/db/schema/decisions.ts';
import { chunk, session, sessionEvent } from '#server/db/schema/session.ts';
import { audited, build, reader, statement } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import { ServiceError } from '#server/errors.ts';
import { keepEvents } from '#server/services/pacing/eventLog.ts';
import { finishedSession, lastPhaseOf } from '#shared/pacing/recordedEvents.ts';
import type { CompletedSession, CompleteSession } from '#shared/schema/api.ts';
import { Decision } from '#shared/schema/decision.ts';
import type { Id } from '#shared/schema/id.ts';
import { Session } from '#shared/schema/session.ts';
import { SessionSummary } from '#shared/schema/summary.ts';
import { requireSession, type SessionRow } from './access.ts';
import { refreshSessionDay } from './dayOfSessions.ts';
import { differences } from './differences.ts';
import { decisionRows } from './flags.ts';
import { missingParts, type Parts } from './missing.ts';
import { withPhonesOwn } from './phonesOwn.ts';
import { loadRecording } from './recording.ts';
import { refineLater } from './refineNext.ts';
import { againWhenRaced } from './retry.ts';
import { suspendOnDecision } from './suspend.ts';

/**
 * Closes a session: everything must be here; the server runs the same kernels over the stored recording and keeps its own summary and
 * decisions beside the phone's. What the whole recording shows beyond them follows after the answer (refineNext.ts). Answers `conflict` with
 * {missing} until all parts are here, and the first answer ever after.
 */
export async function completeSession(ctx: Ctx, sessionId: Id, sent: CompleteSession): Promise<CompletedSession> {
  return againWhenRaced(async () => {
    const row = await requireSession(ctx, sessionId);
    if (row.state === 'complete') return completedAnswer(ctx, row);
    const kept = Session.parse(JSON.parse(row.body));
    requireFitting(kept, sent);
    const parts = await missingParts(ctx, sessionId, sent);
    if (parts.missing.chunks.length > 0 || parts.missing.eventsMissing > 0) {
      throw new ServiceError('conflict', 'Parts of this session have not arrived yet.', { extra: { missing: parts.missing } });
    }
    const ended: Session = { ...kept, endedAt: sent.endedAt };
    const recording = await loadRecording(ctx, ended, sent.endedAt.utcUs);
    const own = await ctx.deps.analysis.analyse(recording);
    const { summary, decisions } = withPhonesOwn(own, sent, recording.events);
    const differing = differences(asJson(summary), asJson(sent.liveSummary));
    const { clinicId, patientId, localDay } = row;
    await ctx.deps.store.batch([
      closeSession(row, ended, parts, {
        summary: { ...summary, refined: null, notRefined: 'pending' },
        decisionCount: decisions.length,
        differingSummary: differing.length === 0 ? null : sent.liveSummary,
        agrees: differing.length === 0,
      }),
      ...decisionRows(ctx, row, decisions),
      ...refreshSessionDay({ clinicId, patientId, localDay }),
      ...keepEvents(ctx, patientId, [finishedSession(ended, sent.endedAt.utcUs, summary, lastPhaseOf(recording.events))], sent.endedAt),
      ...(await suspendOnDecision(ctx, row, [...decisions, ...own.decisions])),
      refineLater(sessionId, clinicId, ctx.deps.clock.nowUs()),
      audited(ctx, 'session.complete', 'session', sessionId, { decisions: decisions.length, agrees: differing.length === 0 }),
    ]);
    ctx.deps.background.wake();
    if (differing.length > 0) ctx.deps.log.warn('summariesDiffer', { requestId: ctx.requestId, paths: differing.length });
    return completedAnswer(ctx, await requireSession(ctx, sessionId));
  });
}

/** The same answer for the first and every later request: read back from what is kept, without the second look, which comes when it may. */
async function completedAnswer(ctx: Ctx, row: SessionRow): Promise<CompletedSession> {
  const rows = await reader(ctx.deps.store)
    .select({ body: decision.body })
    .from(decision)
    .where(eq(decision.sessionId, row.id))
    .orderBy(asc(decision.atUs), asc(decision.id))
    .all();
  const summary: SessionSummary = { ...SessionSummary.parse(JSON.parse(row.summary ?? 'null')), refined: null, notRefined: null };
  const differing = row.liveSummary === null ? [] : differences(summary, SessionSummary.parse(JSON.parse(row.liveSummary)));
  return {
    summary,
    decisions: rows.map(({ body }) => Decision.parse(JSON.parse(body))),
    agrees: row.agrees === true,
    differences: differing,
  };
}

interface Closing {
  readonly summary: SessionSummary;
  /** The phone's own, kept where it differs. */
  readonly differingSummary: SessionSummary | null;
  readonly decisionCount: number;
  readonly agrees: boolean;
}

/** Changes no row, and so undoes the batch, when anything has arrived since the recording was read. */
function closeSession(row: SessionRow, ended: Session, parts: Parts, closing: Closing): Statement {
  const unchanged = and(
    eq(session.id, row.id),
    eq(session.version, row.version),
    eq(session.state, 'receiving'),
    sql`(select count(*) from ${chunk} where ${chunk.sessionId} = ${row.id}) = ${parts.chunkCount}`,
    sql`(select count(*) from ${sessionEvent} where ${sessionEvent.sessionId} = ${row.id}) = ${parts.eventCount}`,
  );
  const change = {
    state: 'complete' as const,
    endedAtUs: ended.endedAt?.utcUs ?? null,
    body: JSON.stringify(ended),
    summary: JSON.stringify(closing.summary),
    liveSummary: closing.differingSummary === null ? null : JSON.stringify(closing.differingSummary),
    agrees: closing.agrees,
    algorithmVersion: closing.summary.algorithmVersion,
    decisionCount: closing.decisionCount,
    version: row.version + 1,
  };
  return statement(build.update(session).set(change).where(unchanged), 1);
}

function requireFitting(kept: Session, sent: CompleteSession): void {
  const fields = sent.chunkCounts.flatMap(({ streamId }, i) =>
    kept.streams.some(({ id }) => id === streamId)
      ? []
      : [{ path: `chunkCounts.${i}.streamId`, message: 'The session does not list this stream.' }],
  );
  const named = new Set<string>();
  for (const [i, { id, sessionId, kind, ruleIds, validFromUs }] of (sent.liveDecisions ?? []).entries()) {
    const fits = sessionId === kept.id && id === `${kept.id}:${ruleIds[0]}:${validFromUs}:${kind}` && !named.has(id);
    named.add(id);
    if (!fits) fields.push({ path: `liveDecisions.${i}.id`, message: 'This is no decision of the session.' });
  }
  if (sent.liveSummary.sessionId !== kept.id) fields.push({ path: 'liveSummary.sessionId', message: 'This is another session.' });
  if (sent.endedAt.utcUs < kept.startedAt.utcUs) fields.push({ path: 'endedAt', message: 'Before the start.' });
  if (fields.length > 0) throw new ServiceError('validation', 'The end of the session does not fit its beginning.', { fields });
  if (kept.endedAt !== null && kept.endedAt.utcUs !== sent.endedAt.utcUs) {
    throw new ServiceError('conflict', 'The session ended at another time.', {
      fields: [{ path: 'endedAt', message: 'differs from what is kept' }],
    });
  }
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
