import { type Ctx, requirePatientAccess, requireRole } from '#server/context.ts';
import { audited } from '#server/db/statements.ts';
import type { Statement } from '#server/db/store.ts';
import { notFound, ServiceError } from '#server/errors.ts';
import { appendPlan } from '#server/services/plan/create.ts';
import { readPlans } from '#server/services/plan/versions.ts';
import { againWhenRaced } from '#server/services/session/retry.ts';
import { Id } from '#shared/schema/id.ts';
import type { AnswerProposal, ProposalAnswer } from '#shared/schema/pacingApi.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import type { Plan, PlanDraft } from '#shared/schema/plan.ts';
import { localDayOf } from '#shared/schema/time.ts';
import { dayOfPatient, knownEvents } from './eventLog.ts';
import { pacedPatient } from './refresh.ts';

type Answered = Extract<PatientEvent, { type: 'proposalAnswered' }>;

/**
 * A PT's answer to the open proposal: kept with, unless it is rejected, the plan version that carries the new quota, in one batch. Conflict when
 * another answer was first or the next review has passed; the same answer again changes nothing.
 */
export async function answerProposal(ctx: Ctx, proposalId: string, sent: AnswerProposal): Promise<ProposalAnswer> {
  const patientId = Id.safeParse(proposalId.split(':')[0]).data;
  if (patientId === undefined) throw notFound();
  await requirePatientAccess(ctx, patientId);
  requireRole(ctx, 'pt', 'admin');
  return againWhenRaced(async () => {
    const known = (await knownEvents(ctx, patientId, [sent.id])).get(sent.id);
    if (known !== undefined) return repeated(ctx, patientId, proposalId, sent, known);
    const nowUs = ctx.deps.clock.nowUs();
    const localDay = await dayOfPatient(ctx, patientId, localDayOf({ utcUs: nowUs, offsetMinutes: sent.at.offsetMinutes }));
    const { proposal, current, dose } = await pacedPatient(ctx, patientId, localDay);
    if (proposal === null || proposal.id !== proposalId || proposal.answer !== null)
      throw new ServiceError('conflict', 'This proposal is no longer open. Load the page again to see what holds now.');
    if (current.suspended !== null) throw new ServiceError('conflict', 'Exercise is suspended. Clear that first.');
    const quota = sent.answer === 'accepted' ? proposal.quotaMinutes : sent.quotaMinutes;
    const plan = quota === null ? null : await nextPlan(ctx, patientId, sent, quota);
    const answered: Answered = {
      id: sent.id,
      atUs: nowUs,
      localDay: dose.localDay,
      type: 'proposalAnswered',
      proposalId,
      answer: sent.answer,
      reason: sent.reason,
    };
    await ctx.deps.store.batch([
      insertAnswer(ctx, patientId, answered),
      ...(plan === null ? [] : await appendPlan(ctx, plan, proposalId)),
      audited(ctx, 'proposal.answer', 'patient', patientId, { answer: sent.answer, ruleId: proposal.ruleId }),
    ]);
    return { proposalId, answer: sent.answer, plan };
  });
}

/** The plan in force with another quota, its exercises shortened or lengthened alike. */
async function nextPlan(ctx: Ctx, patientId: Id, sent: AnswerProposal, quotaMinutes: number): Promise<Plan> {
  const [inForce] = await readPlans(ctx, patientId, 1);
  const draft: PlanDraft | null = inForce ?? sent.plan ?? null;
  if (draft === null) {
    throw new ServiceError('validation', 'There is no plan yet to put this quota into.', {
      fields: [{ path: 'plan', message: 'Say which exercises the quota is for.' }],
    });
  }
  const { goals, exercises, daysPerWeek, heartRateBandBpm, heartRateCeilingBpm, tens, note } = draft;
  const share = quotaMinutes / draft.quotaMinutes;
  return {
    id: sent.planId,
    patientId,
    version: (inForce?.version ?? 0) + 1,
    createdAt: sent.at,
    createdByUserId: ctx.actor.userId,
    goals,
    exercises: exercises.map((item) => ({ ...item, durationMinutes: scaled(item.durationMinutes, share) })),
    quotaMinutes,
    daysPerWeek,
    heartRateBandBpm,
    heartRateCeilingBpm,
    tens,
    note,
  };
}

/** Tenths of a minute, within what a plan may say. */
const scaled = (minutes: number, share: number) => Math.min(120, Math.max(0.5, Math.round(minutes * share * 10) / 10));

/** Changes no row, and so undoes the batch, when the proposal has an answer. */
function insertAnswer(ctx: Ctx, patientId: Id, event: Answered): Statement {
  const { clinicId } = ctx.actor;
  return {
    sql: `insert into patient_event (id, "clinicId", "patientId", "localDay", "atUs", type, body, "arrivedAtUs")
      select ?, ?, ?, ?, ?, ?, ?, ? where not exists (select 1 from patient_event e where e."clinicId" = ? and e."patientId" = ?
        and e.type = ? and e.body ->> '$.proposalId' = ?)`,
    args: [
      ...[event.id, clinicId, patientId, event.localDay, event.atUs, event.type, JSON.stringify(event), ctx.deps.clock.nowUs()],
      ...[clinicId, patientId, event.type, event.proposalId],
    ],
    expectRows: 1,
  };
}

/** The id is taken: by this very answer, whose first confirmation was lost, or by something else. */
async function repeated(ctx: Ctx, patientId: Id, proposalId: string, sent: AnswerProposal, known: PatientEvent): Promise<ProposalAnswer> {
  const same =
    known.type === 'proposalAnswered' && known.proposalId === proposalId && known.answer === sent.answer && known.reason === sent.reason;
  if (!same)
    throw new ServiceError('conflict', 'Another answer is kept under this id.', { fields: [{ path: 'id', message: 'This id is taken.' }] });
  const plan = (await readPlans(ctx, patientId, 200)).find(({ id }) => id === sent.planId) ?? null;
  return { proposalId, answer: sent.answer, plan };
}
