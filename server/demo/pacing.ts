import type { Ctx } from '#server/context.ts';
import { answerProposal } from '#server/services/pacing/answerProposal.ts';
import { postEvents } from '#server/services/pacing/postEvents.ts';
import { pacedPatient } from '#server/services/pacing/refresh.ts';
import type { Id } from '#shared/schema/id.ts';
import type { Plan } from '#shared/schema/plan.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import type { Calendar } from './calendar.ts';
import type { Timeline } from './timeline.ts';

const REJECTED = ['Visitors all next week; we stay where we are.', 'Wants one more week at this quota before the next step.'];
const EDITED = ['Rounded, so that it is easy to remember.', 'Half a step first: a busy week is coming.'];

/** The invented PT answers the open proposal, mostly with yes. Returns the new plan; null when there was nothing to answer or the quota stays. */
export async function answerReview(
  timeline: Timeline,
  pt: Ctx,
  calendar: Calendar,
  patientId: Id,
  localDay: LocalDay,
): Promise<Plan | null> {
  const { proposal, current, dose } = await pacedPatient(pt, patientId, localDay);
  if (proposal === null || proposal.answer !== null || current.suspended !== null) return null;
  const { random } = timeline;
  const draw = random.uniform();
  const answer = draw < 0.75 ? 'accepted' : draw < 0.9 ? 'edited' : 'rejected';
  const between = (proposal.quotaMinutes + (dose.quotaMinutes ?? proposal.quotaMinutes)) / 2;
  const { plan } = await answerProposal(pt, proposal.id, {
    id: timeline.newId(),
    planId: timeline.newId(),
    at: calendar.at(timeline.deps.clock.nowUs()),
    answer,
    quotaMinutes: answer === 'edited' ? Math.round(between * 2) / 2 : null,
    reason: answer === 'accepted' ? null : random.pick(answer === 'edited' ? EDITED : REJECTED),
  });
  return plan;
}

/** The screen for post-exertional malaise is positive: from now on nothing rises by itself. */
export async function screenPem(timeline: Timeline, pt: Ctx, patientId: Id, localDay: LocalDay): Promise<void> {
  const atUs = timeline.deps.clock.nowUs();
  await postEvents(pt, patientId, [{ id: timeline.newId(), atUs, localDay, type: 'pemScreened', result: 'positive' }]);
}
