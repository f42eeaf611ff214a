import { useState } from 'preact/hooks';
import type { PacingProposal, PatientPacing } from '#shared/schema/pacingApi.ts';
import type { Plan } from '#shared/schema/plan.ts';
import { pacingCopy } from '#web/copy/pacing.ts';
import { therapist } from '#web/copy/therapist.ts';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { DayReason } from '#web/ui/timeline/dayReason.tsx';
import { AnswerDialog } from './answerDialog.tsx';
import { type AnswerKind, proposedFrom } from './weekModel.ts';

const words = pacingCopy.proposal;

interface ProposalProps {
  pacing: PatientPacing;
  proposal: PacingProposal;
  plan: Plan | null;
  onAnswered: () => void;
}

/** The engine's quota from and to, with its reason; the PT accepts, edits or rejects. It stays in sight after the answer. */
export function Proposal({ pacing, proposal, plan, onAnswered }: ProposalProps) {
  const [answering, setAnswering] = useState<AnswerKind | null>(null);
  const { quotaMinutes, decision, answer, answerReason } = proposal;
  const from = proposedFrom(proposal, pacing.today.quotaMinutes);
  return (
    <div class="stack-tight">
      <h3>{words.title}</h3>
      <p class="week-number">
        <strong>{words.fromTo(from, quotaMinutes)}</strong> <span class="muted">{words.aDay}</span>
      </p>
      {decision === null ? <p class="muted">{words.noReason}</p> : <DayReason decision={decision} />}
      {answer !== null && (
        <p>
          <b>{words.answered[answer]}</b> {answerReason}
        </p>
      )}
      {answer === null && pacing.today.state === 'suspended' && <p class="muted">{words.suspended}</p>}
      {answer === null && pacing.today.state !== 'suspended' && (
        <>
          {plan === null && <p>{words.noPlan}</p>}
          <div class="row week-answers">
            {plan === null ? (
              <ButtonLink href={`/patients/${pacing.patientId}/plan`} variant="primary">
                {therapist.patient.writePlan}
              </ButtonLink>
            ) : (
              <>
                <Button variant="primary" onClick={() => setAnswering('accepted')}>
                  {pacingCopy.answer.accept}
                </Button>
                <Button onClick={() => setAnswering('edited')}>{pacingCopy.answer.edit}</Button>
              </>
            )}
            <Button onClick={() => setAnswering('rejected')}>{pacingCopy.answer.reject}</Button>
          </div>
        </>
      )}
      <AnswerDialog
        answer={answering}
        proposal={proposal}
        fromTo={words.fromTo(from, quotaMinutes)}
        limits={pacing.settings.limits}
        onClose={() => setAnswering(null)}
        onAnswered={() => {
          setAnswering(null);
          onAnswered();
        }}
      />
    </div>
  );
}
